import * as fs from "node:fs";
import * as path from "node:path";
import { beforeAll, beforeEach, expect, test } from "vitest";
import { bzip2Bomb } from "../../emulators/release";
import { PROJECT, build } from "../../support/project";
import { exec, requires } from "../harness";
import { NEW, ReleaseLab } from "./lab";
import { expectRefused, refusedLine } from "./refusal";
import { filesOf, treeOf } from "./tree";

const KERNEL = "flatcar_production_pxe.vmlinuz";
const FETCH = ["image", "fetch", "prod", "--platform", "bare-metal", "--arch", "amd64"];
const PROGRAM = path.join(PROJECT, "dist/lib/cli/cdktf-flatcar.js");

let lab: ReleaseLab;
beforeAll(build, 120_000);
beforeEach(async () => {
  lab = await ReleaseLab.forTest();
  await lab.lock("prod=stable");
});

/** What is on a disk, and what a command said of it. */
interface OnDisk {
  readonly exitCode: number;
  readonly stderr: string;
  /** All files, with their hashes. */
  readonly files: string;
}

/** Runs the command line where a folder is a disk of its own: made by `mount`, with a copy of what was in the folder. */
async function onDisk(folder: string, mount: string, args: readonly string[]): Promise<OnDisk> {
  fs.mkdirSync(folder, { recursive: true });
  const script = `
    set -eu
    folder=$1; shift
    ${mount}
    cd "$PROJECT_FOLDER"
    code=0
    "$@" || code=$?
    echo "== files"
    cd "$folder"; find . -type f | LC_ALL=C sort | xargs -r sha512sum
    exit "$code"`;
  const env = { ...lab.env, PROJECT_FOLDER: lab.project };
  const command = ["--mount", "sh", "-c", script, "sh", folder, process.execPath, PROGRAM, ...args, ...lab.feed];
  const { exitCode, stdout, stderr } = await exec("unshare", command, { env, allowedExitCodes: [0, 1, 2] });
  return { exitCode, stderr, files: stdout.slice(stdout.indexOf("== files\n") + "== files\n".length) };
}

/** A tmpfs of its own that holds what the folder held. */
const tmpfs = (size: string): string => `
  kept=$(mktemp -d); cp -a "$folder/." "$kept"
  mount -n -t tmpfs -o size=${size} disk "$folder"; cp -a "$kept/." "$folder"; rm -r "$kept"`;
/** Fills what is left of it. */
const FILL = 'dd if=/dev/zero of="$folder/filling" bs=4096 2>/dev/null || true';
const READ_ONLY = 'mount -n --bind "$folder" "$folder"; mount -n -o remount,bind,ro "$folder"';

