import * as fs from "fs";
import { afterEach, beforeEach, expect, test } from "vitest";
import { Architecture, FlatcarLock } from "../../lib/release";
import { LOCK_SCHEMA } from "../../lib/release/lockfile/document";
import { Fault } from "../emulators/release";
import { lockSchema } from "../repository/schemas";
import { LockProject } from "./lock-project";

let project: LockProject;
beforeEach(async () => {
  project = await LockProject.start();
});
afterEach(async () => project.close());

test("each name gets the newest of its channel or stream, or its version, with what is signed", async () => {
  const ran = await project.lock(["init", "dev=beta", "prod=stable", "before=4593.2.3", "old=lts-2024"]);
  expect(ran.code).toBe(0);
  expect(ran.stdout).toBe(`dev     beta 4757.1.0    2026-08-13  15 hashes and 6 AMIs
prod    stable 4593.2.4  2026-07-21  15 hashes and 6 AMIs
before  stable 4593.2.3  2026-07-01  15 hashes and 6 AMIs
old     lts 4081.3.10    2026-08-13  15 hashes and 6 AMIs
`);
  expect(project.releases).toEqual({ dev: "beta 4757.1.0", prod: "stable 4593.2.4", before: "stable 4593.2.3", old: "lts 4081.3.10" });
  expect(JSON.parse(project.text)).toMatchObject({ $schema: LOCK_SCHEMA, lockVersion: 1 });
  const isValid = lockSchema();
  expect(isValid(JSON.parse(project.text)), JSON.stringify(isValid.errors)).toBe(true);
  const file = "flatcar_production_hetzner_image.bin.bz2";
  const bytes = await project.server.bytes(project.server.feed.path("stable", "4593.2.4", file, "arm64"));
  const { createHash } = await import("crypto");
  expect(FlatcarLock.fromFile(project.file).release("prod").artifact(Architecture.ARM64, file)).toEqual({
    sha512: createHash("sha512").update(bytes).digest("hex"),
    size: bytes.length,
  });
  expect(project.others).toEqual([]);
});

test("without names those of the project's environments are made", async () => {
  expect((await project.lock(["init"])).code).toBe(0);
  expect(project.releases).toEqual({ dev: "beta 4757.1.0", staging: "stable 4593.2.4", prod: "stable 4593.2.4" });
});

test("a lock for one platform has what that needs, and JSON says what came of it", async () => {
  const { code, stdout, stderr } = await project.lock(["init", "prod=4593.2.4", "--platforms", "hetzner", "--format", "json"]);
  expect({ code, stderr: stderr.split("\n").filter((line) => !line.includes("reading")) }).toEqual({ code: 0, stderr: [""] });
  expect(JSON.parse(stdout)).toMatchObject({
    file: project.file,
    notes: [],
    changes: [{ name: "prod", kind: "new", newHashes: 2, newAmis: 0, after: { version: "4593.2.4" } }],
  });
});

test("offline the releases are those that the package knows, and that there are no hashes is said", async () => {
  const ran = await project.offline("init", "--offline", "prod=stable", "old=lts-2023");
  expect(ran).toEqual({
    code: 0,
    stdout: "prod  stable 4593.2.5  2026-08-13  no hashes\nold   lts 3510.3.8     2025-08-19  no hashes\n",
    stderr:
      "note: no hashes and no AMIs are locked, and the releases are those this package knew; lock update asks for what is newest and adds them\n",
  });
  expect(project.server.requests).toEqual([]);
});

