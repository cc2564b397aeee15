import { expect, test } from "vitest";
import { checkedStack } from "../../../lib/check/model/checked-stack";
import { isGivenLogin } from "../../../lib/check/rules/given-keys";
import type { Resources } from "../../../lib/check/synth/stack";
import { IgnitionConfig } from "../../../lib/ignition";
import { stackOf } from "../manifests";

/** Whether the first machine is given a login. */
function isGiven(resources: Resources, config: IgnitionConfig = {}): boolean {
  const stack = stackOf({ resources });
  const [{ machines }] = checkedStack({ stack, file: "cdk.tf.json" }).pools;
  return isGivenLogin(stack, machines[0], config);
}

test.each([
  [{ ssh_keys: ["${hcloud_ssh_key.k.id}"] }, true],
  [{ ssh_keys: "${var.keys}" }, true],
  [{ ssh_keys: [] }, false],
  [{ ssh_keys: null }, false],
  [{}, false],
])("Hetzner gives a server the keys that it names: %j", (server, given) => {
  expect(isGiven({ hcloud_server: { a: { ...server } } })).toBe(given);
});

test("AWS gives an instance the key that it names, or its launch template", () => {
  expect(isGiven({ aws_instance: { a: { key_name: "ops" } } })).toBe(true);
  expect(isGiven({ aws_instance: { a: { key_name: "" } } })).toBe(false);
  const templates = { aws_launch_template: { t: { key_name: "ops" }, u: {} }, aws_launch_configuration: { c: { key_name: "ops" } } };
  const group = (attributes: object) => isGiven({ ...templates, aws_autoscaling_group: { g: { ...attributes } } });
  expect(group({ launch_template: { id: "${aws_launch_template.t.id}" } })).toBe(true);
  expect(group({ launch_template: { id: "${aws_launch_template.u.id}" } })).toBe(false);
  expect(group({ launch_template: { id: "${aws_launch_template.missing.id}" } })).toBe(false);
  expect(group({ launch_configuration: "${aws_launch_configuration.c.name}" })).toBe(true);
});

test("keys of a cloud do not arrive where the unit that fetches them is masked", () => {
  const server = { hcloud_server: { a: { ssh_keys: ["1"] } } };
  const unit = (name: string, mask = true) => ({ systemd: { units: [{ name, mask }] } });
  expect(isGiven(server, unit("coreos-metadata-sshkeys@core.service"))).toBe(false);
  expect(isGiven(server, unit("coreos-metadata-sshkeys@.service"))).toBe(false);
  expect(isGiven(server, unit("coreos-metadata-sshkeys@core.service", false))).toBe(true);
  expect(isGiven(server, unit("other.service"))).toBe(true);
});

test.each([
  [["flatcar.autologin"], true],
  [["console=ttyS0", "sshkey=ssh-ed25519 AAAA"], true],
  [["sshkey="], false],
  [["console=ttyS0", 7], false],
  ["${var.args}", false],
  [undefined, false],
])("a machine that boots from the network is told by the kernel's arguments: %j", (args, given) => {
  const group = { g: { profile: "${matchbox_profile.p.name}" } };
  expect(isGiven({ matchbox_group: group, matchbox_profile: { p: { raw_ignition: "{}", args } } })).toBe(given);
});
