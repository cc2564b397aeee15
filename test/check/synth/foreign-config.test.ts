import { expect, test } from "vitest";
import { CONFIG_ATTRIBUTES, FOREIGN_TYPES, foreignConfigPlace } from "../../../lib/check/synth/foreign-config";
import type { Resources } from "../../../lib/check/synth/stack";
import { stackOf } from "../manifests";

/** Where the config of the resource `m` of a type is found, `address.attribute (encoding)`. */
function place(type: string, resource: object, others: Resources = {}, locals = {}): string | undefined {
  const found = foreignConfigPlace(stackOf({ locals, resources: { ...others, [type]: { m: { ...resource } } } }), type, "m");
  return found === undefined ? undefined : `${found.address}.${found.attribute} (${found.encoding})`;
}

test("servers and instances have their configs in themselves", () => {
  expect(place("hcloud_server", { user_data: "{}" })).toBe("hcloud_server.m.user_data (plain)");
  expect(place("aws_instance", { user_data: "{}" })).toBe("aws_instance.m.user_data (plain)");
  expect(place("aws_instance", { user_data_base64: "e30=" })).toBe("aws_instance.m.user_data_base64 (base64)");
});

const TEMPLATE = { aws_launch_template: { t: { user_data: "e30=" } } };
const launchTemplate = { id: "${aws_launch_template.t.id}", version: "${aws_launch_template.t.latest_version}" };

test("what is launched from a template has its config there, unless an instance has its own", () => {
  expect(place("aws_autoscaling_group", { launch_template: launchTemplate }, TEMPLATE)).toBe("aws_launch_template.t.user_data (base64)");
  expect(place("aws_instance", { launch_template: [launchTemplate] }, TEMPLATE)).toBe("aws_launch_template.t.user_data (base64)");
  expect(place("aws_instance", { launch_template: launchTemplate, user_data: "{}" }, TEMPLATE)).toBe("aws_instance.m.user_data (plain)");
});

test("of several templates of a group the first counts", () => {
  const templates = { aws_launch_template: { t: { user_data: "e30=" }, u: { user_data: "e30=" } } };
  const specification = (name: string) => ({ launch_template_specification: { launch_template_id: `\${aws_launch_template.${name}.id}` } });
  const mixed = { launch_template: { ...specification("t"), override: [specification("u")] } };
  expect(place("aws_autoscaling_group", { mixed_instances_policy: mixed }, templates)).toBe("aws_launch_template.t.user_data (base64)");
});

test("an old group has a launch configuration, whose user data is either", () => {
  const group = { launch_configuration: "${aws_launch_configuration.c.name}" };
  const configured = (attributes: object): string | undefined =>
    place("aws_autoscaling_group", group, { aws_launch_configuration: { c: { ...attributes } } });
  expect(configured({ user_data: "{}" })).toBe("aws_launch_configuration.c.user_data (plain)");
  expect(configured({ user_data_base64: "e30=" })).toBe("aws_launch_configuration.c.user_data_base64 (base64)");
});

test("a domain names its config somewhere, in either line of the provider, and a group its profile", () => {
  const ignition = { libvirt_ignition: { i: { content: "{}" } } };
  const entry = { name: "opt/org.flatcar-linux/config", file: "${libvirt_ignition.i.path}" };
  expect(place("libvirt_domain", { coreos_ignition: "${libvirt_ignition.i.id}" }, ignition)).toBe("libvirt_ignition.i.content (plain)");
  expect(place("libvirt_domain", { sys_info: [{ fw_cfg: { entry: [entry] } }] }, ignition)).toBe("libvirt_ignition.i.content (plain)");
  const profile = { matchbox_profile: { p: { raw_ignition: "{}" } } };
  expect(place("matchbox_group", { profile: "${matchbox_profile.p.name}" }, profile)).toBe("matchbox_profile.p.raw_ignition (plain)");
});

test("a reference may go by a local", () => {
  const locals = { template: "${aws_launch_template.t.id}" };
  expect(place("aws_autoscaling_group", { launch_template: { id: "${local.template}" } }, TEMPLATE, locals)).toBe(
    "aws_launch_template.t.user_data (base64)",
  );
});

test.each<[string, object, Resources?]>([
  ["hcloud_server", {}],
  ["hcloud_server", { user_data: 7 }],
  ["aws_autoscaling_group", {}],
  ["aws_autoscaling_group", { launch_template: { id: "lt-1" } }, TEMPLATE],
  ["aws_autoscaling_group", { launch_template: { id: "${data.aws_launch_template.t.id}" } }, TEMPLATE],
  ["aws_autoscaling_group", { launch_template: { id: "${aws_launch_template.missing.id}" } }, TEMPLATE],
  ["matchbox_group", { profile: "p" }, { matchbox_profile: { p: { raw_ignition: "{}" } } }],
  ["hcloud_network", { user_data: "{}" }],
])("of %s %j no config is known", (type, resource, others) => expect(place(type, resource, others)).toBeUndefined());

test("of a resource that is not there no config is known", () => {
  expect(foreignConfigPlace(stackOf(), "hcloud_server", "m")).toBeUndefined();
});

test("the types that are machines, and the attributes that hold configs", () => {
  expect(FOREIGN_TYPES).toEqual(["hcloud_server", "aws_instance", "aws_autoscaling_group", "libvirt_domain", "matchbox_group"]);
  expect(Object.fromEntries(CONFIG_ATTRIBUTES)).toEqual({
    hcloud_server: ["user_data"],
    aws_instance: ["user_data", "user_data_base64"],
    aws_launch_template: ["user_data"],
    aws_launch_configuration: ["user_data", "user_data_base64"],
    libvirt_ignition: ["content"],
    matchbox_profile: ["raw_ignition"],
  });
});
