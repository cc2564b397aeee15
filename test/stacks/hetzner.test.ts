import { expect, test } from "vitest";
import { dev } from "../../environments/dev";
import { Environment, HetznerEnvironment } from "../../environments/environment";
import { HetznerStack } from "../../stacks/hetzner";
import { FlatcarLock } from "../../lib";
import { HetznerImage } from "../../lib/hetzner";
import { scratchStack, synthesiseApp, thrown } from "../support";
import { hetznerStackOf, resourcesOf } from "./stack-of";

const stack = hetznerStackOf(dev);

test("the provider takes its token from its own environment variable, and none is in the JSON", () => {
  expect(stack).toMatchObject({ provider: { hcloud: [{}] } });
  expect(JSON.stringify(stack).toLowerCase()).not.toContain("token");
});

test("the network, the key and the machines carry the stack's name, so that environments can share a project", () => {
  const names = ["hcloud_network", "hcloud_ssh_key", "hcloud_firewall", "hcloud_server", "hcloud_primary_ip"].flatMap((type) =>
    resourcesOf(stack, type).map(({ name }) => name as string),
  );
  expect(names.filter((name) => !name.startsWith("dev-hetzner"))).toEqual([]);
  expect(new Set(resourcesOf(stack, "hcloud_server").map(({ name }) => name))).toEqual(new Set(["dev-hetzner-web-0", "dev-hetzner-web-1"]));
});

test("the subnet is the first /24 of the network, and every server is in it", () => {
  expect(resourcesOf(stack, "hcloud_network_subnet")).toMatchObject([{ ip_range: "10.10.0.0/24", network_zone: "eu-central" }]);
  for (const server of resourcesOf(stack, "hcloud_server")) {
    expect(server.network).toMatchObject([{ subnet_id: "${hcloud_network_subnet.Subnet.id}" }]);
  }
});

test("Hetzner gets the operator's key too, so that it makes no password", () => {
  for (const server of resourcesOf(stack, "hcloud_server")) expect(server.ssh_keys).toEqual(["${hcloud_ssh_key.OperatorKey.id}"]);
});

test("a release that the lock does not have is an error", () => {
  const lock = FlatcarLock.parse('{"lockVersion":1,"releases":{}}', "flatcar.lock.json");
  const error = thrown(() => new HetznerStack(scratchStack().node.root, "a", dev, dev.hetzner as HetznerEnvironment, lock));
  expect(error.code).toBe("lock-release-missing");
});

test("a protected environment protects its pools and its network", () => {
  const guarded: Environment = { ...dev, protect: true };
  const unguarded = ["hcloud_server", "hcloud_primary_ip", "hcloud_network", "hcloud_network_subnet"].flatMap((type) =>
    resourcesOf(hetznerStackOf(guarded), type).filter(({ lifecycle }) => lifecycle?.prevent_destroy !== true),
  );
  expect(unguarded).toEqual([]);
});

test("a pool of a protected environment can say otherwise", () => {
  const hetzner = dev.hetzner as HetznerEnvironment;
  const web = { ...hetzner.pools.web, protect: false };
  const mixed: Environment = { ...dev, protect: true, hetzner: { ...hetzner, pools: { web } } };
  for (const server of resourcesOf(hetznerStackOf(mixed), "hcloud_server")) expect(server.lifecycle?.prevent_destroy).toBeUndefined();
});

test("a pool may name its image by itself, such as the snapshot of the lock's own artifact", () => {
  const hetzner = dev.hetzner as HetznerEnvironment;
  const artifacts = { "flatcar_production_hetzner_image.bin.bz2": { sha512: "ab".repeat(64), size: 1 } };
  const release = { channel: "beta", version: "4757.1.0", ignition: "2.24.0", architectures: { arm64: { artifacts } } };
  const lock = FlatcarLock.parse(JSON.stringify({ lockVersion: 1, releases: { dev: release } }), "flatcar.lock.json");
  const pools = { web: { ...hetzner.pools.web, image: HetznerImage.byLock() } };
  const json = synthesiseApp((app) => void new HetznerStack(app, "a", dev, { ...hetzner, pools }, lock)).a;
  expect(Object.values(json.data?.hcloud_image ?? {})).toMatchObject([
    { with_architecture: "arm", with_selector: expect.stringContaining(`,flatcar-sha512=${"ab".repeat(64).slice(0, 63)}`) },
  ]);
});
