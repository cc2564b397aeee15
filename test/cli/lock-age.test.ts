import { afterAll, beforeAll, expect, test } from "vitest";
import { LockProject } from "./lock-project";

let project: LockProject;
beforeAll(async () => {
  project = await LockProject.start();
  project.server.publish({ channel: "lts", version: "3510.3.0", date: "2023-10-05" });
  project.server.publish({ channel: "lts", version: "4081.3.0", date: "2025-01-30" });
  expect((await project.lock(["init", "new=stable", "behind=4593.2.3", "old=3510.3.8", "lts=lts"])).code).toBe(0);
});
afterAll(async () => project.close());

const LATER = new Date(Date.UTC(2027, 2, 25, 12));

test("days and releases behind stand in a table, streams and AMIs below it", async () => {
  const { code, stdout, stderr } = await project.lock(["age"]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  expect(stdout).toBe(`NAME    RELEASE          RELEASED    DAYS AGO  NEWEST     BEHIND
new     stable 4593.2.4  2026-07-21  30        4593.2.4   no
behind  stable 4593.2.3  2026-07-01  50        4593.2.4   1 release, 30 days
old     lts 3510.3.8     2025-08-19  366       3510.3.8   no
lts     lts 4081.3.10    2026-08-13  7         4081.3.10  no
old: lts-2023 gets no updates any more; its nominal end is 2025-04-05
old: its AMIs may have been removed on 2026-05-19; groups that use them make no new machines then
lts: lts-2024 gets updates; its nominal end is 2026-07-30
`);
});

test("AMIs that are about to go are told of in time", async () => {
  const { stdout } = await project.lock(["age", "new"], { now: LATER });
  expect(stdout).toContain("new: its AMIs may be removed on 2027-04-21, in 27 days; groups that use them make no new machines then\n");
});

test("with a highest age the command ends with what is too old", async () => {
  const ended = async (now: Date | undefined, ...args: string[]): Promise<[number, string]> => {
    const { code, stderr } = await project.lock(["age", ...args], { now });
    return [code, stderr];
  };
  expect(await ended(undefined, "new", "behind", "--max-age", "30")).toEqual([0, ""]);
  expect(await ended(undefined, "new", "behind", "--max-age", "29")).toEqual([1, "too old: behind\n"]);
  expect(await ended(undefined, "new", "old", "lts", "--max-age", "9999")).toEqual([1, "too old: old\n"]);
  expect(await ended(LATER, "new", "lts", "--max-age", "9999")).toEqual([1, "too old: new\n"]);
});

test("programs get data", async () => {
  const { code, stdout } = await project.lock(["age", "behind", "lts", "--max-age", "7", "--format", "json"]);
  expect(code).toBe(1);
  expect(JSON.parse(stdout)).toMatchObject({
    file: project.file,
    tooOld: ["behind"],
    ages: [
      { name: "behind", version: "4593.2.3", newest: "4593.2.4", releasesBehind: 1, daysBehind: 30, amis: { removal: "2027-04-01" } },
      { name: "lts", lts: { stream: "lts-2024", isSupported: true, nominalEnd: "2026-07-30" } },
    ],
  });
});

test.each([["-1"], ["1.5"], ["week"], ["1000000"], [""]])("a highest age is a number of days: %s", async (days) => {
  const { code, stderr } = await project.lock(["age", `--max-age=${days}`]);
  expect(code).toBe(2);
  expect(stderr).toMatch(/--max-age takes a number of days from 0 on/);
});