requires("root")("a disk", () => {
  test("that is full keeps the lock as it is, and an update says so in one line", async () => {
    lab.server.publish(NEW);
    const before = await onDisk(lab.project, `${tmpfs("1m")}\n${FILL}`, ["lock", "verify"]);
    expect(before.exitCode, before.stderr).toBe(0);
    const full = await onDisk(lab.project, `${tmpfs("1m")}\n${FILL}`, ["lock", "update"]);
    expect(full.exitCode).toBe(1);
    refusedLine(full.stderr, { code: "file-not-writable", file: "flatcar.lock.json", came: "ENOSPC" });
    expect(full.files).toBe(before.files);
    expect(full.files).toMatch(/ \.\/filling\n.* \.\/flatcar\.lock\.json\n$/);
  });

  test("that is full holds no part of an image, and a fetch says so in one line", async () => {
    const full = await onDisk(lab.cache, tmpfs("128k"), FETCH);
    expect(full.exitCode).toBe(1);
    refusedLine(full.stderr, { code: "file-not-writable", file: /cdktf-flatcar/, came: "ENOSPC" });
    expect(full.files).not.toMatch(/unfinished/);
  });

  test("that is full holds no part of a file that is placed, and the cache is as it was", async () => {
    await lab.fine(FETCH);
    const before = treeOf(lab.cache);
    const full = await onDisk(path.join(lab.project, "to"), tmpfs("128k"), [...FETCH, "--to", "to"]);
    expect(full.exitCode).toBe(1);
    refusedLine(full.stderr, { code: "file-not-writable", file: /\/to\//, came: "ENOSPC" });
    expect(full.files).not.toMatch(/unfinished/);
    expect(treeOf(lab.cache)).toEqual(before);
  });

  test.each<[string, () => string, readonly string[], RegExp]>([
    ["a project that is read-only", () => lab.project, ["lock", "update"], /flatcar\.lock\.json/],
    ["a cache that is read-only", () => lab.cache, FETCH, /cdktf-flatcar/],
  ])("%s is as it was, and told of in one line", async (_, folder, args, file) => {
    lab.server.publish(NEW);
    const before = treeOf(lab.folder);
    const ended = await onDisk(folder(), READ_ONLY, args);
    expect(ended.exitCode).toBe(1);
    refusedLine(ended.stderr, { code: "file-not-writable", file, came: "EROFS" });
    expect(filesOf(treeOf(lab.folder))).toEqual(filesOf(before));
  });

  test("that is read-only serves what is in a cache", async () => {
    await lab.fine(FETCH);
    const ended = await onDisk(lab.cache, READ_ONLY, FETCH);
    expect(ended.exitCode, ended.stderr).toBe(0);
  });
});

/** The file of a cache that holds the kernel, made writable. */
function cached(name = KERNEL): string {
  const found = filesOf(treeOf(lab.cache)).find((file) => file.endsWith(name));
  if (found === undefined) throw new Error(`${name} is not in the cache`);
  const file = path.join(lab.cache, found);
  fs.chmodSync(file, 0o644);
  return file;
}

test.each<[string, (file: string) => void]>([
  [
    "one bit that is another",
    (file) =>
      fs.writeFileSync(
        file,
        fs.readFileSync(file).map((byte, i) => (i === 1000 ? byte ^ 1 : byte)),
      ),
  ],
  ["an end that is missing", (file) => fs.truncateSync(file, 1000)],
  ["bytes behind its end", (file) => fs.appendFileSync(file, "x")],
  ["nothing in it", (file) => fs.truncateSync(file, 0)],
])("a cache entry with %s is refused by its path, and left for somebody to look at", async (_, alter) => {
  await lab.fine(FETCH);
  const file = cached();
  alter(file);
  await expectRefused(lab, FETCH, {
    code: "cache-entry-altered",
    file: path.basename(file),
    came: /[0-9a-f]{128}/,
    expected: /[0-9a-f]{128}/,
  });
  await expectRefused(lab, [...FETCH, "--to", "to"], { code: "cache-entry-altered", file: path.basename(file) });
  fs.rmSync(path.dirname(file), { recursive: true });
  await lab.fine(FETCH);
});

test("a signature of the cache that was altered is refused by its path", async () => {
  await lab.fine(FETCH);
  const file = cached(`${KERNEL}.sig`);
  fs.appendFileSync(file, "x");
  await expectRefused(lab, FETCH, { code: "cache-entry-altered", file: path.basename(file) });
});

test("a file that is where one is to be placed is not overwritten", async () => {
  const [, placed] = (await lab.fine([...FETCH, "--to", "to"])).split("\n");
  const before = fs.readFileSync(placed);
  fs.appendFileSync(placed, "x");
  await expectRefused(lab, [...FETCH, "--to", "to"], { code: "file-differs", file: path.basename(placed) });
  fs.writeFileSync(placed, before);
  await lab.fine([...FETCH, "--to", "to"]);
});

const RAW = "flatcar_production_image.bin.bz2";
const UNPACK = ["image", "fetch", "4081.3.10", "--platform", "raw", "--arch", "amd64"];

/** Publishes a release with a packed image, rightly signed. */
function publishRaw(image: Uint8Array): void {
  lab.server.publish({ channel: "lts", version: "4081.3.10", date: "2026-08-13", files: { [RAW]: image } });
}

/** What is in the cache besides the packed image, which is what it should be. */
const unpackedFiles = (): string[] => filesOf(treeOf(lab.cache)).filter((file) => !file.includes(RAW) && !file.endsWith(".json"));

test("an image that unpacks to more than a disk holds is given up, and nothing of it is kept", async () => {
  publishRaw(bzip2Bomb(5 * 1024));
  const { code, stderr } = await lab.run(UNPACK);
  expect(code).toBe(1);
  refusedLine(stderr, { code: "unpack-too-large", file: RAW });
  expect(unpackedFiles()).toEqual([]);
});

test.each<[string, (packed: Uint8Array) => Uint8Array]>([
  ["cut off", (packed) => packed.subarray(0, packed.length - 100)],
  ["altered within", (packed) => packed.map((byte, i) => (i === 2000 ? byte ^ 0x10 : byte))],
  ["followed by something else", (packed) => Buffer.concat([packed, Buffer.from("something else")])],
  ["no bzip2", () => Buffer.from("no bzip2 at all")],
])("an image that is rightly signed and %s is refused, and nothing of it is kept", async (_, alter) => {
  publishRaw(alter(await lab.server.bytes(lab.server.feed.path("stable", "4593.2.4", RAW))));
  const { code, stderr } = await lab.run(UNPACK);
  expect(code).toBe(1);
  refusedLine(stderr, { code: "unpack-failed", file: RAW });
  expect(unpackedFiles()).toEqual([]);
});
