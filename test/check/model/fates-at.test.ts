import { expect, test } from "vitest";
import { Fate, MachineFate, PoolFates } from "../../../lib/check/model/fate";
import { fatesAt } from "../../../lib/check/model/fates-at";

const machine = (address: string): MachineFate => ({
  name: address,
  address,
  fate: Fate.REPLACED,
  count: 1,
  isBefore: true,
  isAfter: true,
  reasons: [],
});

test("the machines of a resource are those whose addresses go on behind it", () => {
  const machines = ["hcloud_server.a[0]", "hcloud_server.ab", 'hcloud_server.a["x"]', "module.m.hcloud_server.a"].map(machine);
  const fates: PoolFates = { stack: "t", name: "a", platform: "hetzner", kind: "named", quorum: false, before: 4, after: 4, machines };
  expect(fatesAt(fates, "hcloud_server.a")).toEqual([machines[0], machines[2]]);
  expect(fatesAt(fates, "hcloud_server.ab")).toEqual([machines[1]]);
  expect(fatesAt(fates, "hcloud_server.none")).toEqual([]);
  expect(fatesAt(undefined, "hcloud_server.a")).toEqual([]);
});
