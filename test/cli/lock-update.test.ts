import * as fs from "fs";
import { afterEach, beforeEach, expect, test } from "vitest";
import { holdFile } from "../../lib/release/lockfile/hold";
import { Fault } from "../emulators/release";
import { LockProject } from "./lock-project";

let project: LockProject;
beforeEach(async () => {
  project = await LockProject.start();
});
afterEach(async () => project.close());

const NEW = { channel: "stable", version: "4593.2.5", date: "2026-08-13" };
const init = async (...names: string[]): Promise<void> => expect((await project.lock(["init", ...names])).code).toBe(0);
const errors = (stderr: string): string[] => stderr.split("\n").filter((line) => line !== "" && !/ reading \d+ signed document/.test(line));

test("names get what is newest, and what changes is shown", async () => {
  await init("dev=beta", "staging=stable", "prod=4593.2.3");
  project.server.publish(NEW);
  const { code, stdout, stderr } = await project.lock(["update"]);
  expect({ code, errors: errors(stderr) }).toEqual({ code: 0, errors: [] });
  expect(stdout).toBe(`staging: stable 4593.2.4 → 4593.2.5
  version     4593.2.4 → 4593.2.5
  released    2026-07-21 → 2026-08-13
  kernel      6.12.102
  containerd  2.1.5
  docker      28.0.4
  systemd     257
  Ignition    2.24.0 (spec 3.5.0)
  security fixes:
    4593.2.5  Linux (CVE-2026-45935)
  newly locked: 15 hashes and 6 AMIs

prod: stable 4593.2.3 → 4593.2.5
  version     4593.2.3 → 4593.2.5
  released    2026-07-01 → 2026-08-13
  kernel      6.12.102
  containerd  2.1.5
  docker      28.0.4
  systemd     257
  Ignition    2.24.0 (spec 3.5.0)
  security fixes:
    4593.2.5  Linux (CVE-2026-45935)
    4593.2.4  Linux (CVE-2026-45934)
  newly locked: 15 hashes and 6 AMIs

up to date: dev (4757.1.0)
`);
  expect(project.releases).toEqual({ dev: "beta 4757.1.0", prod: "stable 4593.2.5", staging: "stable 4593.2.5" });
  expect(project.others).toEqual([]);
});

test("names that are given are updated, and no other", async () => {
  await init("staging=stable", "prod=stable");
  project.server.publish(NEW);
  expect((await project.lock(["update", "staging"])).code).toBe(0);
  expect(project.releases).toEqual({ prod: "stable 4593.2.4", staging: "stable 4593.2.5" });
});

test("an update that changes nothing writes nothing", async () => {
  await init("prod=stable");
  const before = fs.statSync(project.file, { bigint: true });
  const { code, stdout } = await project.lock(["update"]);
  expect([code, stdout]).toEqual([0, "up to date: prod (4593.2.4)\n"]);
  expect(fs.statSync(project.file, { bigint: true }).mtimeNs).toBe(before.mtimeNs);
});

test("a dry run shows the same and writes nothing", async () => {
  await init("prod=stable");
  project.server.publish(NEW);
  const before = project.text;
  const dry = await project.lock(["update", "--dry-run"]);
  expect(project.text).toBe(before);
  expect((await project.lock(["update"])).stdout).toBe(dry.stdout);
  expect(project.text).not.toBe(before);
});

test("a lock that was made offline gets its hashes", async () => {
  project.server.publish(NEW);
  expect((await project.offline("init", "--offline", "prod=stable")).code).toBe(0);
  const { code, stdout } = await project.lock(["update"]);
  expect([code, stdout]).toEqual([0, "prod: stable 4593.2.5\n  newly locked: 15 hashes and 6 AMIs\n"]);
});

