import * as fs from "fs";
import * as path from "path";
import { expect, test } from "vitest";
import { Fault, ReleaseServer } from "../emulators/release";
import { STABLE, startReleaseServer } from "../emulators/release/testing";
import { stateOf, temporary } from "../release/cache/testing";
import { filesBelow } from "../support/project";
import { Outside, Ran, run } from "./run";

interface Project {
  readonly server: ReleaseServer;
  readonly cwd: string;
  readonly fetch: (args: readonly string[], outside?: Outside) => Promise<Ran>;
  readonly offline: (args: readonly string[], outside?: Outside) => Promise<Ran>;
}

/** A folder, a server with a release, and the command that is to read it. */
async function project(files: Parameters<ReleaseServer["publish"]>[0]["files"] = {}): Promise<Project> {
  const server = await startReleaseServer();
  server.publish({ ...STABLE, files });
  const cwd = temporary();
  const env = { HOME: cwd, PATH: process.env.PATH ?? "" };
  const offline = (args: readonly string[], outside: Outside = {}) => run(["image", "fetch", ...args], { cwd, env, ...outside });
  const feed = ["--mirror", server.url, "--key", server.keyFile];
  return { server, cwd, offline, fetch: (args, outside) => offline([...args, ...feed], outside) };
}

const KERNEL = "flatcar_production_pxe.vmlinuz";
const INITRD = "flatcar_production_pxe_image.cpio.gz";
const INSTALLED = "flatcar_production_image.bin.bz2";
const served = (file: string, board = "amd64-usr"): string => `/stable/${board}/4593.2.5/${file}`;

