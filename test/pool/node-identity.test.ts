import { TerraformStack, TerraformVariable } from "cdktf";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { HcloudProvider, HetznerNodeOptions, HetznerNodePool, HetznerSubnet } from "../../lib/hetzner";
import { LibvirtNetwork, LibvirtNodeOptions, LibvirtNodePool, LibvirtProvider } from "../../lib/libvirt";
import { MachineConfig } from "../../lib/pool/machine-config";
import { RebootWindow, UpdateStrategy } from "../../lib/update";
import { StackJson, synthesise } from "../support";
import { RELEASE } from "./test-pool";

// A node's resources depend on stack, pool and node: never on which other nodes there are or in which order they were written.

interface Nodes {
  readonly [name: string]: LibvirtNodeOptions & HetznerNodeOptions;
}

type Build = (stack: TerraformStack, nodes: Nodes) => void;

const NAMES = ["a", "b", "db", "web-0", "web-1", "web-10", "0", "7", "x".repeat(40), "long-name-with-many-parts"];

const NODES: Nodes = Object.fromEntries(
  NAMES.map((name, i) => [name, i % 3 === 0 ? { index: i } : { machineConfig: [MachineConfig.file({ path: "/own", contents: name })] }]),
);

const update = UpdateStrategy.reboot({ window: RebootWindow.daily({ start: "01:00", length: "1h" }).staggered({ slots: 6 }) });

const libvirt: Build = (stack, nodes) => {
  new LibvirtProvider(stack, "Provider", { uri: "qemu:///system" });
  // Large enough that hashed addresses do not meet.
  const network = LibvirtNetwork.existing("3a0dd1f5-0000-4000-8000-000000000000", "10.0.0.0/8");
  const dataDisks = [{ name: "data", sizeGib: 1 }];
  new LibvirtNodePool(stack, "pool", { release: RELEASE, network, update, nodes, dataDisks, machineConfig: [shared(stack)] });
};

const hetzner: Build = (stack, nodes) => {
  new HcloudProvider(stack, "Provider", {});
  const subnet = HetznerSubnet.fromAttributes({ subnetId: "1-10.0.0.0/16", ipRange: "10.0.0.0/16" });
  const props = { release: RELEASE, serverType: "cx23", location: "fsn1", placementGroups: 5, subnet };
  new HetznerNodePool(stack, "pool", { ...props, update, nodes, machineConfig: [shared(stack)] });
};

// A value that waits for apply, so that locals are compared too.
function shared(stack: TerraformStack): MachineConfig {
  const { stringValue } = new TerraformVariable(stack, "v", {});
  return MachineConfig.file({ path: "/token", contents: `<${stringValue}>` });
}

// What is a node's own in a stack's JSON, by address, with locals put in where they are used: Terraform does not keep their names.
function resourcesOf(json: StackJson, node: string): { [address: string]: unknown } {
  const manifest = json["//"]?.flatcar as { pools: { [path: string]: { nodes: { [name: string]: { resources: string[] } } } } };
  const inlined = (value: unknown): unknown => {
    const text = JSON.stringify(value).replace(/local\.([\w-]+)/g, (_, name: string) => JSON.stringify(inlined(json.locals?.[name])));
    return text;
  };
  const { resources } = manifest.pools["stack/pool"].nodes[node];
  return Object.fromEntries(
    resources.map((address) => {
      const [type, name] = address.split(".");
      return [address, inlined(json.resource?.[type][name])];
    }),
  );
}

test.each<[string, Build]>([
  ["libvirt", libvirt],
  ["hetzner", hetzner],
])("any order and subset of the names gives each node the same resources on %s", (_, build) => {
  const alone = new Map(
    NAMES.map((name) => [
      name,
      resourcesOf(
        synthesise((stack) => build(stack, { [name]: NODES[name] })),
        name,
      ),
    ]),
  );
  for (const resources of alone.values()) expect(Object.keys(resources).length).toBeGreaterThan(1);
  fc.assert(
    fc.property(fc.shuffledSubarray(NAMES, { minLength: 1 }), (names) => {
      const json = synthesise((stack) => build(stack, Object.fromEntries(names.map((name) => [name, NODES[name]]))));
      for (const name of names) expect(resourcesOf(json, name)).toEqual(alone.get(name));
    }),
    { numRuns: 15 },
  );
});

test("the same nodes give the same bytes each time", () => {
  for (const build of [libvirt, hetzner]) {
    const [one, other] = [0, 1].map(() => synthesise((stack) => build(stack, NODES)));
    expect(JSON.stringify(one)).toBe(JSON.stringify(other));
  }
});

test("a MAC address follows from the stack and the name of the node", () => {
  const macs = (json: StackJson) =>
    Object.values(json.resource?.libvirt_domain ?? {}).map((domain) => (domain.network_interface as { mac: string }[])[0].mac);
  const [a] = macs(synthesise((stack) => libvirt(stack, { a: {} })));
  const [b] = macs(synthesise((stack) => libvirt(stack, { b: {} })));
  const [elsewhere] = macs(synthesise((stack) => libvirt(stack, { a: {} }), { id: "other" }));
  expect(new Set([a, b, elsewhere]).size).toBe(3);
});