test("Markdown is the body of a pull request, and JSON has every problem", async () => {
  await init("staging=stable", "prod=stable");
  const cves = Array.from({ length: 30 }, (_, i) => `CVE-2026-${1000 + i}`);
  const notes = `#### Security fixes:\n\n- Linux (${cves.map((cve) => `[${cve}](https://nvd.nist.gov/vuln/detail/${cve})`).join(", ")})\n`;
  project.server.publish({ ...NEW, notes });
  const json = await project.lock(["update", "--dry-run", "--format", "json"]);
  const { file, changes, notes: told } = JSON.parse(json.stdout);
  expect({ file, told }).toEqual({ file: project.file, told: [] });
  expect(changes).toMatchObject([
    { name: "staging", kind: "upgrade", before: { version: "4593.2.4" }, after: { version: "4593.2.5" }, newHashes: 15, newAmis: 6 },
    { name: "prod", security: [{ version: "4593.2.5", fixes: [{ component: "Linux", cves }] }] },
  ]);
  const { stdout } = await project.lock(["update", "--format", "markdown"]);
  expect(stdout).toMatch(/^### `staging`, `prod`: stable 4593\.2\.4 → 4593\.2\.5\n/);
  expect(stdout).toContain("[CVE-2026-1019](https://nvd.nist.gov/vuln/detail/CVE-2026-1019) and 10 more");
});

test("a version that is named is taken, across channels too, and an older one where that is meant", async () => {
  await init("prod=stable");
  const older = await project.lock(["update", "prod", "--to", "4593.2.3"]);
  expect([older.code, errors(older.stderr)]).toEqual([1, [expect.stringMatching(/lock-downgrade/)]]);
  expect(project.releases.prod).toBe("stable 4593.2.4");
  const back = await project.lock(["update", "prod", "--to", "4593.2.3", "--allow-downgrade"]);
  expect(back.stdout).toContain("prod: stable 4593.2.4 → 4593.2.3, which is older\n");
  expect(back.stdout).toContain("security fixes that are lost:\n    4593.2.4  Linux");
  const beta = await project.lock(["update", "prod", "--to", "4757.1.0"]);
  expect(beta.stderr).toContain('note: "prod" changes its channel from stable to beta, which updates follow from now on\n');
  expect(project.releases.prod).toBe("beta 4757.1.0");
});

test("a stream of LTS is left only where that is meant", async () => {
  await init("old=3510.3.8");
  const stays = await project.lock(["update"]);
  expect(stays.stdout).toBe("up to date: old (3510.3.8)\n");
  expect(stays.stderr).toContain('note: the stream lts-2023 of "old" gets no updates any more\n');
  expect(stays.stderr).toContain('note: there is a newer stream for "old": lts-2024; take it by --to VERSION or --allow-lts-skip\n');
  expect((await project.lock(["update", "--allow-lts-skip"])).code).toBe(0);
  expect(project.releases.old).toBe("lts 4081.3.10");
});

test.each([
  ["a feed older than the lock", /feed-older-than-lock/, () => project.server.setCurrent("stable", "4593.2.3")],
  [
    "another file in the place of a published one",
    /flatcar_production_hetzner_image\.bin\.bz2 for amd64 of stable 4593\.2\.4.*lock-hash-changed/,
    () =>
      project.server.publish({
        channel: "stable",
        version: "4593.2.4",
        date: "2026-07-21",
        files: { "flatcar_production_hetzner_image.bin.bz2": "other" },
      }),
  ],
  [
    "an old image in a new release",
    /flatcar_production_image\.bin\.bz2 for amd64 of stable 4593\.2\.5.*stable 4593\.2\.4.*lock-hash-replayed/,
    async () => {
      const old = await project.server.bytes(project.server.feed.path("stable", "4593.2.4", "flatcar_production_image.bin.bz2"));
      project.server.publish({ ...NEW, files: { "flatcar_production_image.bin.bz2": old } });
    },
  ],
  [
    "a wrong signature",
    /version\.txt.*signature-wrong/,
    () => void project.server.fault(/amd64.*version\.txt$/, Fault.flippedBit(50), { times: Infinity }),
  ],
  ["a server that has nothing", /feed-missing/, () => void project.server.fault(/./, Fault.status(404), { times: Infinity })],
])("%s is one line, and changes nothing", async (_, words, spoil) => {
  await init("staging=stable", "prod=stable");
  const before = project.text;
  await spoil();
  const { code, stdout, stderr } = await project.lock(["update", "prod"]);
  expect({ code, stdout, errors: errors(stderr) }).toEqual({ code: 1, stdout: "", errors: [expect.stringMatching(words)] });
  expect(project.text).toBe(before);
  expect(project.others).toEqual([]);
});

test("what another run did meanwhile is kept, and where it changed the same name this run says so", async () => {
  await init("staging=stable", "prod=stable", "dev=beta");
  project.server.publish(NEW);
  // While the first asks, the others change the file.
  const meanwhile = async (...args: string[]): Promise<void> => expect((await project.offline(...args)).code).toBe(0);
  let others: Promise<void> = Promise.resolve();
  const act = (...commands: string[][]): Fault =>
    Fault.then(() => {
      for (const command of commands) others = others.then(() => meanwhile(...command));
    });
  project.server.fault(/amd64-usr\/4593\.2\.5\/version\.txt$/, act(["promote", "dev", "extra"]), { times: 1 });
  expect((await project.lock(["update", "staging"])).code).toBe(0);
  await others;
  expect(project.releases).toEqual({ dev: "beta 4757.1.0", extra: "beta 4757.1.0", prod: "stable 4593.2.4", staging: "stable 4593.2.5" });

  project.server.clearFaults();
  project.server.fault(/flatcar_production_pxe\.vmlinuz\.DIGESTS\.asc$/, act(["promote", "dev", "prod"]), { times: 1 });
  project.server.fault(/flatcar_production_qemu_image\.img\.DIGESTS\.asc$/, Fault.drip(200, 20), { times: 1 });
  const late = await project.lock(["update", "prod"]);
  await others;
  expect([late.code, errors(late.stderr)]).toEqual([
    1,
    [
      expect.stringMatching(
        /flatcar\.lock\.json: release "prod": received "beta 4757\.1\.0 .*allowed: stable 4593\.2\.4 .*lock-changed-meanwhile/,
      ),
    ],
  ]);
  expect(project.releases.prod).toBe("beta 4757.1.0");
});

test.each([
  [["nobody"], 1, /lock-release-missing/],
  [["--to", "4593.2.3"], 2, /--to needs the names that are to have the version/],
  [["prod", "--to", "current"], 1, /version-malformed/],
  [["prod", "--to", "4593.2.99"], 1, /feed-version-missing/],
  [["--file", "other.json"], 1, /other\.json: lock file: .*lock-missing/],
])("what cannot be is refused in words: %j", async (args, code, words) => {
  await init("prod=stable");
  const before = project.text;
  const ran = await project.lock(["update", ...args]);
  expect(ran.code).toBe(code);
  expect(ran.stderr).toMatch(words);
  expect(project.text).toBe(before);
});

test("a run that is interrupted changes nothing", async () => {
  await init("prod=stable");
  project.server.publish(NEW);
  const before = project.text;
  expect((await project.interrupted(["update"], /pxe\.vmlinuz\.DIGESTS\.asc$/)).code).toBe(130);
  expect(project.text).toBe(before);
  expect(project.others).toEqual([]);
});

test.each([
  ["update", ["update"]],
  ["init", ["init", "--force", "prod=stable", "--platforms", "hetzner"]],
])("whoever waits for another process may be interrupted: %s", async (_, args) => {
  await init("prod=stable");
  project.server.publish({ channel: "stable", version: "4593.2.5", date: "2026-08-13" });
  const before = project.text;
  const controller = new AbortController();
  await holdFile(project.file, async () => {
    const began = performance.now();
    const running = project.lock(args, { signal: controller.signal });
    setTimeout(() => controller.abort("SIGINT"), 2_000);
    const { code, stderr } = await running;
    expect(code).toBe(130);
    expect(stderr).toMatch(/is held by process \d+.*; waiting\ninterrupted\n$/);
    expect(performance.now() - began).toBeLessThan(9_000);
  });
  expect(project.text).toBe(before);
  expect(project.others).toEqual([]);
});
