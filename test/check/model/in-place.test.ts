import { expect, test } from "vitest";
import { Fate } from "../../../lib/check/model/fate";
import { MACHINE_TYPES, inPlace } from "../../../lib/check/model/in-place";
import { changeOf } from "./changes-of";

const old = { fw_cfg_name: "opt/com.coreos/config" };

test.each<[string, string, object, Fate]>([
  ["hcloud_server", "server_type", {}, Fate.POWER_CYCLED],
  ["hcloud_server", "public_net", {}, Fate.POWER_CYCLED],
  ["hcloud_server", "iso", {}, Fate.RESTARTED],
  ["hcloud_server", "rescue", {}, Fate.RESTARTED],
  ["hcloud_server", "labels", {}, Fate.UPDATED],
  ["hcloud_server", "network", {}, Fate.UPDATED],
  ["aws_instance", "instance_type", {}, Fate.POWER_CYCLED],
  ["aws_instance", "user_data", {}, Fate.POWER_CYCLED],
  ["aws_instance", "user_data_base64", {}, Fate.POWER_CYCLED],
  ["aws_instance", "cpu_options", {}, Fate.POWER_CYCLED],
  ["aws_instance", "tags", {}, Fate.UPDATED],
  ["libvirt_domain", "autostart", { ...old, running: true }, Fate.UPDATED],
  ["libvirt_domain", "autostart", { ...old, running: false }, Fate.RESTARTED],
  ["libvirt_domain", "memory", { running: true }, Fate.REDEFINED],
  ["libvirt_domain", "devices", {}, Fate.REDEFINED],
  ["other", "server_type", {}, Fate.UPDATED],
  ["constructor", "name", {}, Fate.UPDATED],
])("%s with another %s, before it %j, is %s", (type, attribute, before, fate) => {
  expect(inPlace(changeOf(type, { actions: ["update"], changed: [[attribute, 0, "x"]], before: { ...before } }))).toBe(fate);
});

test("groups and what matchbox serves are no machines with names", () => {
  expect([...MACHINE_TYPES].sort()).toEqual(["aws_instance", "hcloud_server", "libvirt_domain"]);
});
