import * as fs from "fs";
import * as path from "path";
import { expect, test } from "vitest";
import { Fault } from "../emulators/release";
import { IMAGE, KERNEL, lab, releaseDirectory, served, temporary } from "../release/cache/testing";
import { rejected } from "../release/rejected";
import { startEmulator } from "../upload/hetzner/rig";
import { Outside, run } from "./run";

const SIZE = 3 * 1024 * 1024;
const list = (root: string, args: readonly string[] = [], outside: Outside = {}) =>
  run(["image", "list", "--cache", root, ...args], { cwd: path.dirname(root), ...outside });

/** A cache with a file, and one that a lost connection has left. */
async function filled() {
  const { server, feed, cache, root } = await lab({ [KERNEL]: { seed: "kernel", size: SIZE }, [IMAGE]: { seed: "image", size: 5000 } });
  const { path: file, sha512 } = await cache.file({ directory: releaseDirectory(), fileName: IMAGE }, feed);
  server.fault(served(KERNEL), Fault.truncated(SIZE / 2), { method: "GET" });
  server.fault(served(KERNEL), Fault.reset(), { method: "GET", times: 4 });
  await rejected(cache.file({ directory: releaseDirectory(), fileName: KERNEL }, feed));
  return { root, file, sha512 };
}

test("people see what is there, and what is on its way", async () => {
  const { root } = await filled();
  expect(await list(root)).toEqual({
    code: 0,
    stderr: "",
    stdout: [
      `Files in ${root}`,
      "  VERSION   ARCH   FILE                              SIZE",
      "  4593.2.5  amd64  flatcar_production_image.bin.bz2  4.9 KiB",
      "  4593.2.5  amd64  flatcar_production_pxe.vmlinuz    1.5 MiB of 3.0 MiB, unfinished",
      "",
    ].join("\n"),
  });
});

test("programs see paths and hashes too", async () => {
  const { root, file, sha512 } = await filled();
  const { stdout } = await list(root, ["--format", "json"]);
  const release = { channel: "stable", version: "4593.2.5", architecture: "amd64" };
  expect(JSON.parse(stdout)).toEqual({
    directory: root,
    files: [{ ...release, fileName: IMAGE, sha512, size: 5000, path: file }],
    unfinished: [
      {
        ...release,
        fileName: KERNEL,
        size: SIZE,
        done: SIZE / 2,
        path: expect.stringMatching(new RegExp(`^${root}/unfinished/.*/${KERNEL}$`)),
      },
    ],
  });
});

test("a cache that is not there holds nothing, and is not made", async () => {
  const root = path.join(temporary(), "cache");
  expect(await list(root)).toEqual({ code: 0, stdout: `Files in ${root}\n  nothing\n`, stderr: "" });
  expect(fs.existsSync(root)).toBe(false);
});

test("with a token the snapshots of the project that are Flatcar stand below", async () => {
  const emulator = await startEmulator();
  const env = emulator.environment;
  const root = path.join(temporary(), "cache");
  expect((await list(root, [], { env })).stdout).toBe(`Files in ${root}\n  nothing\n\nSnapshots of the Hetzner project\n  nothing\n`);
  const labels = { os: "flatcar", "flatcar-channel": "stable", "flatcar-version": "4593.2.5" };
  const { id, created } = emulator.addImage({ labels, architecture: "arm" });
  const other = emulator.addImage({ labels: { os: "flatcar" }, status: "creating" });
  const { code, stdout, stderr } = await list(root, [], { env });
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  const rows = stdout
    .split("Snapshots of the Hetzner project\n")[1]
    .split("\n")
    .map((row) => row.trim().split(/\s{2,}/));
  expect(rows).toEqual([
    ["VERSION", "ARCH", "ID", "CREATED"],
    ["4593.2.5", "arm64", String(id), created],
    ["?", "amd64", String(other.id), `${other.created}, creating`],
    [""],
  ]);
  const json = JSON.parse((await list(root, ["--format", "json"], { env })).stdout);
  expect(json.hetzner).toMatchObject([{ id, architecture: "arm64", channel: "stable", version: "4593.2.5" }, { id: other.id }]);
});

test("a token that is refused is an error that does not show it, and does not keep people from seeing what is here", async () => {
  const emulator = await startEmulator();
  const env = { ...emulator.environment, HCLOUD_TOKEN: "wrong-token-0123456789" };
  const root = path.join(temporary(), "cache");
  const { code, stdout, stderr } = await list(root, [], { env });
  expect({ code, stdout }).toEqual({ code: 1, stdout: `Files in ${root}\n  nothing\n` });
  expect(await list(root, ["--format", "json"], { env })).toMatchObject({ code: 1, stdout: "" });
  expect(stderr).not.toContain("wrong-token");
  expect(stderr.split("\n")).toHaveLength(2);
});

test("Ctrl-C while the project is asked ends it with 130", async () => {
  const emulator = await startEmulator();
  const env = emulator.environment;
  const signal = AbortSignal.abort("SIGINT");
  const args = ["--format", "json"];
  expect(await list(path.join(temporary(), "cache"), args, { env, signal })).toEqual({ code: 130, stdout: "", stderr: "interrupted\n" });
});

test("it takes no names", async () => {
  expect(await list("/nowhere/cache", ["prod"])).toMatchObject({ code: 2, stderr: expect.stringContaining('what is "prod"?') });
});
