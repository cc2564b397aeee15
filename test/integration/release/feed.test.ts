import { beforeEach, expect, test, vi } from "vitest";
import { Fault } from "../../emulators/release";
import { NEW, OLD, ReleaseLab } from "./lab";
import { expectRefused, type Refusal } from "./refusal";

vi.mock("../../../lib/release/feed/open", async (original) => {
  const { quickly } = await import("./timing");
  return quickly(await original());
});

const UPDATE = ["lock", "update"];
const CURRENT = "/stable/amd64-usr/current";

let lab: ReleaseLab;
beforeEach(async () => {
  lab = await ReleaseLab.forTest();
  await lab.lock("prod=stable");
});

test("current that moves between its text and its signature is read again", async () => {
  lab.server.publish({ ...NEW, current: false });
  lab.server.fault(
    `${CURRENT}/version.txt`,
    Fault.then(() => lab.server.setCurrent("stable", NEW.version)),
  );
  await lab.fine(UPDATE);
  expect(lab.locked("prod")).toBe(NEW.version);
});

test("current that moves on one architecture first is read again", async () => {
  lab.server.publish({ ...NEW, current: false });
  lab.server.setCurrent("stable", NEW.version, "arm64");
  lab.server.fault(
    /^\/stable\/arm64-usr\/current\/version\.txt/,
    Fault.then(() => lab.server.setCurrent("stable", NEW.version)),
  );
  await lab.fine(UPDATE);
  expect(lab.locked("prod")).toBe(NEW.version);
});

test("current that names other versions on each architecture is refused", async () => {
  lab.server.publish({ ...NEW, current: false });
  lab.server.setCurrent("stable", NEW.version, "arm64");
  await expectRefused(lab, UPDATE, { code: "feed-current-moved", file: /current/, came: /4593\.2\.[45].*4593\.2\.[45]/ });
});

test("current whose text and signature never are of one version is refused", async () => {
  lab.server.publish({ ...NEW, current: false });
  let moves = 0;
  lab.server.fault(
    /current\/version\.txt$/,
    Fault.then(() => lab.server.setCurrent("stable", moves++ % 2 ? OLD.version : NEW.version)),
    { times: Infinity },
  );
  await expectRefused(lab, UPDATE, { code: "signature-wrong", file: /current\/version\.txt/ });
});

test("a feed that is older than the lock is refused, by the file that says so", async () => {
  lab.server.publish(NEW);
  await lab.fine(UPDATE);
  lab.server.setCurrent("stable", OLD.version);
  await expectRefused(lab, UPDATE, {
    code: "feed-older-than-lock",
    file: /flatcar\.lock\.json: newest release of stable for "prod"/,
    came: OLD.version,
    expected: NEW.version,
  });
});

test("a release that is published again with other files is refused", async () => {
  lab.server.publish({ ...OLD, files: { "flatcar_production_pxe.vmlinuz": "rebuilt" } });
  await expectRefused(lab, UPDATE, { code: "lock-hash-changed", file: /vmlinuz for amd64 of stable 4593\.2\.4, in "prod"/ });
  const verified = await lab.run(["lock", "verify"]);
  expect(verified.code).toBe(1);
  expect(verified.stdout + verified.stderr).toContain("flatcar_production_pxe.vmlinuz");
});

test.each<[string, () => Fault, Refusal["code"]]>([
  ["HTML", () => Fault.html(), "feed-html"],
  ["text", () => Fault.content("nothing\n"), "feed-document"],
  ["half of it", () => Fault.shortened(300), "feed-document"],
  ["a list", () => Fault.json([]), "feed-document"],
  ["entries of another form", () => Fault.json({ "4593.2.5": { channel: "stable" } }), "feed-document"],
])("%s in place of the JSON of releases is refused", async (_, fault, code) => {
  lab.server.publish(NEW);
  lab.server.fault("/releases-json/releases-stable.json", fault(), { times: Infinity });
  await expectRefused(lab, UPDATE, { code, file: "releases-stable.json" });
});

test.each<[string, string]>([
  ["HTML", "<html></html>"],
  ["no lines of streams", "4081,2024\n"],
])("%s in place of lts-info is refused", async (_, content) => {
  lab.server.publish({ channel: "lts", version: "4081.3.10", date: "2026-08-13" });
  lab.server.feed.put("/lts/lts-info", content);
  await expectRefused(lab, ["lock", "init", "--file", "other.lock.json", "x=lts-2024"], {
    code: content.startsWith("<") ? "feed-html" : "feed-document",
    file: "lts-info",
  });
});

const NO_VERSION: Refusal = {
  code: "feed-version-missing",
  file: "Flatcar version on the channel stable",
  came: "4593.2.99",
  expected: "4593.2.5",
};
const INIT = ["lock", "init", "--file", "o.json"];

test.each<[string, readonly string[], Refusal]>([
  ["a channel", [...INIT, "x=gamma"], { code: "channel-unknown", file: "channel", came: "gamma", expected: "lts, stable, beta, alpha" }],
  ["a version to begin with", [...INIT, "x=4593.2.99"], NO_VERSION],
  ["a version to update to", ["lock", "update", "prod", "--to", "4593.2.99"], NO_VERSION],
  ["a version to fetch", ["image", "fetch", "4593.2.99", "--platform", "libvirt"], NO_VERSION],
  ["a version to show", ["release", "show", "4593.2.99"], NO_VERSION],
  [
    "a name to update",
    ["lock", "update", "prd"],
    { code: "lock-release-missing", file: "flatcar.lock.json", came: "prd", expected: "prod" },
  ],
  [
    "an architecture",
    ["image", "fetch", "prod", "--platform", "libvirt", "--arch", "riscv64"],
    { code: "architecture-unknown", file: "architecture", came: "riscv64", expected: "amd64" },
  ],
  ["a stream", [...INIT, "x=lts-2030"], { code: "lts-stream-unknown", file: "lts", came: "2030" }],
])("%s that does not exist is refused", async (_, args, refusal) => {
  lab.server.publish(NEW);
  await expectRefused(lab, args, refusal);
});

test("lts without a stream is refused", async () => {
  lab.server.publish({ channel: "lts", version: "4081.3.10", date: "2026-08-13" });
  lab.server.feed.streams = [{ major: 3510, year: "2023", supported: false }];
  await expectRefused(lab, ["lock", "init", "--file", "o.json", "x=lts-2024"], {
    code: "lts-stream-unknown",
    file: "lts-info",
    came: "2024",
  });
});

test("a release that is not there for an architecture of the lock is refused", async () => {
  lab.server.publish({ ...NEW, architectures: ["amd64"] });
  await expectRefused(lab, UPDATE, { code: "architecture-not-released", file: "stable 4593.2.5", came: "arm64", expected: "amd64" });
});
