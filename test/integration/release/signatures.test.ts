import { beforeEach, expect, test, vi } from "vitest";
import type { SignerName } from "../../emulators/release";
import { NEW, OLD, ReleaseLab } from "./lab";
import { expectRefused, type Refusal } from "./refusal";

// Nobody waits for what moves in a test.
vi.mock("../../../lib/release/feed/open", async (original) => {
  const { quickly } = await import("./timing");
  return quickly(await original());
});

const KERNEL = "flatcar_production_pxe.vmlinuz";
const INITRD = "flatcar_production_pxe_image.cpio.gz";
const UPDATE = ["lock", "update"];
const FETCH = ["image", "fetch", "prod", "--platform", "bare-metal", "--arch", "amd64"];

let lab: ReleaseLab;
beforeEach(async () => {
  lab = await ReleaseLab.forTest();
  await lab.lock("prod=stable");
});

const at = (fileName: string, version = NEW.version): string => lab.server.feed.path("stable", version, fileName);
const text = async (path: string): Promise<string> => Buffer.from(await lab.server.bytes(path)).toString();

/** What comes of a signature by one of the keys, made on a day, of the newest release's DIGESTS of the kernel. */
async function digestsBy(signer: SignerName, date: string): Promise<void> {
  lab.server.publish(NEW);
  lab.server.feed.put(at(`${KERNEL}.DIGESTS.asc`), await lab.server.clearSign(await text(at(`${KERNEL}.DIGESTS`)), { signer, date }));
}

test.each<[SignerName, string, Refusal["code"], string]>([
  ["foreign", "2026-08-13T06:30:00Z", "signature-foreign", "by another key"],
  ["previous", "2026-08-13T06:30:00Z", "signature-key-expired", "made after its key expired"],
  ["superseded", "2023-06-01T06:30:00Z", "signature-key-revoked", "made after its key was revoked"],
  ["compromised", "2026-08-13T06:30:00Z", "signature-key-revoked", "by a stolen key, made after it was revoked"],
  ["compromised", "2024-07-01T06:30:00Z", "signature-key-revoked", "by a stolen key, made before it was revoked"],
  ["current", "2026-08-23T06:30:00Z", "signature-from-future", "made in three days"],
])("DIGESTS signed %s on %s are refused as %s: %s", async (signer, date, code) => {
  await digestsBy(signer, date);
  await expectRefused(lab, UPDATE, { code, file: `${KERNEL}.DIGESTS.asc` });
  expect(lab.locked("prod")).toBe(OLD.version);
});

test.each<[SignerName, string, Refusal["code"]]>([
  ["foreign", "2026-08-13T06:30:00Z", "signature-foreign"],
  ["previous", "2026-08-13T06:30:00Z", "signature-key-expired"],
  ["compromised", "2026-08-13T06:30:00Z", "signature-key-revoked"],
  ["current", "2026-08-23T06:30:00Z", "signature-from-future"],
])("an image signed %s on %s is refused as %s", async (signer, date, code) => {
  const path = at(KERNEL, OLD.version);
  lab.server.feed.put(`${path}.sig`, await lab.server.sign(await lab.server.bytes(path), { signer, date }));
  await expectRefused(lab, FETCH, { code, file: `${KERNEL}.sig: ` });
});

test("DIGESTS whose text was altered are refused", async () => {
  lab.server.publish(NEW);
  const path = at(`${KERNEL}.DIGESTS.asc`);
  const signed = await text(path);
  lab.server.feed.put(path, signed.replace(/^[0-9a-f]{128}/m, "0".repeat(128)));
  await expectRefused(lab, UPDATE, { code: "signature-wrong", file: `${KERNEL}.DIGESTS.asc` });
});

test("what stands around a signed text does not count", async () => {
  lab.server.publish(NEW);
  const path = at(`${KERNEL}.DIGESTS.asc`);
  lab.server.feed.put(path, `# SHA512 HASH\n${"0".repeat(128)}  ${KERNEL}\n${await text(path)}`);
  await expectRefused(lab, UPDATE, { code: "signature-malformed", file: `${KERNEL}.DIGESTS.asc` });
});

test.each([
  ["version.txt.sig", ""],
  [`${KERNEL}.DIGESTS.asc`, ""],
  ["version.txt.sig", "no signature"],
  [`${KERNEL}.DIGESTS.asc`, "# SHA512 HASH\n"],
])("%s that holds %j in place of a signature is refused", async (file, content) => {
  lab.server.publish(NEW);
  lab.server.feed.put(at(file), content);
  await expectRefused(lab, UPDATE, { code: "signature-missing", file: file.replace(/\.sig$/, "") });
});

