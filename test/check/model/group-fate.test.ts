import { expect, test } from "vitest";
import { Fate } from "../../../lib/check/model/fate";
import { blocks, groupFate } from "../../../lib/check/model/group-fate";
import { PlanChange } from "../../../lib/check/plan/plan";
import { changeOf } from "./changes-of";

const SIZE = { desired_capacity: 2, min_size: 2, max_size: 4 };
const REFRESH = { instance_refresh: [{ strategy: "Rolling", preferences: [{ skip_matching: true }] }] };
const VERSION = ["launch_template", 0, "version"];
const template = (changed: PlanChange["changed"], actions = ["update"]): PlanChange =>
  changeOf("aws_launch_template", { actions, changed });
const NEW_VERSION = template([["user_data"], ["latest_version"]]);

function fates(
  parts: Partial<PlanChange>,
  templates: readonly PlanChange[] = [],
  reasons = [{ address: "g", actions: ["update"], paths: [] }],
) {
  const change = changeOf("aws_autoscaling_group", { actions: ["update"], before: SIZE, after: { ...SIZE, ...REFRESH }, ...parts });
  const { before, after, machines } = groupFate("web", "g", change, templates, reasons);
  return [`${before}→${after}`, ...machines.map((each) => `${each.isAtMost === true ? "≤" : ""}${each.count} ${each.fate}`)];
}

test("a refresh replaces every machine where the template gets another version", () => {
  expect(fates({ changed: [VERSION] }, [NEW_VERSION])).toEqual(["2→2", "2 refreshed"]);
  expect(fates({ changed: [["mixed_instances_policy", 0, "launch_template"]] }, [NEW_VERSION])).toEqual(["2→2", "2 refreshed"]);
  expect(fates({ changed: [["launch_template", 0, "id"]] }, [template([], ["create", "delete"])])).toEqual(["2→2", "2 refreshed"]);
});

test("none starts without the block, without a change of the template, and for what triggers none", () => {
  expect(fates({ changed: [VERSION], after: SIZE }, [NEW_VERSION])).toEqual(["2→2", "2 updated"]);
  expect(fates({ changed: [["tag", 0, "value"]] }, [NEW_VERSION])).toEqual(["2→2", "2 updated"]);
  expect(fates({ changed: [], actions: ["no-op"] }, [NEW_VERSION])).toEqual(["2→2", "2 updated"]);
});

test("tags are among what triggers a refresh where that is asked for", () => {
  const instance_refresh = [{ strategy: "Rolling", triggers: ["tag"] }];
  expect(fates({ changed: [["tag", 0, "value"]], after: { ...SIZE, instance_refresh } })).toEqual(["2→2", "2 refreshed"]);
});

test("a template whose tags alone change has no other version, though its plan says that it is not known", () => {
  const tagged = template([["tags", "tier"], ["tags_all", "tier"], ["latest_version"], ["default_version"]]);
  const after = { ...SIZE, ...REFRESH, launch_template: [{ id: "lt-1" }] };
  expect(fates({ changed: [VERSION], after }, [tagged])).toEqual(["2→2", "2 updated"]);
  // Another version by its number is one.
  expect(fates({ changed: [VERSION], after: { ...after, launch_template: [{ version: "2" }] } }, [tagged])).toEqual([
    "2→2",
    "≤2 refreshed",
  ]);
});

test("machines that are new already are skipped where that is asked for, and how many there are no plan tells", () => {
  expect(fates({ changed: [VERSION] })).toEqual(["2→2", "≤2 refreshed"]);
  expect(fates({ changed: [VERSION], after: { ...SIZE, instance_refresh: [{ strategy: "Rolling" }] } })).toEqual(["2→2", "2 refreshed"]);
  const types = (type: string) => ({ mixed_instances_policy: [{ launch_template: [{ override: [{ instance_type: type }] }] }] });
  const changed = [["mixed_instances_policy", 0, "launch_template", 0, "override", 0, "instance_type"]];
  expect(fates({ changed, before: { ...SIZE, ...types("a") }, after: { ...SIZE, ...REFRESH, ...types("b") } })).toEqual([
    "2→2",
    "2 refreshed",
  ]);
});

test("a group that comes or goes is all of its machines", () => {
  expect(fates({ actions: ["create"], before: {}, after: { min_size: 2, max_size: 4 } })).toEqual(["0→2", "2 created"]);
  expect(fates({ actions: ["create"], before: {}, after: { desired_capacity: 3, min_size: 2, max_size: 4 } })).toEqual([
    "0→3",
    "3 created",
  ]);
  expect(fates({ actions: ["delete"], after: {} })).toEqual(["2→0", "2 destroyed"]);
  expect(fates({ actions: ["delete", "create"] })).toEqual(["2→2", "2 replaced"]);
});

test("the desired capacity is moved within the bounds", () => {
  const sized = (min_size: number, max_size: number) => fates({ after: { ...SIZE, min_size, max_size }, changed: [["min_size"]] });
  expect(sized(3, 6)).toEqual(["2→3", "2 updated", "1 created"]);
  expect(sized(0, 1)).toEqual(["2→1", "1 updated", "1 destroyed"]);
  expect(sized(0, 0)).toEqual(["2→0", "2 destroyed"]);
});

test("a capacity that is known only at apply is not known", () => {
  expect(fates({ after: { max_size: 4 }, unknown: ["min_size"], changed: [["min_size"]] })).toEqual(["2→undefined", "2 updated"]);
  const { before, after, machines } = groupFate("web", "g", undefined, [], []);
  expect([before, after, machines.map(({ fate, count }) => [fate, count])]).toEqual([undefined, undefined, [[Fate.UNTOUCHED, undefined]]]);
});

test("a block is a list of at most one, or an object", () => {
  expect([blocks([{ a: 1 }]), blocks({ a: 1 }), blocks([]), blocks(null), blocks("x")]).toEqual([[{ a: 1 }], [{ a: 1 }], [], [], []]);
});
