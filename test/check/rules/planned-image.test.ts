import { expect, test } from "vitest";
import { CheckedMachine } from "../../../lib/check/model/checked-machine";
import { Changes } from "../../../lib/check/model/changes";
import { PlanChange } from "../../../lib/check/plan/plan";
import { keepsImage, plannedImages } from "../../../lib/check/rules/planned-image";
import { SynthesisedStack } from "../../../lib/check/synth/stack";
import { stackOf } from "../manifests";
import { changeOf, planOf } from "../model/changes-of";

const STACK = stackOf({
  resources: {
    hcloud_server: {
      a: { image: "1" },
      b: { image: "1", lifecycle: { ignore_changes: ["image"] } },
      c: { image: "1", lifecycle: { ignore_changes: "all" } },
    },
    aws_launch_template: { t: { image_id: "ami-1" } },
    aws_autoscaling_group: { g: { launch_template: { id: "${aws_launch_template.t.id}" } } },
    libvirt_domain: { d: {} },
  },
});

function imagesOf(stack: SynthesisedStack, address: string, ...changes: PlanChange[]) {
  const machine = new CheckedMachine(stack, { name: address, address, resources: [address] });
  return plannedImages({ stack, changes: new Changes(planOf(...changes)) })(machine);
}

test("a machine's own change says what becomes of its image", () => {
  const change = changeOf("hcloud_server");
  expect(imagesOf(STACK, "hcloud_server.a", change)).toEqual([
    { image: { address: "hcloud_server.a", attribute: "image", text: "1" }, change, owner: change },
  ]);
});

test("of a group the launch template's does, and the group's own is beside", () => {
  const template = changeOf("aws_launch_template", { address: "aws_launch_template.t" });
  const group = changeOf("aws_autoscaling_group", { address: "aws_autoscaling_group.g" });
  expect(imagesOf(STACK, "aws_autoscaling_group.g", template, group)).toMatchObject([{ change: template, owner: group }]);
  expect(imagesOf(STACK, "aws_autoscaling_group.g", template)[0]).not.toHaveProperty("owner");
});

test("with count or for_each there are several", () => {
  const found = ["hcloud_server.a[0]", 'hcloud_server.a["x"]', "hcloud_server.ab"].map((address) => changeOf("hcloud_server", { address }));
  expect(imagesOf(STACK, "hcloud_server.a", ...found).map(({ change }) => change)).toEqual(found.slice(0, 2));
});

test("what no id names, and what the plan does not know, has none", () => {
  expect(imagesOf(STACK, "libvirt_domain.d", changeOf("libvirt_domain", { address: "libvirt_domain.d" }))).toEqual([]);
  expect(imagesOf(STACK, "hcloud_server.a")).toEqual([]);
  const machine = new CheckedMachine(STACK, { name: "a", address: "hcloud_server.a", resources: [] });
  expect(plannedImages({ stack: STACK })(machine)).toEqual([]);
});

test("a machine that is there keeps an image that is not looked at", () => {
  const keeps = (name: string, actions: string[]): boolean => {
    const address = `hcloud_server.${name}`;
    return keepsImage({ stack: STACK }, imagesOf(STACK, address, changeOf("hcloud_server", { address, actions }))[0]);
  };
  expect(["a", "b", "c"].map((name) => keeps(name, ["update"]))).toEqual([false, true, true]);
  expect(["b", "c"].map((name) => keeps(name, ["delete", "create"]))).toEqual([false, false]);
});
