import * as fs from "node:fs";
import * as path from "node:path";
import { expect, test } from "vitest";
import { reachServer, writeDisk } from "../../../lib/upload/hetzner/disk-writer";
import { Ssh } from "../../../lib/upload/hetzner/ssh";
import { FAST, WRITING_SSH, failure, fakeSsh, folder, packedImage, uploadOptions } from "./rig";

const SIGNAL = new AbortController().signal;

function sshOf(directory: string, script: string, signal = SIGNAL): Ssh {
  return new Ssh({ host: "198.18.0.1", identity: "/i", knownHosts: "/k" }, fakeSsh(directory, script), signal);
}

test("a server that boots is tried until it lets us in", async () => {
  const directory = folder();
  await reachServer(sshOf(directory, 'echo x >>"$FAKE_SSH/tries"; [ "$(wc -l <"$FAKE_SSH/tries")" -ge 3 ] || exit 255'), FAST, SIGNAL);
  expect(fs.readFileSync(path.join(directory, "tries"), "utf8")).toBe("x\nx\nx\n");
});

test("one that never does is told of in the words of ssh", async () => {
  const ssh = sshOf(folder(), 'echo "ssh: connect to host 198.18.0.1 port 22: Connection refused" >&2; exit 255');
  expect(await failure(reachServer(ssh, { ...FAST, sshMs: 30 }, SIGNAL))).toMatchObject({
    code: "ssh-unreachable",
    received: "ssh: connect to host 198.18.0.1 port 22: Connection refused",
  });
});

test("the waiting ends when somebody wants it to", async () => {
  const controller = new AbortController();
  const reached = reachServer(sshOf(folder(), "exit 255", controller.signal), FAST, controller.signal);
  setTimeout(() => controller.abort("SIGINT"), 30);
  await expect(reached).rejects.toBe("SIGINT");
});

test("the image is sent whole, in pieces that are told of", async () => {
  const directory = folder();
  const image = packedImage(directory, Buffer.alloc(2_500_000, "x"));
  const { report, told } = uploadOptions(directory);
  await writeDisk(sshOf(directory, WRITING_SSH), image, 1, report);
  expect(fs.statSync(path.join(directory, "disk")).size).toBe(2_500_000);
  expect(told.sent).toEqual([1024 ** 2, 2 * 1024 ** 2, 2_500_000]);
});

test.each<[string, string, string]>([
  ["says why it failed", "cat >/dev/null; echo failure the disk is full; exit 1", "the disk is full"],
  [
    "breaks the connection",
    "echo 'Connection to 198.18.0.1 closed' >&2; exit 255",
    "a connection that broke: Connection to 198.18.0.1 closed",
  ],
  ["breaks it without a word", "exit 255", "a connection that broke: ssh ended with 255 and no word"],
  ["is killed", "kill -KILL $$", "a connection that broke: ssh was ended by a signal"],
  ["ends without a word", "cat >/dev/null; exit 0", "ssh ended with 0 and no word"],
  ["has got something else", "cat >/dev/null; echo packed 12; echo sha512 00; echo written 1; echo done", "ssh ended with 0 and no word"],
])("a server that %s is one whose disk is not written", async (_what, script, received) => {
  const directory = folder();
  const image = packedImage(directory);
  const error = await failure(writeDisk(sshOf(directory, script), image, 1, uploadOptions(folder()).report));
  expect(error).toMatchObject({ code: "disk-not-written", received, path: image.path });
  expect(error.allowed).toContain(image.sha512);
});

test("a file that is gone meanwhile is told of", async () => {
  const directory = folder();
  const image = packedImage(directory);
  fs.rmSync(image.path);
  const error = await failure(writeDisk(sshOf(directory, "exec cat >/dev/null"), image, 1, uploadOptions(folder()).report));
  expect(error).toMatchObject({ code: "file-not-readable", path: image.path });
});
