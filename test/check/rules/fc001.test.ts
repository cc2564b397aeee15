import { expect, test } from "vitest";
import { PlanChange } from "../../../lib/check/plan/plan";
import { FC001 } from "../../../lib/check/rules/fc001";
import { DEFAULT_SETTINGS } from "../../../lib/check/settings/settings";
import { groupPool } from "../manifests";
import { changeOf } from "../model/changes-of";
import { Planned, planned, replaced, serverChange, serverPool } from "./planned";
import { problemsOf, recordedSubject } from "./subject";

const found = (platform: string, name: string): string[] =>
  problemsOf(FC001, recordedSubject(platform, name)).map(({ severity, message }) => `${severity}: ${message}`);
const foundIn = (subject: Planned): string[] =>
  problemsOf(FC001, planned(subject)).map(({ severity, message }) => `${severity}: ${message}`);

test("all machines of a pool replaced, restarted or destroyed at once are a failure, and said so", () => {
  const all = "at once: that is 100 % of the pool";
  expect(found("hetzner", "config-replace")).toEqual([`fail: 2 of 2 machines of web are replaced ${all}`]);
  expect(found("hetzner", "public-addresses")).toEqual([`fail: 2 of 2 machines of web are powered off and on ${all}`]);
  expect(found("libvirt", "config-replace")).toEqual([`fail: 2 of 2 machines of web are replaced ${all}`]);
  expect(found("aws", "named-release-replace")).toEqual([`fail: 2 of 2 machines of web are replaced ${all}`]);
  expect(found("hetzner", "pool-removed")).toEqual(["fail: 1 of 1 machine of other is destroyed: none is left"]);
  expect(found("aws", "group-removed")).toEqual(["fail: 2 of 2 machines of other are destroyed: none is left"]);
});

test("more than may be out of service are a warning with the number that may", () => {
  const [problem, ...others] = problemsOf(FC001, recordedSubject("hetzner", "fc001-two-of-three"));
  expect(others).toEqual([]);
  expect(problem).toMatchObject({
    severity: "warn",
    pool: { path: "t/web" },
    subjects: ["a", "d"],
    message: "2 of 3 machines of web are replaced at once, and at most 1 may be out of service",
  });
  expect(problem.details).toEqual([
    expect.stringMatching(/^a: hcloud_server\.web_a_Server_\w+ \(user_data\)$/),
    expect.stringMatching(/^d: hcloud_server\.web_d_Server_\w+ \(user_data\)$/),
  ]);
});

test.each([
  ["hetzner", "config-of-one-node"],
  ["hetzner", "generation"],
  ["hetzner", "server-type"],
  ["hetzner", "node-removed"],
  ["hetzner", "node-renamed"],
  ["hetzner", "first-apply"],
  ["hetzner", "label"],
  ["hetzner", "pool-moved"],
  ["libvirt", "memory"],
  ["aws", "group-shrinks"],
  ["aws", "group-grows"],
  ["aws", "group-config-new-nodes-only"],
  ["bare-metal", "config"],
  ["bare-metal", "node-removed"],
])("one machine of two, new ones, and what leaves machines alone are no problem: %s, %s", (platform, name) => {
  expect(found(platform, name)).toEqual([]);
});

test("an instance refresh is told with its pace, and fails where it takes the whole group at once", () => {
  const hidden = "replaced by an instance refresh after the apply, which the plan does not show";
  expect(found("aws", "group-config-replace")).toEqual([`warn: 2 of 2 machines of web are ${hidden}: 1 at a time`]);
  expect(found("aws", "group-grows-and-refreshes")).toEqual([`warn: 2 of 2 machines of web are ${hidden}: 1 at a time`]);
  expect(found("aws", "group-policy")).toEqual([`warn: up to 2 of 2 machines of web are ${hidden}: 1 at a time`]);
  expect(found("aws", "fc001-refresh-at-once")).toEqual([
    `fail: 2 of 2 machines of web are ${hidden}: all at once, which is 100 % of the group`,
  ]);
  expect(found("aws", "fc001-successor-first")).toEqual([]);
  const group = "aws_autoscaling_group.web";
  expect(found("aws", "plain-group")).toEqual([`warn: 2 of 2 machines of ${group} are ${hidden}: 1 at a time`]);
});

/** A group `web` of a size whose template is another one, with preferences of its refresh. */
function refreshedGroup(size: number | undefined, preferences: object, more: Partial<PlanChange> = {}): Planned {
  const template = changeOf("aws_launch_template", { address: "t.n", actions: ["update"], changed: [["user_data"]] });
  const sides = { ...(size === undefined ? {} : { desired_capacity: size }), instance_refresh: [{ preferences: [preferences] }] };
  const parts = { actions: ["update"], changed: [["launch_template", 0, "version"]], before: sides, after: sides, ...more };
  const group = changeOf("aws_autoscaling_group", { address: "g.n", ...parts });
  return { stack: { pools: { "x/web": groupPool({ platform: "aws" }) } }, changes: [template, group] };
}

test("a refresh of a group of one machine takes all of it, unless its successor comes first", () => {
  expect(foundIn(refreshedGroup(1, {}))).toEqual([expect.stringMatching(/^fail: 1 of 1 machine of web is .*: all at once/)]);
  expect(foundIn(refreshedGroup(1, { min_healthy_percentage: 100, max_healthy_percentage: 200 }))).toEqual([]);
  const first = { min_healthy_percentage: 100, max_healthy_percentage: 110 };
  expect(foundIn(refreshedGroup(2, first))).toEqual([expect.stringMatching(/^warn: 2 of 2 .*: each after its successor is in service$/)]);
});

