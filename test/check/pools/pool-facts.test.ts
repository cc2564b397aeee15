import { expect, test } from "vitest";
import { poolsOf } from "../../../lib/check/pools/pool-facts";
import { readState } from "../../../lib/check/pools/state-file";
import { CONFIG, NODE, groupPool, namedPool, stackOf } from "../manifests";

const lts = { channel: "lts", version: "4081.3.10" };
const STACK = stackOf({
  outputs: { known: { b: "10.0.0.2" }, later: ["${server.a.ip}"] },
  resources: { libvirt_domain: { b: { network_interface: [{ addresses: ["10.0.0.3"] }] } } },
  pools: {
    "x/db": namedPool({
      source: { file: "main.ts", line: 7 },
      nodes: {
        a: { ...NODE, resources: ["server.a", "hcloud_server.a"], release: lts, config: { ...CONFIG, bytes: 9, exact: false } },
        b: {
          ...NODE,
          hostname: "b1",
          resources: ["libvirt_domain.b"],
          served: { mac: "52:54:00:00:00:0b", taken: "at-boot", record: "t.r" },
        },
      },
    }),
    "x/web": groupPool({ userDataLimit: null }),
  },
});

test("a pool is what the manifest says of it, with the largest of its configs", () => {
  const [db, web] = poolsOf(STACK);
  expect(db).toEqual({
    stack: "x",
    path: "x/db",
    pool: "db",
    platform: "hetzner",
    kind: "named",
    release: { channel: "stable", version: "4593.2.5" },
    architecture: "arm64",
    update: { strategy: "reboot", updatesInPlace: true },
    onConfigChange: "replace",
    onReleaseChange: "new-nodes-only",
    quorum: false,
    userData: { bytes: 9, exact: false, limit: 32768 },
    nodes: [
      expect.objectContaining({ name: "a", hostname: "a", machine: "t.n", release: lts }),
      expect.objectContaining({ name: "b" }),
    ] as object[],
    source: { file: "main.ts", line: 7 },
  });
  expect(db.nodes?.[1]).toMatchObject({ hostname: "b1", release: { version: "4593.2.5" }, mac: "52:54:00:00:00:0b" });
  expect(web).toMatchObject({ pool: "web", kind: "group", capacity: { min: 2, max: 4 }, userData: { bytes: 7, exact: true, limit: null } });
  expect(web).not.toHaveProperty("nodes");
});

test("the addresses of a machine are those known at plan, those of the outputs and those of the state, best first", () => {
  const addresses = (...args: Parameters<typeof poolsOf>) =>
    poolsOf(...args)[0].nodes?.map((node) => node.addresses.map(({ address }) => address));
  expect(addresses(STACK)).toEqual([[], ["10.0.0.2", "10.0.0.3"]]);
  expect(addresses(STACK, { outputs: { later: ["192.0.2.1"], known: { b: "10.0.0.2" } } })).toEqual([
    ["192.0.2.1"],
    ["10.0.0.2", "10.0.0.3"],
  ]);
  const attributes = { ipv4_address: "192.0.2.9", network: [{ ip: "10.0.0.1" }] };
  const resources = [{ mode: "managed", type: "hcloud_server", name: "a", instances: [{ attributes }] }];
  const state = readState(JSON.stringify({ version: 4, serial: 1, lineage: "l", resources }), "s.json");
  expect(addresses(STACK, { state })).toEqual([
    ["192.0.2.9", "10.0.0.1"],
    ["10.0.0.2", "10.0.0.3"],
  ]);
});

test("a stack without pools has none", () => {
  expect(poolsOf(stackOf())).toEqual([]);
});
