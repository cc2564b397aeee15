import { expect, test } from "vitest";
import { isMovingVersion, templateVersions } from "../../../lib/check/model/template-version";

const specification = (version?: string) => ({ launch_template_specification: { launch_template_id: "lt", version } });

test("the versions of a group are those of its template, and of all in a mixed policy", () => {
  expect(templateVersions({ launch_template: { id: "lt", version: "3" } })).toEqual(["3"]);
  expect(templateVersions({ launch_template: [{ id: "lt", version: "$Latest" }] })).toEqual(["$Latest"]);
  const mixed = { launch_template: [{ ...specification("1"), override: [{ instance_type: "m7i.large" }, specification("2")] }] };
  expect(templateVersions({ mixed_instances_policy: [mixed] })).toEqual(["1", "2"]);
});

test("without a version it is the default version, and without a template there is none", () => {
  expect(templateVersions({ launch_template: { id: "lt" } })).toEqual(["$Default"]);
  expect(templateVersions({ launch_template: [{ id: "lt", version: null }] })).toEqual(["$Default"]);
  expect(templateVersions({ launch_configuration: "lc" })).toEqual([]);
});

test("the newest and the default version move, numbers and references do not", () => {
  expect(["$Latest", "$Default"].every(isMovingVersion)).toBe(true);
  expect(["1", 1, "${aws_launch_template.t.latest_version}", "Latest", undefined].some(isMovingVersion)).toBe(false);
});
