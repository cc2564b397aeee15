import { createHash } from "node:crypto";
import * as fs from "node:fs";
import * as path from "node:path";
import { onTestFinished } from "vitest";
import { FlatcarError } from "../../../lib/errors";
import { Architecture, Channel, FlatcarVersion } from "../../../lib/release";
import { type HetznerApi, type HetznerTiming, type UploadOptions, hetznerApi } from "../../../lib/upload/hetzner";
import { HetznerEmulator } from "../../emulators/hetzner";
import { scratch } from "../../support/project";

/** No test waits for what people wait for. */
export const FAST: HetznerTiming = {
  requestMs: 2_000,
  attempts: 4,
  backoffMs: 1,
  longestBackoffMs: 4,
  pollMs: 1,
  stateLooks: 3,
  sshPauseMs: 5,
  sshMs: 20_000,
  uploadMs: 60_000,
  cleanUpMs: 20_000,
};

export const RELEASE = { channel: Channel.STABLE, version: FlatcarVersion.parse("4593.2.5"), architecture: Architecture.AMD64 };
/** What snapshots of it are found by. */
export const LABELS = { os: "flatcar", "flatcar-channel": "stable", "flatcar-version": "4593.2.5" };

/** An emulator with images of Hetzner's own, which ends with the test. */
export async function startEmulator(): Promise<HetznerEmulator> {
  const emulator = await HetznerEmulator.start();
  onTestFinished(() => emulator.stop());
  for (const architecture of ["x86", "arm"] as const) {
    for (const name of ["ubuntu-24.04", "debian-12", "debian-13"]) emulator.addImage({ type: "system", name, architecture });
  }
  return emulator;
}

export function apiOf(emulator: HetznerEmulator, timing: Partial<HetznerTiming> = {}, signal?: AbortSignal): HetznerApi {
  return hetznerApi({
    token: emulator.token,
    endpoint: emulator.url,
    userAgent: "cdktf-flatcar/test",
    timing: { ...FAST, ...timing },
    signal,
  });
}

/** A folder that goes when the test is over. */
export function folder(): string {
  const made = scratch();
  onTestFinished(() => fs.rmSync(made, { recursive: true, force: true }));
  return made;
}

/** Writes a file that stands for a packed image. */
export function packedImage(
  directory: string,
  bytes: string | Uint8Array = "packed bytes",
): { path: string; sha512: string; size: number } {
  const file = path.join(directory, "flatcar_production_hetzner_image.bin.bz2");
  fs.writeFileSync(file, bytes);
  const size = fs.statSync(file).size;
  return { path: file, sha512: createHash("sha512").update(bytes).digest("hex"), size };
}

/** A program in the place of `ssh`: it lets itself in, takes what it is sent, and says so as the script for the disk does. */
export const WRITING_SSH = `
for last; do :; done
echo "$*" >>"$FAKE_SSH/calls"
env >"$FAKE_SSH/env"
[ "$1" = -G ] && exit 0
[ "$last" = true ] && exit 0
cat >"$FAKE_SSH/disk"
echo "packed $(wc -c <"$FAKE_SSH/disk" | tr -d ' ')"
echo "sha512 $(sha512sum <"$FAKE_SSH/disk" | cut -d' ' -f1)"
echo "written 1"
echo done
`;

/** The environment in which `ssh` is this script, and nothing else is what it was. */
export function fakeSsh(directory: string, script = WRITING_SSH): Record<string, string> {
  const bin = path.join(directory, "bin");
  fs.mkdirSync(bin, { recursive: true });
  fs.writeFileSync(path.join(bin, "ssh"), `#!/bin/sh\n${script}`, { mode: 0o755 });
  return { PATH: `${bin}:${process.env.PATH}`, FAKE_SSH: directory };
}

/** What somebody would read of an upload. */
export interface Told {
  readonly lines: string[];
  readonly sent: number[];
  readonly made: number[];
}

/** An upload that is fast and writes to nowhere, and what it tells. */
export function uploadOptions(directory: string, more: Partial<UploadOptions> = {}): UploadOptions & { readonly told: Told } {
  const told: Told = { lines: [], sent: [], made: [] };
  return {
    release: RELEASE,
    image: async () => packedImage(directory),
    keyDirectory: path.join(directory, "keys"),
    env: fakeSsh(directory),
    report: {
      tell: (line) => void told.lines.push(line),
      sent: (done) => void told.sent.push(done),
      made: (percent) => void told.made.push(percent),
    },
    signal: new AbortController().signal,
    told,
    ...more,
  };
}

/** The error that comes of it; nothing else may. */
export async function failure(work: Promise<unknown>): Promise<FlatcarError> {
  try {
    await work;
  } catch (e) {
    if (FlatcarError.isFlatcarError(e)) return e;
    throw e;
  }
  throw new Error("expected a FlatcarError, but nothing was thrown");
}

/** What an upload has left in the project and on this machine: it has to be nothing. */
export function leftovers(emulator: HetznerEmulator, directory: string): unknown {
  const keys = path.join(directory, "keys");
  return {
    servers: emulator.servers.map(({ name }) => name),
    keys: emulator.sshKeys.map(({ name }) => name),
    addresses: emulator.primaryIps.map(({ name }) => name),
    snapshots: emulator.images.filter(({ type }) => type === "snapshot").map(({ labels }) => labels),
    files: fs.existsSync(keys) ? fs.readdirSync(keys) : [],
  };
}

export const NOTHING = { servers: [], keys: [], addresses: [], snapshots: [], files: [] };
