import { expect, test } from "vitest";
import { PlanChange } from "../../../lib/check/plan/plan";
import { FC002 } from "../../../lib/check/rules/fc002";
import { groupPool } from "../manifests";
import { changeOf } from "../model/changes-of";
import { Planned, planned, replaced, serverChange, serverPool } from "./planned";
import { problemsOf, recordedSubject } from "./subject";

const found = (platform: string, name: string): string[] =>
  problemsOf(FC002, recordedSubject(platform, name)).map(({ severity, message }) => `${severity ?? FC002.severity}: ${message}`);
const foundIn = (subject: Planned): string[] =>
  problemsOf(FC002, planned(subject)).map(({ severity, message }) => `${severity ?? FC002.severity}: ${message}`);

const NAMES = ["a", "b", "c", "d", "e", "f"];
const quorum = (size: number) => ({ pools: { "x/db": serverPool(NAMES.slice(0, size), { quorum: true }) } });
/** A pool of so many members, of which the first are changed so. */
const changed = (size: number, out: number, change: (name: string) => PlanChange = replaced): Planned => ({
  stack: quorum(size),
  changes: NAMES.slice(0, size).map((name, i) => (i < out ? change(name) : serverChange(name, ["no-op"]))),
});
const lost = (subject: Planned): string[] => foundIn(subject).filter((message) => message.includes("at once"));

test("of three members one may be replaced, and not two", () => {
  expect(found("hetzner", "fc002-one-of-three")).toEqual([]);
  expect(problemsOf(FC002, recordedSubject("hetzner", "fc002-two-of-three"))).toMatchObject([
    {
      pool: { path: "t/db" },
      subjects: ["a", "b"],
      message: "2 of 3 machines of db are replaced at once, and 1 remains of the 2 that a quorum of 3 needs",
      details: [expect.stringContaining("a: terraform_data.db_a_Generation"), expect.stringContaining("b: terraform_data.db_Generation")],
    },
  ]);
});

test.each([
  [1, 0],
  [2, 0],
  [3, 1],
  [4, 1],
  [5, 2],
  [6, 2],
])("of %i members %i may be out of service, and not one more", (size, tolerance) => {
  expect(lost(changed(size, tolerance))).toEqual([]);
  expect(lost(changed(size, tolerance + 1))).toHaveLength(1);
});

test("what remains is told against what is needed", () => {
  expect(lost(changed(1, 1))).toEqual([
    "fail: 1 of 1 machine of db is replaced at once, and none remains of the 1 that a quorum of 1 needs",
  ]);
  expect(lost(changed(5, 3))).toEqual(["fail: 3 of 5 machines of db are replaced at once, and 2 remain of the 3 that a quorum of 5 needs"]);
});

test("members that restart, are powered off or go count as those that are replaced", () => {
  const powerCycled = (name: string) => serverChange(name, ["update"], { changed: [["server_type"]] });
  expect(lost(changed(3, 2, powerCycled))).toEqual([
    "fail: 2 of 3 machines of db are powered off and on at once, and 1 remains of the 2 that a quorum of 3 needs",
  ]);
  const labelled = (name: string) => serverChange(name, ["update"], { changed: [["labels"]] });
  expect(lost(changed(3, 3, labelled))).toEqual([]);
  const gone = { stack: {}, base: quorum(3), changes: NAMES.slice(0, 3).map((name) => serverChange(name, ["delete"])) };
  expect(foundIn(gone)).toEqual(["fail: 3 of 3 machines of db are destroyed at once, and none remains of the 2 that a quorum of 3 needs"]);
});

test("five may become three, and three not one", () => {
  const shrinks = (from: number, to: number): Planned => ({
    ...{ stack: quorum(to), base: quorum(from) },
    changes: NAMES.slice(0, from).map((name, i) => serverChange(name, i < to ? ["no-op"] : ["delete"])),
  });
  expect(foundIn(shrinks(5, 3))).toEqual([]);
  expect(foundIn(shrinks(3, 1))).toEqual([
    "fail: 2 of 3 machines of db are destroyed at once, and 1 remains of the 2 that a quorum of 3 needs",
  ]);
});

test("an odd size must not become an even one, by a plan", () => {
  expect(found("hetzner", "fc002-one-to-three")).toEqual([]);
  expect(problemsOf(FC002, recordedSubject("hetzner", "fc002-one-to-two"))).toMatchObject([
    {
      severity: "fail",
      pool: { path: "t/db" },
      message: "db goes from 1 to 2 machines: a quorum of 2 needs 2 and bears the loss of none, as that of 1 does",
      mend: "make it 1 or 3 machines",
    },
  ]);
  const grows = { stack: quorum(4), changes: NAMES.slice(0, 4).map((name) => serverChange(name, name === "d" ? ["create"] : ["no-op"])) };
  expect(foundIn(grows)).toEqual(["fail: db goes from 3 to 4 machines: a quorum of 4 needs 3 and bears the loss of 1, as that of 3 does"]);
});

