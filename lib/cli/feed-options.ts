import * as fs from "fs";
import * as path from "path";
import { FlatcarError } from "../errors";
import type { ReleaseFeed } from "../release/feed/feed";
import { openFeed } from "../release/feed/open";
import { TrustedKey, signatureVerifier } from "../release/openpgp";
import type { CommandArguments } from "./arguments";
import { CommandOption, UsageError } from "./command";
import { interruptible } from "./interruptible";
import type { CommandIo } from "./io";
import { packageVersion } from "./version";

/** The options of every command that reads the release feed. */
export const FEED_OPTIONS: readonly CommandOption[] = [
  { name: "mirror", value: "URL|DIR", summary: "read the feed there instead of on the project's servers" },
  { name: "key", value: "FILE", summary: "trust this OpenPGP public key instead of the project's" },
  { name: "allow-host", value: "HOSTS", summary: "hosts that redirects may lead to, separated by commas" },
];

const URL_SCHEME = /^[a-z][a-z0-9+.-]+:\/\//i;
const HOST = /^[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:[0-9]{1,5})?$|^\[[0-9a-f:.]+\](:[0-9]{1,5})?$/i;

/**
 * Opens the feed that {@link FEED_OPTIONS} name, does the work with it, and closes it.
 *
 * @returns what the work returns; `ExitCode.INTERRUPTED` where somebody ended it
 */
export async function withFeed(args: CommandArguments, io: CommandIo, work: (feed: ReleaseFeed) => Promise<number>): Promise<number> {
  const key = await trustedKey(args.value("key"), io);
  const warning = key.expiryWarning(io.now());
  if (warning !== undefined) io.stderr.write(`warning: ${warning}\n`);
  const { signal } = io;
  const feed = openFeed({
    mirror: mirrorOf(args.value("mirror"), io.cwd),
    verifier: signatureVerifier(key, () => io.now()),
    env: io.env,
    allowedHosts: hostsOf(args.value("allow-host")),
    userAgent: `cdktf-flatcar/${packageVersion()}`,
    now: () => io.now(),
    signal,
  });
  try {
    return await interruptible(io, () => work(feed));
  } finally {
    await feed.close();
  }
}

async function trustedKey(file: string | undefined, io: CommandIo): Promise<TrustedKey> {
  if (file === undefined) return TrustedKey.flatcar();
  let bytes: Uint8Array;
  try {
    bytes = fs.readFileSync(path.resolve(io.cwd, file));
  } catch (e) {
    throw new FlatcarError({
      code: "key-unreadable",
      subject: "key that signatures are judged by",
      received: (e as NodeJS.ErrnoException).code ?? String(e),
      allowed: "a file that can be read",
      mend: "correct the path, or see to it that you may read the file",
      path: file,
    });
  }
  return TrustedKey.parse(bytes, file);
}

function mirrorOf(given: string | undefined, cwd: string): string | undefined {
  if (given === "") throw new UsageError("--mirror needs a URL or a directory");
  return given === undefined || URL_SCHEME.test(given) ? given : path.resolve(cwd, given);
}

function hostsOf(given: string | undefined): string[] {
  if (given === undefined) return [];
  const hosts = given.split(",").map((host) => host.trim());
  const wrong = hosts.find((host) => !HOST.test(host));
  if (wrong !== undefined) throw new UsageError(`--allow-host takes names of hosts separated by commas, not ${JSON.stringify(wrong)}`);
  return hosts;
}
