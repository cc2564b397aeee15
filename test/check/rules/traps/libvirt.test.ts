import { describe, expect, test } from "vitest";
import { PlanChange } from "../../../../lib/check/plan/plan";
import {
  CONFIG_ON_ANOTHER_HOST,
  LEFT_OFF,
  LOST_ROOT_DISK,
  UPDATED_NETWORK,
  UPDATED_STORAGE,
} from "../../../../lib/check/rules/traps/libvirt";
import { JsonObject } from "../../../../lib/check/record";
import { SynthesisedStack } from "../../../../lib/check/synth/stack";
import { checked, foreignStack } from "../../config-stacks";
import { changeOf, planOf } from "../../model/changes-of";
import { recordedSubject } from "../subject";

const planned = (change: PlanChange) => checked(foreignStack({}), undefined, { plan: planOf(change) });

describe("a config in a file of another machine", () => {
  const fwCfg = (file: string) => ({ sys_info: [{ fw_cfg: { entry: [{ name: "opt/org.flatcar-linux/config", file, value: "" }] } }] });
  const BY_PATH: JsonObject = fwCfg("${libvirt_ignition.i.path}");
  const REMOTE = "qemu+ssh://core@kvm.example.com/system";

  const find = (domain: JsonObject, uri: unknown = REMOTE, more: Partial<SynthesisedStack> = {}) => {
    const providers = { libvirt: [uri === null ? {} : { uri }] };
    const stack = foreignStack({ libvirt_domain: { a: domain }, libvirt_ignition: { i: { content: "{}" } } }, { providers, ...more });
    return [...CONFIG_ON_ANOTHER_HOST.find(checked(stack))];
  };
  const FOUND = [{ address: "libvirt_domain.a", detail: "the path of libvirt_ignition.i" }];

  test.each([
    REMOTE,
    "qemu+tcp://10.0.0.1/system",
    "qemu+tls://kvm/system",
    "qemu://kvm/system",
    "qemu+sshcmd://kvm:2222/system?keyfile=/x",
    "qemu+ssh://core@[fd00::1]:22/system",
    "qemu+ssh://${var.host}/system",
  ])("is out of reach of %s", (uri) => {
    expect(find(BY_PATH, uri)).toEqual(FOUND);
  });

  test.each([
    "qemu:///system",
    "qemu+unix:///system?socket=/run/x",
    "qemu+unix://kvm/system",
    "qemu+ssh://localhost/system",
    "qemu+tcp://127.0.0.1:16509/system",
    "qemu+tls://[::1]/system",
    "qemu+ssh:///system",
    "${var.uri}",
    null,
    5,
  ])("is in reach of %s, as far as anybody knows", (uri) => {
    expect(find(BY_PATH, uri)).toEqual([]);
  });

  test("is none where the config is uploaded: by 0.8, or as a volume", () => {
    expect(find({ coreos_ignition: "${libvirt_ignition.i.id}" })).toEqual([]);
    expect(find(fwCfg("${libvirt_volume.ign.path}"))).toEqual([]);
    expect(find(fwCfg("${libvirt_ignition.i.pathology}"))).toEqual([]);
  });

  test("is found with an index, and behind a local", () => {
    expect(find(fwCfg("${libvirt_ignition.i[count.index].path}"))).toEqual(FOUND);
    expect(find(fwCfg("${local.file}"), REMOTE, { locals: { file: "${libvirt_ignition.i.path}" } })).toEqual(FOUND);
  });

  test("goes by the provider of the domain", () => {
    const providers = { libvirt: [{ uri: "qemu:///system" }, { alias: "far", uri: "${local.uri}" }] };
    const more = { providers, locals: { uri: REMOTE } };
    expect(find(BY_PATH, null, more)).toEqual([]);
    expect(find({ ...BY_PATH, provider: "libvirt.far" }, null, more)).toEqual(FOUND);
    expect(find({ ...BY_PATH, provider: "libvirt.other" }, null, more)).toEqual([]);
    expect(find(BY_PATH, null, { providers: {} })).toEqual([]);
  });
});

test.each<[string, Partial<PlanChange>, boolean]>([
  ["libvirt_volume", { changed: [["capacity"]] }, true],
  ["libvirt_volume", { changed: [["backing_store", "path"]] }, true],
  ["libvirt_pool", { changed: [["target", "path"]] }, true],
  ["libvirt_volume", { changed: [["capacity"]], actions: ["delete", "create"] }, false],
  ["libvirt_volume", { actions: ["no-op"] }, false],
  ["libvirt_domain", { changed: [["memory"]] }, false],
])("storage: %s with %j", (type, change, isTrap) => {
  const found = [...UPDATED_STORAGE.find(planned(changeOf(type, { actions: ["update"], ...change })))];
  expect(found.map(({ address }) => address)).toEqual(isTrap ? [`${type}.a`] : []);
});

test.each<[string, Partial<PlanChange>, boolean]>([
  ["ranges of addresses", { changed: [["ips", 0, "dhcp"]] }, true],
  ["autostart and something else", { changed: [["autostart"], ["mtu", "size"]] }, true],
  ["autostart", { changed: [["autostart"]] }, false],
  ["anything, by 0.8", { changed: [["dns", 0, "hosts"]], before: { mode: "nat" } }, false],
  ["anything of one that is replaced", { changed: [["ips"]], actions: ["delete", "create"] }, false],
  ["anything of something else", { changed: [["ips"]], type: "libvirt_domain" }, false],
])("a network: another %s", (_, change, isTrap) => {
  const found = [...UPDATED_NETWORK.find(planned(changeOf("libvirt_network", { actions: ["update"], ...change })))];
  expect(found.map(({ address }) => address)).toEqual(isTrap ? ["libvirt_network.a"] : []);
});

test("a root disk that goes while its machine runs on is found, with the volume", () => {
  const { stack } = recordedSubject("libvirt-0.9", "root-disk-under-machine");
  const [found, ...others] = LOST_ROOT_DISK.find(stack);
  expect(others).toEqual([]);
  expect(found.address).toBe("libvirt_domain.a");
  expect(found.detail).toContain("libvirt_volume.");
  expect([...LOST_ROOT_DISK.find(recordedSubject("libvirt-0.9", "root-disk-renamed").stack)]).toEqual([]);
});

test.each([
  ["nothing", {}, {}, true],
  ["that it is to run", {}, { running: true }, false],
  ["that it is to be off", { running: true }, { running: false }, false],
])("a machine that is defined anew, of which is said %s", (_, before, after, isTrap) => {
  const change = changeOf("libvirt_domain", {
    actions: ["update"],
    changed: [["title"]],
    before: { name: "a", ...before },
    after: { name: "a", ...after },
  });
  expect([...LEFT_OFF.find(planned(change))].map(({ address }) => address)).toEqual(isTrap ? ["libvirt_domain.a"] : []);
});

test("without a plan nothing is changed", () => {
  const stack = checked(foreignStack({}));
  for (const trap of [UPDATED_STORAGE, UPDATED_NETWORK, LOST_ROOT_DISK, LEFT_OFF]) expect([...trap.find(stack)]).toEqual([]);
});
