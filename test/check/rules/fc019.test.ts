import { describe, expect, test } from "vitest";
import { FC019 } from "../../../lib/check/rules/fc019";
import { PlanChange } from "../../../lib/check/plan/plan";
import { foreignStack, subjectOf } from "../config-stacks";
import { changeOf, planOf } from "../model/changes-of";
import { problemsOf, recordedSubject } from "./subject";

const recordedMessages = (name: string, platform = "bare-metal"): string[] =>
  problemsOf(FC019, recordedSubject(platform, name)).map(({ message }) => message);

/** A group of matchbox, and what a plan does to it. */
const group = (parts: Partial<PlanChange>): PlanChange => changeOf("matchbox_group", parts);
const messages = (...changes: PlanChange[]): string[] => {
  const names = changes
    .filter(({ actions }) => !actions.includes("delete") || actions.includes("create"))
    .map(({ address }) => address.split(".")[1]);
  const stack = foreignStack({ matchbox_group: Object.fromEntries(names.map((name) => [name.replace(/\[.*/, ""), {}])) });
  return problemsOf(FC019, subjectOf(stack, undefined, { plan: planOf(...changes) })).map(({ message }) => message);
};

describe("as Terraform plans it", () => {
  test("a changed config leaves all machines as they are", () => {
    const [{ pool, subjects, details, mend }, ...others] = problemsOf(FC019, recordedSubject("bare-metal", "config"));
    expect(pool?.path).toBe("t/web");
    expect(subjects).toEqual(["a", "c"]);
    expect(details).toEqual([
      expect.stringMatching(/^a \(52:54:00:00:00:01\): matchbox_profile\.web_a_Profile_\w+ \(raw_ignition\)$/),
      expect.stringMatching(/^c \(52:54:00:00:00:02\): matchbox_profile\.web_c_Profile_\w+ \(raw_ignition\)$/),
    ]);
    expect(mend).toBeUndefined();
    expect(others).toEqual([]);
  });

  test.each([
    ["config", "2 of 2 machines of web run on as they are while something else is served: 52:54:00:00:00:01, 52:54:00:00:00:02"],
    ["config-of-one-node", "1 of 2 machines of web runs on as it is while something else is served: 52:54:00:00:00:01"],
    ["diskless-config", "2 of 2 machines of web run on as they are while something else is served: 52:54:00:00:00:01, 52:54:00:00:00:02"],
    ["release-replace", "2 of 2 machines of web run on as they are while something else is served: 52:54:00:00:00:01, 52:54:00:00:00:02"],
    ["mac", "1 of 2 machines of web runs on as it is while something else is served: 52:54:00:00:00:02 → 52:54:00:00:00:03"],
    ["generation", "1 of 2 machines of web runs on, and the next boot from the network installs it anew: 52:54:00:00:00:01"],
    ["node-removed", "1 of 2 machines of web runs on, and nothing is served to it any more: 52:54:00:00:00:01"],
    ["fc019-plain-profile", "matchbox_group.a runs on as it is while something else is served: 52:54:00:00:00:01"],
  ])("%s", (name, expected) => {
    expect(recordedMessages(name)).toEqual([expected]);
  });

  test.each([
    ["bare-metal", "nothing"],
    ["bare-metal", "first-apply"],
    ["bare-metal", "node-added"],
    ["bare-metal", "release-new-nodes-only"],
    ["hetzner", "config-replace"],
    ["libvirt", "config-replace"],
  ])("what no machine waits for is nothing: %s, %s", (platform, name) => {
    expect(recordedMessages(name, platform)).toEqual([]);
  });

  test("what to do depends on what is so", () => {
    const mends = ["generation", "node-removed"].map((name) => problemsOf(FC019, recordedSubject("bare-metal", name))[0].mend);
    expect(mends).toEqual([
      expect.stringContaining("boot the machines from the network"),
      expect.stringContaining("switch the machines off"),
    ]);
  });
});

test("without a plan it is not asked", () => {
  const { stack } = recordedSubject("bare-metal", "config");
  expect(problemsOf(FC019, subjectOf(stack.stack))).toEqual([]);
  expect(FC019.parts.map(({ needs }) => needs)).toEqual([["plan"]]);
});

test("one stack may have machines of every kind", () => {
  const changed = group({ address: "matchbox_group.a", actions: ["delete", "create"], before: { selector: { mac: "52:54:00:00:00:01" } } });
  const gone = group({ address: "matchbox_group.b", actions: ["delete"], before: { selector: { mac: "52:54:00:00:00:02" } } });
  expect(messages(changed, gone)).toEqual([
    "matchbox_group.a runs on as it is while something else is served: 52:54:00:00:00:01",
    "matchbox_group.b runs on, and nothing is served to it any more: 52:54:00:00:00:02",
  ]);
});

test("machines of one resource are one problem, and five of their addresses are told", () => {
  const many = Array.from({ length: 6 }, (_, i) => {
    const after = { selector: { mac: `52:54:00:00:00:0${i}` } };
    return group({ address: `matchbox_group.node[${i}]`, actions: ["delete", "create"], before: after, after });
  });
  const five = [0, 1, 2, 3, 4].map((i) => `52:54:00:00:00:0${i}`).join(", ");
  expect(messages(...many.slice(0, 5))).toEqual([
    `5 of 5 machines of matchbox_group.node run on as they are while something else is served: ${five}`,
  ]);
  expect(messages(...many)).toEqual([
    `6 of 6 machines of matchbox_group.node run on as they are while something else is served: ${five}, … (6)`,
  ]);
});

test("a group that selects no MAC address is told by its name", () => {
  const after = { selector: { os: "installed" } };
  expect(messages(group({ actions: ["delete", "create"], before: after, after }))).toEqual([
    "matchbox_group.a runs on as it is while something else is served",
  ]);
});

test("a machine that the plan knows nothing of, as one narrowed, is not stale", () => {
  const { stack } = recordedSubject("bare-metal", "config");
  expect(problemsOf(FC019, subjectOf(stack.stack, undefined, { plan: planOf() }))).toEqual([]);
});
