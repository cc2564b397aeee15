import { textOf } from "../../ignition/go-bytes";
import type { Run } from "../run";
import type { Translator } from "../plan";
import { PROBLEMS } from "../problems";
import type { Decoded } from "../struct";

/** Users whose keys may be in files, a key a line; those follow the keys in the config. */
export function userTranslator(renamed: Translator): Translator {
  return (from, run) => {
    const byFile = keysOf(from, run);
    if (byFile.length === 0) return renamed(from, run);
    const own = (from.ssh_authorized_keys as readonly string[] | undefined) ?? [];
    run.origins.addKeys(run.walk.path(), own.length, byFile);
    return renamed({ ...from, ssh_authorized_keys: [...own, ...byFile.flat()] }, run);
  };
}

function keysOf(user: Decoded, run: Run): readonly (readonly string[])[] {
  const paths = (user.ssh_authorized_keys_local as readonly string[] | undefined) ?? [];
  if (paths.length === 0) return [];
  if (run.directory === undefined) {
    run.walk.error("ssh_authorized_keys_local", PROBLEMS.noFilesDirectory);
    return [];
  }
  return paths.map((path, i) => linesOf(run.read(`ssh_authorized_keys_local.${i}`, path)));
}

function linesOf(bytes: Uint8Array | undefined): readonly string[] {
  return bytes === undefined
    ? []
    : textOf(bytes)
        .split(/\r?\n/)
        .filter((line) => line !== "");
}
