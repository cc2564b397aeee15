import { describe, expect, test } from "vitest";
import { FC021 } from "../../../lib/check/rules/fc021";
import { foreignStack, noteOf, poolStack, subjectOf } from "../config-stacks";
import { changeOf, planOf } from "../model/changes-of";
import { stackOf } from "../manifests";
import { problemsOf, recordedSubject } from "./subject";

describe("as Terraform plans it", () => {
  test.each([
    ["aws", "plain-group-latest", "aws_autoscaling_group.web launches from a version of its launch template whose name stays the same"],
    ["aws", "plain-user-data", "aws_instance.a is stopped and started with other user data, which Ignition does not read again"],
    [
      "hetzner",
      "fc021-placement-group",
      "hcloud_server.a comes to another placement group, or out of its own, while it runs: the apply fails",
    ],
    ["hetzner", "fc021-protected", "hcloud_server.a is protected against the deletion that is planned: the apply fails"],
    ["libvirt-0.9", "volume-capacity", "is to be changed in place, which the provider refuses when it is applied"],
    ["libvirt-0.9", "volume-backing-store", "is to be changed in place, which the provider refuses when it is applied"],
    [
      "libvirt-0.9",
      "root-disk-under-machine",
      "runs on a root disk that the apply deletes: it begins anew, with a new one, when it is stopped",
    ],
    ["libvirt-0.9", "network-reservation", "changes in Terraform's state alone: the provider tells libvirt of nothing but autostart"],
  ])("%s, %s", (platform, name, expected) => {
    const found = problemsOf(FC021, recordedSubject(platform, name)).map(({ message }) => message);
    expect(found).toEqual([expect.stringContaining(expected)]);
  });

  test.each([
    ["aws", "plain-group"],
    ["aws", "plain-group-without-refresh"],
    ["aws", "plain-user-data-replace"],
    ["aws", "group-config-replace"],
    ["aws", "named-config-replace"],
    ["hetzner", "fc021-protected-label"],
    ["hetzner", "plain-user-data"],
    ["hetzner", "config-replace"],
    ["libvirt", "data-disk"],
    ["libvirt", "config-replace"],
    ["libvirt-0.9", "network-autostart"],
    ["libvirt-0.9", "root-disk-renamed"],
    ["libvirt-0.9", "switched-off"],
    ["libvirt-0.9", "nothing"],
    ["libvirt-0.9", "first-apply"],
  ])("what comes close and is none: %s, %s", (platform, name) => {
    expect(problemsOf(FC021, recordedSubject(platform, name))).toEqual([]);
  });
});

test("what the configuration tells is told without a plan, and the rest waits for one", () => {
  expect(FC021.parts.map(({ needs }) => needs)).toEqual([[], ["plan"]]);
  const { stack } = recordedSubject("aws", "plain-group-latest");
  const [found, ...others] = problemsOf(FC021, subjectOf(stack.stack));
  expect(found.subjects).toEqual(["aws_autoscaling_group.web"]);
  expect(found.details).toEqual(["aws_autoscaling_group.web: version $Latest"]);
  expect(found.mend).toContain("latest_version");
  expect(others).toEqual([]);
  expect(problemsOf(FC021, subjectOf(recordedSubject("aws", "plain-user-data").stack.stack))).toEqual([]);
});

test("machines of a pool are one problem, by their names", () => {
  const names = ["a", "b", "c", "d", "e", "f"];
  const stack = poolStack(Object.fromEntries(names.map((name) => [name, noteOf("1")])));
  const moved = names.map((name) =>
    changeOf("hcloud_server", { address: `hcloud_server.${name}`, actions: ["update"], changed: [["placement_group_id"]] }),
  );
  const [all, ...others] = problemsOf(FC021, subjectOf(stack, undefined, { plan: planOf(...moved) }));
  expect(all.pool?.path).toBe("x/db");
  expect(all.subjects).toEqual(names);
  expect(all.message).toMatch(/^a, b, c, d, e, … \(6\) of db come to another placement group, or out of their own, while they run/);
  expect(all.details).toHaveLength(6);
  expect(others).toEqual([]);
  const [one] = problemsOf(FC021, subjectOf(stack, undefined, { plan: planOf(moved[0]) }));
  expect(one.message).toMatch(/^a of db comes to another placement group, or out of its own, while it runs/);
});

test("what belongs to no machine is about the stack, and several traps are several problems", () => {
  const changes = [
    changeOf("libvirt_volume", { address: "libvirt_volume.a", actions: ["update"], changed: [["capacity"]] }),
    changeOf("libvirt_volume", { address: "libvirt_volume.b", actions: ["update"], changed: [["capacity"], ["target", "path"]] }),
    changeOf("libvirt_network", { address: "libvirt_network.n", actions: ["update"], changed: [["ips", 0]] }),
  ];
  const found = problemsOf(FC021, subjectOf(stackOf(), undefined, { plan: planOf(...changes) }));
  expect(found.map(({ pool, message, details }) => [pool, message, details])).toEqual([
    [
      undefined,
      "libvirt_volume.a, libvirt_volume.b are to be changed in place, which the provider refuses when it is applied",
      ["libvirt_volume.a: capacity", "libvirt_volume.b: capacity, target"],
    ],
    [
      undefined,
      "libvirt_network.n changes in Terraform's state alone: the provider tells libvirt of nothing but autostart",
      ["libvirt_network.n: ips"],
    ],
  ]);
});

test("machines that no pool made are called by their addresses, each a problem of its own", () => {
  const stack = foreignStack({ hcloud_server: { a: { datacenter: "fsn1-dc14" }, b: { datacenter: "nbg1-dc3" }, c: { location: "fsn1" } } });
  expect(problemsOf(FC021, subjectOf(stack)).map(({ pool, message }) => [pool?.name, message])).toEqual([
    ["hcloud_server.a", "hcloud_server.a names a datacenter, an attribute that Hetzner Cloud has removed: the provider refuses to plan it"],
    ["hcloud_server.b", "hcloud_server.b names a datacenter, an attribute that Hetzner Cloud has removed: the provider refuses to plan it"],
  ]);
});
