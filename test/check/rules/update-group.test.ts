import { expect, test } from "vitest";
import { checkedStack } from "../../../lib/check/model/checked-stack";
import { publicGroup } from "../../../lib/check/rules/update-group";
import { SynthesisedStack } from "../../../lib/check/synth/stack";
import { stackOf } from "../manifests";
import { MadeMachine, namedStack } from "./made-subject";

const release = { channel: "lts", version: "4081.3.10" };
const updateConf = (text: string) => ({
  storage: { files: [{ path: "/etc/flatcar/update.conf", contents: { source: `data:,${encodeURIComponent(text)}` } }] },
});
const ignition = { version: "3.4.0" };
const groupOf = (stack: SynthesisedStack) => publicGroup(checkedStack({ stack, file: "f" }).pools[0].machines[0]);
const of = (config: object, node: MadeMachine["node"] = {}) =>
  groupOf(namedStack({ a: { config: { ignition, ...config }, node } }, { release }));

test("a machine asks for the group of its image's channel, or for the one that its update.conf names", () => {
  expect(of({})).toBe("lts");
  expect(of(updateConf("REBOOT_STRATEGY=off\n"))).toBe("lts");
  expect(of(updateConf("GROUP=lts-2024\n"))).toBe("lts-2024");
  expect(of(updateConf("GROUP=stable\nSERVER=https://public.update.flatcar-linux.net/v1/update/\n"))).toBe("stable");
});

test("one that asks another server, or none, asks for no group of Flatcar's", () => {
  expect(of(updateConf("GROUP=stable\nSERVER=https://nebraska.example.com/v1/update/\n"))).toBeUndefined();
  expect(of(updateConf("SERVER=disabled\n"))).toBeUndefined();
  expect(of({ systemd: { units: [{ name: "update-engine.service", mask: true }] } })).toBeUndefined();
});

test("what boots from the network does not update itself; what is installed from it does", () => {
  const served = { record: "terraform_data.r" };
  expect(of({}, { served: { ...served, taken: "at-boot" } })).toBeUndefined();
  expect(of({}, { served: { ...served, taken: "at-installation" } })).toBe("lts");
  const raw_ignition = JSON.stringify({ ignition });
  const matchbox_profile = { p: { kernel: "/assets/flatcar/4081.3.10/flatcar_production_pxe.vmlinuz", raw_ignition } };
  const matchbox_group = { a: { profile: "${matchbox_profile.p.name}" } };
  expect(groupOf(stackOf({ resources: { matchbox_profile, matchbox_group } }))).toBeUndefined();
});

test("what is not known is not guessed", () => {
  expect(of(updateConf("GROUP=${var.group}\n"))).toBeUndefined();
  const remote = { storage: { files: [{ path: "/etc/flatcar/update.conf", contents: { source: "https://example.com/update.conf" } }] } };
  expect(of(remote)).toBeUndefined();
  const source = "https://example.com/more.ign";
  expect(of({ ignition: { ...ignition, config: { merge: [{ source }] } } })).toBeUndefined();
  expect(of({ ignition: { ...ignition, config: { replace: { source } } } })).toBeUndefined();
  expect(groupOf(namedStack({ a: {} }, { release }))).toBeUndefined();
  const user_data = JSON.stringify({ ignition });
  expect(groupOf(stackOf({ resources: { hcloud_server: { a: { user_data } } } }))).toBeUndefined();
});