test("a feed whose newest releases are older than those the package knows is told of, also where a list that nobody signs hides a stream", async () => {
  project.server.feed.put("/lts/lts-info", "4081:2024:unsupported\n3510:2023:supported\n");
  for (const board of ["amd64-usr", "arm64-usr"]) {
    for (const name of ["version.txt", "version.txt.sig"]) {
      project.server.feed.put(`/lts/${board}/current/${name}`, await project.server.bytes(`/lts/${board}/3510.3.8/${name}`));
    }
  }
  const { code, stderr } = await project.lock(["init", "prod=stable", "old=lts", "dev=beta"]);
  expect(code).toBe(0);
  expect(project.releases).toMatchObject({ prod: "stable 4593.2.4", old: "lts 3510.3.8" });
  expect(stderr.split("\n").filter((line) => line.startsWith("note:"))).toEqual([
    "note: the feed has 4593.2.4 for the newest release of stable, and this package knows of 4593.2.5: the feed is out of date, or somebody holds newer releases back",
    "note: the feed has 3510.3.8 for the newest release of lts, and this package knows of 4081.3.10: the feed is out of date, or somebody holds newer releases back",
  ]);
});

test("AMIs that are not published are told of", async () => {
  project.server.publish({ channel: "stable", version: "4593.2.5", date: "2026-08-13", amis: { amd64: {}, arm64: {} } });
  const { code, stderr } = await project.lock(["init", "prod=stable"]);
  expect(code).toBe(0);
  expect(stderr).toContain(
    "note: no AMIs of stable 4593.2.5 are published for amd64; AwsImage.byName() looks them up by name instead, and lock update adds them once they are\n",
  );
});

test("a file that is there is left alone before anybody is asked, unless it is to be replaced", async () => {
  fs.writeFileSync(project.file, "mine");
  const { code, stderr } = await project.lock(["init"]);
  expect(code).toBe(1);
  expect(stderr).toMatch(/^[^\n]*flatcar\.lock\.json: [^\n]*lock-exists[^\n]*\n$/);
  expect(project.text).toBe("mine");
  expect(project.server.requests).toEqual([]);
  expect((await project.lock(["init", "--force"])).code).toBe(0);
  expect(project.releases.dev).toBe("beta 4757.1.0");
});

test("where one file is refused nothing is made", async () => {
  project.server.fault(/4593\.2\.4\/flatcar_production_pxe\.vmlinuz\.DIGESTS\.asc/, Fault.status(404));
  const { code, stderr } = await project.lock(["init"]);
  expect(code).toBe(1);
  expect(stderr.split("\n").filter((line) => !line.endsWith("signed documents"))).toEqual([
    expect.stringMatching(/flatcar_production_pxe\.vmlinuz\.DIGESTS\.asc: .*feed-missing/),
    "",
  ]);
  expect(fs.readdirSync(project.folder)).toEqual([]);
});

test.each([
  [["stable"], 1, /write a name before it, such as prod=stable/],
  [["a=stable", "a=beta"], 1, /give each name once/],
  [["a b=stable"], 1, /is no name/],
  [["prod=stabel"], 1, /did you mean "stable"/],
  [["prod=4593.2.99"], 1, /feed-version-missing/],
  [["prod=lts-2030"], 1, /lts-stream-unknown/],
  [["prod=stable", "--platforms", "azure"], 2, /--platforms takes libvirt/],
])("what cannot be is refused in words: %j", async (args, code, words) => {
  const ran = await project.lock(["init", ...args]);
  expect(ran.code).toBe(code);
  expect(ran.stderr).toMatch(words);
  expect(fs.readdirSync(project.folder)).toEqual([]);
});

test("offline and a mirror exclude each other", async () => {
  const ran = await project.offline("init", "--offline", "--mirror", "somewhere");
  expect([ran.code, ran.stderr.split("\n")[0]]).toEqual([
    2,
    "cdktf-flatcar lock init: --offline reads no feed, and so --mirror says nothing",
  ]);
});

test("a run that is interrupted leaves nothing", async () => {
  const { code, stderr } = await project.interrupted(["init"], /version\.txt$/);
  expect([code, stderr]).toEqual([130, "interrupted\n"]);
  expect(fs.readdirSync(project.folder)).toEqual([]);
});