test("the files of a platform are fetched into the user's cache, and their paths printed, one a line", async () => {
  const { server, cwd, fetch } = await project();
  const { code, stdout, stderr } = await fetch(["4593.2.5", "--platform", "libvirt"]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  expect(stdout).toMatch(/^\/.*\/\.cache\/cdktf-flatcar\/sha512\/.*\/flatcar_production_qemu_image\.img\n$/);
  expect(stdout.startsWith(cwd)).toBe(true);
  const bytes = await server.bytes(served("flatcar_production_qemu_image.img"));
  expect(fs.readFileSync(stdout.trim()).equals(bytes)).toBe(true);
});

test("with --to they are put in folders by architecture and version as well", async () => {
  const { server, cwd, fetch } = await project();
  const { code, stdout } = await fetch(["4593.2.5", "--platform", "libvirt", "--arch", "arm64", "--to", "images", "--cache", "cache"]);
  expect(code).toBe(0);
  const folder = path.join(cwd, "images", "arm64-usr", "4593.2.5");
  expect(stdout.trim().split("\n")).toEqual(
    [
      "flatcar_production_qemu_uefi_image.img",
      "flatcar_production_qemu_uefi_efi_code.qcow2",
      "flatcar_production_qemu_uefi_efi_vars.qcow2",
    ].map((name) => path.join(folder, name)),
  );
  for (const file of filesBelow(folder)) {
    expect(fs.readFileSync(path.join(folder, file)).equals(await server.bytes(served(file, "arm64-usr"))), file).toBe(true);
  }
  expect(fs.existsSync(path.join(cwd, ".cache"))).toBe(false);
});

test("for bare metal they are laid out as matchbox serves them, with their signatures", async () => {
  const { server, cwd, fetch } = await project();
  expect(await run(["lock", "init", "prod=4593.2.5", "--mirror", server.url, "--key", server.keyFile], { cwd })).toMatchObject({ code: 0 });
  expect(await fetch(["prod", "--platform", "bare-metal", "--to", "assets/flatcar"])).toMatchObject({ code: 0 });
  const names = [INSTALLED, `${INSTALLED}.sig`, KERNEL, `${KERNEL}.sig`, INITRD, `${INITRD}.sig`];
  expect(filesBelow(path.join(cwd, "assets", "flatcar"))).toEqual(
    ["4593.2.5", "arm64-usr/4593.2.5"].flatMap((folder) => names.map((name) => `${folder}/${name}`)).sort(),
  );
  expect(
    fs.readFileSync(path.join(cwd, "assets/flatcar/4593.2.5", `${KERNEL}.sig`)).equals(await server.bytes(served(`${KERNEL}.sig`))),
  ).toBe(true);
});

test("a raw disk is unpacked", async () => {
  const { cwd, fetch } = await project();
  const { code, stdout } = await fetch(["4593.2.5", "--platform", "raw", "--to", "disks"]);
  expect(code).toBe(0);
  expect(stdout).toBe(`${path.join(cwd, "disks/amd64-usr/4593.2.5/flatcar_production_image.bin")}\n`);
  expect(fs.readFileSync(stdout.trim()).subarray(0, 3).toString("latin1")).not.toBe("BZh");
});

test("programs get hashes and sizes, and whether something was there already", async () => {
  const { fetch } = await project();
  const args = ["4593.2.5", "--platform", "hetzner", "--format", "json"];
  const [first, second] = [await fetch(args), await fetch(args)].map(({ stdout }) => JSON.parse(stdout));
  const fileName = "flatcar_production_hetzner_image.bin.bz2";
  expect(first).toMatchObject([{ channel: "stable", version: "4593.2.5", architecture: "amd64", fileName, cached: false }]);
  expect(first[0].sha512).toMatch(/^[0-9a-f]{128}$/);
  expect(fs.statSync(first[0].path).size).toBe(first[0].size);
  expect(second).toEqual([{ ...first[0], cached: true }]);
});

test("offline what is in the cache is placed without asking anybody, and what is not there is an error", async () => {
  const { server, cwd, fetch, offline } = await project();
  await fetch(["4593.2.5", "--platform", "hetzner"]);
  await server.close();
  expect(await offline(["4593.2.5", "--platform", "hetzner", "--to", "out", "--offline"])).toMatchObject({ code: 0, stderr: "" });
  expect(filesBelow(path.join(cwd, "out"))).toEqual(["amd64-usr/4593.2.5/flatcar_production_hetzner_image.bin.bz2"]);
  const { code, stdout, stderr } = await offline(["4593.2.5", "--platform", "libvirt", "--offline"]);
  expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
  expect(stderr).toMatch(/^[^\n]*\[file-not-cached: docs\/errors\.md#file-not-cached\]\n$/);
});

test("wrong content is one line, exit code 1, and leaves cache and folder as they were", async () => {
  const { server, cwd, fetch } = await project();
  server.fault(served(INITRD), Fault.flippedBit(5), { method: "GET" });
  const { code, stdout, stderr } = await fetch(["4593.2.5", "--platform", "bare-metal", "--to", "out"]);
  expect(code).toBe(1);
  expect(
    stdout
      .trim()
      .split("\n")
      .map((file) => path.basename(file)),
  ).toEqual([KERNEL, `${KERNEL}.sig`]);
  expect(stderr).toMatch(/^[^\n]*\[download-hash: docs\/errors\.md#download-hash\]\n$/);
  expect(stderr).toContain(`${server.url}${served(INITRD)}`);
  expect(filesBelow(path.join(cwd, "out"))).toEqual([`4593.2.5/${KERNEL}`, `4593.2.5/${KERNEL}.sig`]);
  expect(Object.keys(stateOf(path.join(cwd, ".cache"))).filter((file) => file.includes(INITRD))).toEqual([]);
});

test("another file where one is to be put is an error, and is left", async () => {
  const { cwd, fetch } = await project();
  const target = path.join(cwd, "out", "4593.2.5", KERNEL);
  fs.mkdirSync(path.dirname(target), { recursive: true });
  fs.writeFileSync(target, "mine");
  const { code, stderr } = await fetch(["4593.2.5", "--platform", "bare-metal", "--to", "out"]);
  expect(code).toBe(1);
  expect(stderr).toMatch(/^[^\n]*\[file-differs: docs\/errors\.md#file-differs\]\n$/);
  expect(stderr.startsWith(`${target}: `)).toBe(true);
  expect(fs.readFileSync(target, "utf8")).toBe("mine");
});

test("Ctrl-C ends it with 130 and a word; the next run goes on, and a terminal sees a line that is gone afterwards", async () => {
  const size = 3_000_000;
  const { server, fetch } = await project({ [KERNEL]: { seed: "kernel", size } });
  const file = served(KERNEL);
  server.fault(file, Fault.drip(100_000, 20), { method: "GET" });
  const controller = new AbortController();
  const args = ["4593.2.5", "--platform", "bare-metal"];
  const ending = fetch(args, { signal: controller.signal });
  await expect.poll(() => server.requests.some((request) => request.path === `${file}.sig`)).toBe(true);
  await new Promise((resolve) => setTimeout(resolve, 200));
  controller.abort("SIGINT");
  expect(await ending).toMatchObject({ code: 130, stderr: expect.stringMatching(/(^|\n)interrupted\n$/) });
  const { code, stderr } = await fetch(args, { isTTY: true });
  expect(code).toBe(0);
  expect(stderr).toContain(`\rfetching ${KERNEL}`);
  expect(stderr).toMatch(/\r\x1b\[K$/);
  expect(server.requests.filter((request) => request.path === file && request.method === "GET").at(-1)?.headers.range).toMatch(
    /^bytes=\d+-$/,
  );
});

test.each([
  [["4593.2.5"], /name a platform/],
  [["4593.2.5", "--platform", "floppy"], /--platform is one of libvirt, bare-metal, hetzner, raw/],
  [["4593.2.5", "--platform", "hetzner", "--uefi"], /--uefi is for --platform libvirt/],
  [["4593.2.5", "--platform", "hetzner", "--offline", "--mirror", "x"], /--mirror is of no use/],
  [["4593.2.5", "--platform", "hetzner", "--offline", "--to", ""], /--to needs a folder/],
  [["4593.2.5", "--platform", "hetzner", "--offline", "--cache="], /--cache needs a folder/],
])("%j is wrong usage", async (args, message) => {
  const { code, stderr } = await run(["image", "fetch", ...args], { cwd: temporary() });
  expect(code).toBe(2);
  expect(stderr).toMatch(message);
});

test("without a home and without --cache the error says what to set", async () => {
  const { fetch } = await project();
  const { code, stderr } = await fetch(["4593.2.5", "--platform", "hetzner"], { env: {} });
  expect(code).toBe(1);
  expect(stderr).toContain("[cache-directory-unknown:");
});
