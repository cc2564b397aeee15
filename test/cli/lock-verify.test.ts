import * as fs from "fs";
import { afterEach, beforeEach, expect, test } from "vitest";
import { Fault } from "../emulators/release";
import { LockProject } from "./lock-project";

let project: LockProject;
beforeEach(async () => {
  project = await LockProject.start();
  expect((await project.lock(["init", "prod=stable", "dev=beta"])).code).toBe(0);
});
afterEach(async () => project.close());

const IMAGE = "flatcar_production_image.bin.bz2";

test("a lock that says what is signed is fine, and is not written", async () => {
  const before = fs.statSync(project.file, { bigint: true }).mtimeNs;
  const { code, stdout } = await project.lock(["verify"]);
  expect(code).toBe(0);
  expect(stdout).toBe("prod: stable 4593.2.4: 21 hashes and AMIs are as signed\ndev: beta 4757.1.0: 21 hashes and AMIs are as signed\n");
  expect(fs.statSync(project.file, { bigint: true }).mtimeNs).toBe(before);
});

test("what is altered in the lock is found, of the names that are given", async () => {
  const lock = JSON.parse(project.text);
  const { artifacts, amis } = lock.releases.prod.architectures.arm64;
  artifacts[IMAGE].sha512 = "f".repeat(128);
  amis["eu-central-1"] = "ami-00000000";
  delete artifacts["flatcar_production_pxe.vmlinuz"];
  fs.writeFileSync(project.file, JSON.stringify(lock));
  const { code, stdout } = await project.lock(["verify", "prod"]);
  expect(code).toBe(1);
  expect(stdout.split("\n")).toEqual([
    expect.stringMatching(/^prod arm64: AMI of eu-central-1: ami-00000000 is locked, and the feed has ami-[0-9a-f]{17}$/),
    expect.stringMatching(new RegExp(`^prod arm64: ${IMAGE}: SHA-512 f{128} is locked, and the feed has [0-9a-f]{128}$`)),
    "prod arm64: hashes: no hash is locked of flatcar_production_pxe.vmlinuz; lock update prod adds what is missing",
    "prod: stable 4593.2.4: 18 hashes and AMIs are as signed, 3 are not",
    "",
  ]);
  expect((await project.lock(["verify", "dev"])).code).toBe(0);
});

test("a file that a mirror lacks, and one whose signature is wrong, are told one by one; JSON has the same", async () => {
  project.server.fault(new RegExp(`stable.*amd64.*${IMAGE}\\.DIGESTS\\.asc`), Fault.status(404));
  project.server.fault(/stable.*amd64.*hetzner.*DIGESTS\.asc/, Fault.flippedBit(400));
  const { code, stdout } = await project.lock(["verify", "prod", "--format", "json"]);
  expect(code).toBe(1);
  const { file, entries } = JSON.parse(stdout);
  expect(file).toBe(project.file);
  expect(entries).toMatchObject([{ name: "prod", channel: "stable", version: "4593.2.4", good: 19 }]);
  expect(entries[0].findings).toMatchObject([
    { architecture: "amd64", subject: "flatcar_production_hetzner_image.bin.bz2", message: expect.stringMatching(/signature-/) as string },
    { architecture: "amd64", subject: IMAGE, message: expect.stringMatching(/feed-missing/) as string },
  ]);
});

test("what is another release's or architecture's in the lock is found, whatever the feed says", async () => {
  const lock = JSON.parse(project.text);
  const { amd64, arm64 } = lock.releases.prod.architectures;
  const image = (architecture: string): string => project.server.feed.path("stable", "4593.2.4", IMAGE, architecture as "amd64");
  for (const suffix of ["", ".DIGESTS.asc"]) {
    project.server.feed.put(`${image("arm64")}${suffix}`, await project.server.bytes(`${image("amd64")}${suffix}`));
  }
  arm64.artifacts[IMAGE] = amd64.artifacts[IMAGE];
  fs.writeFileSync(project.file, JSON.stringify(lock));
  const { code, stdout } = await project.lock(["verify"]);
  expect(code).toBe(1);
  expect(stdout).toMatch(
    new RegExp(`^prod: hashes and AMIs: ${IMAGE} for arm64 of stable 4593.2.4.*that for amd64 of stable 4593.2.4.*\\n`),
  );
  expect(stdout).toContain("prod: stable 4593.2.4: 21 hashes and AMIs are as signed, 1 is not\ndev: beta 4757.1.0: 21");
  lock.releases.dev.channel = "alpha";
  fs.writeFileSync(project.file, JSON.stringify(lock));
  expect((await project.lock(["verify", "dev"])).stdout).toMatch(/^dev: channel: .*release-channel-contradicted/);
});

test("a lock without hashes is told to be one", async () => {
  await project.offline("init", "--offline", "--force", "prod=stable");
  project.server.publish({ channel: "stable", version: "4593.2.5", date: "2026-08-13" });
  const { code, stdout } = await project.lock(["verify"]);
  expect(code).toBe(1);
  expect(stdout).toContain("prod amd64: hashes: no hash of a file is locked; lock update prod adds what is missing\n");
});

test("a name that is not in the lock is an error", async () => {
  const { code, stdout, stderr } = await project.lock(["verify", "pord"]);
  expect([code, stdout]).toEqual([1, ""]);
  expect(stderr).toMatch(/did you mean "prod"\?.*lock-release-missing/);
});

test("a run that is interrupted says so", async () => {
  expect(await project.interrupted(["verify"], /pxe\.vmlinuz\.DIGESTS\.asc$/)).toMatchObject({ code: 130, stdout: "" });
});
