import { expect } from "vitest";
import { decodeDataUrl, type IgnitionConfig, type IgnitionFile, type IgnitionUnit } from "../../lib/ignition";
import type { RemoteFile, Ssh } from "../integration/harness";

/** What stands at a path of a machine. Owners are root unless told otherwise. */
export interface Written {
  readonly kind: "file" | "folder" | "link";
  /** Text of a file; where a link leads. */
  readonly text?: string;
  readonly mode?: number;
  readonly owner?: string;
  readonly group?: string;
}

const UNITS = "/etc/systemd/system";

/**
 * What a config has Ignition write, by path: files, folders, links, units and keys. Contents have to be in the config itself.
 *
 * @see https://coreos.github.io/ignition/configuration-v3_4/
 */
export function writtenBy(config: IgnitionConfig): { [path: string]: Written } {
  const { files = [], directories = [], links = [] } = config.storage ?? {};
  return Object.fromEntries([
    ...directories.map((folder) => [folder.path, { kind: "folder", mode: folder.mode ?? 0o755, ...ownersOf(folder) }] as const),
    ...files.map((file) => {
      const text = textOf(file.contents?.source ?? "data:,", file.contents?.compression);
      return [file.path, { kind: "file", text, mode: file.mode ?? 0o644, ...ownersOf(file) }] as const;
    }),
    ...links.map(({ path, target }) => [path, { kind: "link", text: target }] as const),
    ...(config.systemd?.units ?? []).flatMap(unitFiles),
    ...(config.passwd?.users ?? []).flatMap(({ name, sshAuthorizedKeys = [] }) => {
      const text = sshAuthorizedKeys.map((key) => `${key}\n`).join("");
      const path = `/home/${name}/.ssh/authorized_keys.d/ignition`;
      return text === "" ? [] : [[path, { kind: "file", text, mode: 0o600, owner: name }] as const];
    }),
  ]);
}

/** Holds a machine against the config that it was to take. */
export async function expectApplied(ssh: Ssh, host: string, config: IgnitionConfig): Promise<void> {
  const expected = writtenBy(config);
  const found = await ssh.files(host, Object.keys(expected));
  const actual = Object.fromEntries(Object.entries(expected).map(([path, wanted]) => [path, comparable(found.get(path), wanted)]));
  expect(actual).toEqual(expected);
}

function unitFiles({ name, contents, mask, dropins = [] }: IgnitionUnit): [string, Written][] {
  const file = (path: string, text: string): [string, Written] => [path, { kind: "file", text, mode: 0o644, owner: "root" }];
  return [
    ...(contents === undefined ? [] : [file(`${UNITS}/${name}`, contents)]),
    ...(mask === true ? [[`${UNITS}/${name}`, { kind: "link", text: "/dev/null" }] as [string, Written]] : []),
    ...dropins.flatMap((dropin) => (dropin.contents === undefined ? [] : [file(`${UNITS}/${name}.d/${dropin.name}`, dropin.contents)])),
  ];
}

/** As much of a file as is known beforehand. */
function comparable(file: RemoteFile | undefined, wanted: Written): Partial<Written> | undefined {
  if (file === undefined) return undefined;
  const { kind, mode, user, group, target, contents } = file;
  return {
    kind: kind as Written["kind"],
    ...("text" in wanted ? { text: kind === "link" ? target : readable(contents) } : {}),
    ...("mode" in wanted ? { mode } : {}),
    ...("owner" in wanted ? { owner: user } : {}),
    ...("group" in wanted ? { group } : {}),
  };
}

function textOf(source: string, compression: string | undefined): string {
  return readable(Buffer.from(decodeDataUrl(source, compression as "gzip" | undefined)));
}

/** Text as it is; what is none, in hexadecimal. */
function readable(bytes: Buffer): string {
  const text = bytes.toString("utf8");
  return Buffer.from(text).equals(bytes) ? text : bytes.toString("hex");
}

/** By name, as they are read from the machine. */
function ownersOf({ user, group }: Pick<IgnitionFile, "user" | "group">): { owner: string; group: string } {
  return { owner: user?.name ?? "root", group: group?.name ?? "root" };
}
