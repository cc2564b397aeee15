import { expect, test } from "vitest";
import { PlanChange } from "../../../../lib/check/plan/plan";
import { MOVING_VERSION, MOVING_VERSION_IN_MODULES, USER_DATA_IN_PLACE } from "../../../../lib/check/rules/traps/aws";
import { checked, foreignStack } from "../../config-stacks";
import { groupStack } from "../made-subject";
import { changeOf, planOf } from "../../model/changes-of";

const GROUP = "aws_autoscaling_group";
const REFRESH = { instance_refresh: { strategy: "Rolling" } };
const planned = (...changes: PlanChange[]) => checked(foreignStack({ [GROUP]: { own: {} } }), undefined, { plan: planOf(...changes) });

test.each([
  [{ launch_template: { id: "x", version: "$Latest" } }, "version $Latest"],
  [{ launch_template: [{ id: "x", version: "$Default" }] }, "version $Default"],
  [{ launch_template: { id: "x" } }, "version $Default"],
  [{ launch_template: { id: "x", version: "7" } }, undefined],
  [{ launch_template: { id: "x", version: "${aws_launch_template.x.latest_version}" } }, undefined],
  [{ launch_configuration: "x" }, undefined],
])("a group with %j", (group, detail) => {
  const expected = detail === undefined ? [] : [{ address: `${GROUP}.web`, detail }];
  expect([...MOVING_VERSION.find(checked(foreignStack({ [GROUP]: { web: { ...group, ...REFRESH } } })))]).toEqual(expected);
});

test("a group without an instance refresh replaces no machine, whatever its version is called", () => {
  const group = { launch_template: { id: "x", version: "$Latest" }, instance_refresh: [] };
  expect([...MOVING_VERSION.find(checked(foreignStack({ [GROUP]: { web: group } })))]).toEqual([]);
});

test.each([
  ["new-nodes-only", 0],
  ["replace", 1],
] as const)("a pool in which changes of the machine config are %s", (onConfigChange, found) => {
  const { resources, ...stack } = groupStack({ onConfigChange });
  const web = { launch_template: { id: "${aws_launch_template.web.id}", version: "$Default" }, ...REFRESH };
  expect([...MOVING_VERSION.find(checked({ ...stack, resources: { ...resources, [GROUP]: { web } } }))]).toHaveLength(found);
});

test("a mixed policy is looked into, and each version told once", () => {
  const specification = { launch_template_specification: { launch_template_id: "x", version: "$Latest" } };
  const group = { mixed_instances_policy: { launch_template: { ...specification, override: [specification] } }, ...REFRESH };
  const [found] = MOVING_VERSION.find(checked(foreignStack({ [GROUP]: { web: group } })));
  expect(found.detail).toBe("version $Latest");
});

test("a group of a module is seen in the plan, those of the stack in its JSON", () => {
  const refresh = { instance_refresh: [{ strategy: "Rolling" }] };
  const latest = { launch_template: [{ id: "x", version: "$Latest" }], ...refresh };
  const group = (address: string, after: object = latest) => changeOf(GROUP, { address, after: { ...after } });
  const find = (...changes: PlanChange[]) => [...MOVING_VERSION_IN_MODULES.find(planned(...changes))].map(({ address }) => address);
  const inModule = `module.m.${GROUP}.own`;
  expect(find(group(inModule), group(`${GROUP}.own`), group(`${GROUP}.own[0]`))).toEqual([inModule]);
  expect(find(group(inModule, { launch_template: [{ id: "x", version: "3" }], ...refresh }))).toEqual([]);
  // What goes has nothing after, and what is no group has no template.
  expect(find(group(inModule, {}), changeOf("aws_instance", { after: latest }))).toEqual([]);
  expect([...MOVING_VERSION_IN_MODULES.find(checked(foreignStack({})))]).toEqual([]);
});

test.each<[string, Partial<PlanChange>, boolean]>([
  ["user data", { changed: [["user_data"]] }, true],
  ["user data in base64", { changed: [["user_data_base64"]] }, true],
  ["tags", { changed: [["tags", "a"]] }, false],
  ["user data of one that is replaced", { changed: [["user_data"]], actions: ["delete", "create"] }, false],
  ["user data of something else", { changed: [["user_data"]], type: "aws_launch_template" }, false],
])("an update in place of %s", (_, change, isTrap) => {
  const stack = planned(changeOf("aws_instance", { actions: ["update"], ...change }));
  expect([...USER_DATA_IN_PLACE.find(stack)]).toEqual(isTrap ? [{ address: "aws_instance.a" }] : []);
});

test("without a plan there is no update", () => {
  expect([...USER_DATA_IN_PLACE.find(checked(foreignStack({})))]).toEqual([]);
});