test.each(["version.txt.sig", `${KERNEL}.DIGESTS.asc`])("a release without %s is refused", async (file) => {
  lab.server.publish(NEW);
  lab.server.feed.remove(at(file));
  await expectRefused(lab, UPDATE, { code: "feed-missing", file });
});

test("an image without its signature is refused", async () => {
  lab.server.feed.remove(at(`${KERNEL}.sig`, OLD.version));
  await expectRefused(lab, FETCH, { code: "feed-missing", file: `${KERNEL}.sig` });
});

test("a version.txt of its own directory that was altered is refused", async () => {
  lab.server.publish(NEW);
  lab.server.feed.put(at("version.txt"), (await text(at("version.txt"))).replace("BUILD_ID", "OTHER_ID"));
  await expectRefused(lab, UPDATE, { code: "signature-wrong", file: "4593.2.5/version.txt: " });
});

test("a release that a subkey has signed which has expired since is good", async () => {
  lab.server.publish({ channel: "lts", version: "4081.3.0", date: "2025-01-30" });
  await lab.fine(["lock", "init", "--file", "old.lock.json", "lts=4081.3.0"]);
  await lab.fine(["image", "fetch", "4081.3.0", "--platform", "bare-metal", "--arch", "amd64"]);
});

test("DIGESTS of another file, rightly signed, are refused", async () => {
  lab.server.publish(NEW);
  lab.server.feed.put(at(`${INITRD}.DIGESTS.asc`), await lab.server.bytes(at(`${KERNEL}.DIGESTS.asc`)));
  await expectRefused(lab, UPDATE, { code: "feed-replayed", file: `${INITRD}.DIGESTS.asc`, came: KERNEL, expected: INITRD });
});

test("DIGESTS of another version, rightly signed, are refused for being older than the release", async () => {
  lab.server.publish(NEW);
  for (const suffix of ["", ".sig", ".DIGESTS", ".DIGESTS.asc", ".DIGESTS.sig"]) {
    lab.server.feed.put(at(KERNEL + suffix), await lab.server.bytes(at(KERNEL + suffix, OLD.version)));
  }
  await expectRefused(lab, UPDATE, { code: "feed-replayed", file: `${KERNEL}.DIGESTS.asc` });
});

test("DIGESTS of a version that is signed later are refused where the lock knows them as another version's", async () => {
  lab.server.publish({ ...NEW, signedAt: "2026-07-30T06:30:00Z", buildId: "" });
  for (const suffix of ["", ".sig", ".DIGESTS", ".DIGESTS.asc", ".DIGESTS.sig"]) {
    lab.server.feed.put(at(KERNEL + suffix), await lab.server.bytes(at(KERNEL + suffix, OLD.version)));
  }
  await expectRefused(lab, UPDATE, { code: "lock-hash-replayed", file: `${KERNEL} for amd64`, expected: OLD.version });
});

test("the version.txt of another version, rightly signed, is refused", async () => {
  lab.server.publish(NEW);
  for (const file of ["version.txt", "version.txt.sig"]) lab.server.feed.put(at(file), await lab.server.bytes(at(file, OLD.version)));
  await expectRefused(lab, UPDATE, { code: "feed-replayed", file: "4593.2.5/version.txt: ", came: OLD.version, expected: NEW.version });
});

test("an image of another version with its own good signature is refused by its hash", async () => {
  lab.server.publish(NEW);
  await lab.fine(["lock", "update"]);
  for (const suffix of ["", ".sig"]) lab.server.feed.put(at(KERNEL + suffix), await lab.server.bytes(at(KERNEL + suffix, OLD.version)));
  await expectRefused(lab, FETCH, { code: "download-hash", file: KERNEL });
});

test("a mirror that is signed by another key is refused, and taken with that key", async () => {
  const args = [...UPDATE, "--mirror", lab.server.url];
  const { code, stderr } = await (await import("../../cli/run")).run(args, { cwd: lab.project, env: lab.env });
  expect([code, stderr.trimEnd().split("\n").at(-1)]).toEqual([1, expect.stringContaining("[signature-foreign: ")]);
  await lab.fine(UPDATE);
});
