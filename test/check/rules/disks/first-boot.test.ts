import { expect, test } from "vitest";
import { PlanChange } from "../../../../lib/check/plan/plan";
import { FirstBoot, firstBootOf } from "../../../../lib/check/rules/disks/first-boot";
import { SynthesisedStack } from "../../../../lib/check/synth/stack";
import { checked, foreignStack } from "../../config-stacks";
import { changeOf, planOf } from "../../model/changes-of";
import { recordedSubject } from "../subject";

const recordedBoots = (platform: string, name: string): (FirstBoot | undefined)[] => {
  const { stack } = recordedSubject(platform, name);
  const [pool] = stack.pools;
  return pool.machines.map((machine) => firstBootOf(stack, pool, machine));
};

test.each([
  ["hetzner", "config-of-one-node", [FirstBoot.BY_APPLY, undefined]],
  ["hetzner", "server-type", [undefined, undefined]],
  ["hetzner", "node-added", [undefined, undefined]],
  ["aws", "named-config-replace", [FirstBoot.BY_APPLY, FirstBoot.BY_APPLY]],
  ["aws", "group-config-replace", [undefined]],
  ["libvirt", "config-replace", [FirstBoot.BY_APPLY, FirstBoot.BY_APPLY]],
  // The domain is replaced, and starts from the root disk that it had.
  ["libvirt", "memory", [undefined, undefined]],
  ["libvirt", "fc016-domain-alone", [undefined]],
  ["libvirt", "node-added", [undefined, undefined]],
  ["bare-metal", "config", [FirstBoot.NEXT_INSTALLATION, FirstBoot.NEXT_INSTALLATION]],
  ["bare-metal", "diskless-config", [FirstBoot.NEXT_BOOT, FirstBoot.NEXT_BOOT]],
  ["bare-metal", "nothing", [undefined, undefined]],
])("as Terraform plans it: %s, %s", (platform, name, expected) => {
  expect(recordedBoots(platform, name)).toEqual(expected);
});

const boot = (stack: SynthesisedStack, ...changes: PlanChange[]): FirstBoot | undefined => {
  const found = checked(stack, undefined, { plan: planOf(...changes) });
  return firstBootOf(found, found.pools[0], found.pools[0].machines[0]);
};

test("a domain that is not replaced boots for the first time with another root disk, as by 0.9", () => {
  const disks = [
    { source: { volume: { volume: "${libvirt_volume.root.name}" } } },
    { source: { volume: { volume: "${libvirt_volume.data.name}" } } },
  ];
  const stack = foreignStack({ libvirt_domain: { a: { devices: { disks } } }, libvirt_volume: { root: {}, data: {} } });
  const domain = changeOf("libvirt_domain");
  const replaced = (name: string) => changeOf("libvirt_volume", { address: `libvirt_volume.${name}`, actions: ["delete", "create"] });
  expect(boot(stack, domain, replaced("root"))).toBe(FirstBoot.BY_APPLY);
  expect(boot(stack, domain, replaced("data"))).toBeUndefined();
  expect(boot(stack, { ...domain, actions: ["create"] }, replaced("root"))).toBeUndefined();
  expect(boot(stack, { ...domain, actions: ["delete"] }, replaced("root"))).toBeUndefined();
  expect(boot(stack, domain)).toBeUndefined();
});

test("of machines of one resource, one is enough", () => {
  const server = (i: number, actions: string[]) => changeOf("hcloud_server", { address: `hcloud_server.a[${i}]`, actions });
  const stack = foreignStack({ hcloud_server: { a: {} } });
  expect(boot(stack, server(0, ["no-op"]), server(1, ["delete", "create"]))).toBe(FirstBoot.BY_APPLY);
  expect(boot(stack, server(0, ["no-op"]), server(1, ["create"]))).toBeUndefined();
});

test("without a plan nobody knows", () => {
  const found = checked(foreignStack({ hcloud_server: { a: {} } }));
  expect(firstBootOf(found, found.pools[0], found.pools[0].machines[0])).toBeUndefined();
});