test("a refresh that may pass over machines never fails, and one of a group of unknown size is told without numbers", () => {
  const skipping = { min_healthy_percentage: 0, skip_matching: true };
  const { stack, changes = [] } = refreshedGroup(2, skipping);
  const withoutTemplate = { ...stack, pools: { "x/web": groupPool({ platform: "aws", resources: ["g.n"] }) } };
  expect(foundIn({ stack: withoutTemplate, changes: changes.slice(1) })).toEqual([expect.stringMatching(/^warn: up to 2 of 2 /)]);
  expect(foundIn(refreshedGroup(undefined, {}))).toEqual([
    "warn: all machines of web, however many there are, are replaced by an instance refresh after the apply, which the plan does not show",
  ]);
});

test("a group that is itself replaced loses all of its machines, however many these are", () => {
  const more = { actions: ["delete", "create"], unknown: ["min_size", "max_size"] };
  const { stack, changes = [] } = refreshedGroup(undefined, {}, more);
  expect(foundIn({ stack, changes: changes.slice(1) })).toEqual([
    "fail: all machines of web, however many there are, are replaced at once: that is 100 % of the pool",
  ]);
});

const three = { stack: { pools: { "x/db": serverPool(["a", "b", "c"]) } } };

test("how many may be out of service is a number or a share of the pool, by pool, and 100 % allows all", () => {
  const settings = { ...DEFAULT_SETTINGS, maxUnavailable: 2 };
  const two = { ...three, changes: [replaced("a"), replaced("b"), serverChange("c", ["no-op"])] };
  const all = { ...three, changes: [replaced("a"), replaced("b"), replaced("c")] };
  expect(foundIn(two)).toHaveLength(1);
  expect(foundIn({ ...two, settings })).toEqual([]);
  expect(foundIn({ ...two, settings: { ...DEFAULT_SETTINGS, maxUnavailable: "67%" } })).toEqual([]);
  expect(foundIn({ ...two, settings: { ...DEFAULT_SETTINGS, maxUnavailable: "66%" } })).toEqual([
    "warn: 2 of 3 machines of db are replaced at once, and at most 1 may be out of service",
  ]);
  expect(foundIn({ ...two, settings: { ...DEFAULT_SETTINGS, pools: { "x/db": { maxUnavailable: 2 } } } })).toEqual([]);
  expect(foundIn({ ...all, settings: { ...DEFAULT_SETTINGS, maxUnavailable: 3 } })).toHaveLength(1);
  expect(foundIn({ ...all, settings: { ...DEFAULT_SETTINGS, maxUnavailable: "100%" } })).toEqual([]);
});

test("machines of a pool are one problem, whatever happens to each, and only those that are out of service", () => {
  const powerCycled = serverChange("b", ["update"], { changed: [["server_type"]] });
  const subject = planned({ ...three, changes: [replaced("a"), powerCycled, serverChange("c", ["update"], { changed: [["labels"]] })] });
  expect(problemsOf(FC001, subject)).toMatchObject([
    {
      subjects: ["a", "b"],
      message: "2 of 3 machines of db are out of service (1 replaced, 1 powered off and on) at once, and at most 1 may be out of service",
    },
  ]);
});

test("a machine that no pool made is all that there is of its resource, and has its own threshold by its address", () => {
  expect(found("hetzner", "plain-user-data")).toEqual([
    "fail: 1 of 1 machine of hcloud_server.a is replaced: it is the only one, which is 100 % of the pool",
  ]);
  expect(found("hetzner", "plain-server-type")).toEqual([
    "fail: 1 of 1 machine of hcloud_server.a is powered off and on: it is the only one, which is 100 % of the pool",
  ]);
  const pools = { "hcloud_server.a": { maxUnavailable: "100%" } } as const;
  const settings = { ...DEFAULT_SETTINGS, pools };
  expect(problemsOf(FC001, recordedSubject("hetzner", "plain-user-data", { settings }))).toEqual([]);
});

test("the machines of one resource with count are a pool", () => {
  const changes = [0, 1, 2].map((i) => changeOf("hcloud_server", { address: `hcloud_server.w[${i}]`, actions: ["delete", "create"] }));
  expect(foundIn({ changes })).toEqual(["fail: 3 of 3 machines of hcloud_server.w are replaced at once: that is 100 % of the pool"]);
  expect(foundIn({ changes: [changes[0], changeOf("hcloud_server", { address: "hcloud_server.w[1]" })] })).toEqual([]);
});

test("a machine that goes and whose pool nobody knows is a warning, and a failure where the base shows that it had none", () => {
  const changes = [serverChange("a", ["delete"])];
  expect(foundIn({ changes })).toEqual([
    "warn: 1 of 1 machine of hcloud_server.a is destroyed, and of which pool is known only with what the base branch synthesises",
  ]);
  expect(foundIn({ changes, base: {} })).toEqual(["fail: 1 of 1 machine of hcloud_server.a is destroyed: none is left"]);
});

test("without a plan nothing is asked", () => {
  expect(FC001.parts.map(({ needs }) => needs)).toEqual([["plan"]]);
  expect(problemsOf(FC001, planned(three))).toEqual([]);
  expect([...FC001.parts[0].find(planned(three))]).toEqual([]);
});