test("without a plan sizes are compared with the base, and an even size of unknown past is a warning", () => {
  const even = "db has 4 machines, an even number: a quorum of 4 needs 3 and bears the loss of 1, as that of 3 does";
  expect(foundIn({ stack: quorum(4) })).toEqual([`warn: ${even}`]);
  expect(foundIn({ stack: quorum(4), base: null })).toEqual([`warn: ${even}`]);
  expect(foundIn({ stack: quorum(4), base: {} })).toEqual([`warn: ${even}`]);
  expect(foundIn({ stack: quorum(4), base: quorum(3) })).toEqual([
    "fail: db goes from 3 to 4 machines: a quorum of 4 needs 3 and bears the loss of 1, as that of 3 does",
  ]);
  expect(foundIn({ stack: quorum(4), base: quorum(2) })).toEqual([]);
  expect(foundIn({ stack: quorum(3), base: quorum(4) })).toEqual([]);
  expect(foundIn({ stack: quorum(3) })).toEqual([]);
});

test("a new pool of an even size is a warning, and one that stays even nothing new", () => {
  expect(foundIn({ stack: quorum(2), changes: ["a", "b"].map((name) => serverChange(name, ["create"])) })).toEqual([
    "warn: db has 2 machines, an even number: a quorum of 2 needs 2 and bears the loss of none, as that of 1 does",
  ]);
  expect(foundIn(changed(4, 0))).toEqual([]);
});

/** A group of members whose template is another one. */
function group(before: number | undefined, after: number | undefined, preferences: object = {}, more: Partial<PlanChange> = {}): Planned {
  const template = changeOf("aws_launch_template", { address: "t.n", actions: ["update"], changed: [["user_data"]] });
  const size = (count: number | undefined) => (count === undefined ? {} : { desired_capacity: count, max_size: count });
  const refresh = { instance_refresh: [{ preferences: [preferences] }] };
  const sides = { before: size(before), after: { ...size(after), ...refresh } };
  const parts = { actions: ["update"], changed: [["launch_template", 0, "version"]], ...sides, ...more };
  const change = changeOf("aws_autoscaling_group", { address: "g.n", ...parts });
  return { stack: { pools: { "x/db": groupPool({ name: "db", quorum: true, platform: "aws" }) } }, changes: [template, change] };
}

test("of an instance refresh those count that go at the same time", () => {
  expect(foundIn(group(3, 3))).toEqual([]);
  expect(foundIn(group(3, 3, { min_healthy_percentage: 30 }))).toEqual([
    "fail: 2 of 3 machines of db are replaced by an instance refresh at once, and 1 remains of the 2 that a quorum of 3 needs",
  ]);
  expect(foundIn(group(1, 1, { min_healthy_percentage: 100, max_healthy_percentage: 200 }))).toEqual([]);
  expect(foundIn(group(5, 3))).toEqual([
    "fail: 3 of 5 machines of db are destroyed, or replaced by an instance refresh, at once, and 2 remain of the 3 that a quorum of 5 needs",
  ]);
});

test("of a refresh that may pass over machines the number is the most there can be", () => {
  const { stack, changes = [] } = group(3, 3, { min_healthy_percentage: 0, skip_matching: true });
  const pools = { "x/db": groupPool({ name: "db", quorum: true, platform: "aws", resources: ["g.n"] }) };
  expect(foundIn({ stack: { ...stack, pools }, changes: changes.slice(1) })).toEqual([expect.stringMatching(/^fail: up to 3 of 3 /)]);
});

test("a group of unknown size is judged only where all of it goes", () => {
  expect(foundIn(group(undefined, undefined))).toEqual([]);
  const unknown = { actions: ["delete", "create"], unknown: ["min_size"] };
  expect(foundIn(group(undefined, undefined, {}, unknown))).toEqual([
    "fail: all machines of db, however many there are, are replaced at once, and none remains for a quorum",
  ]);
});

test("the size of a group is what is desired, or the least there may be", () => {
  const of = (capacity: { min: number | string; max: number; desired?: number }): Planned => ({
    stack: { pools: { "x/db": groupPool({ name: "db", quorum: true, capacity }) } },
  });
  expect(foundIn(of({ min: 3, max: 5, desired: 4 }))).toHaveLength(1);
  expect(foundIn(of({ min: 4, max: 5 }))).toHaveLength(1);
  expect(foundIn(of({ min: 4, max: 5, desired: 5 }))).toEqual([]);
  expect(foundIn(of({ min: "${var.size}", max: 5 }))).toEqual([]);
});

test("pools that keep no quorum, and machines that no pool made, are no matter", () => {
  const { changes } = changed(4, 4);
  expect(foundIn({ stack: { pools: { "x/db": serverPool(NAMES.slice(0, 4)) } }, changes })).toEqual([]);
  expect(foundIn({ changes })).toEqual([]);
  expect(found("hetzner", "config-replace")).toEqual([]);
});

test("what is lost needs a plan, and the size needs none", () => {
  expect(FC002.parts.map(({ needs }) => needs)).toEqual([["plan"], []]);
  expect([...FC002.parts[0].find(planned({ stack: quorum(3) }))]).toEqual([]);
});
