import { expect, test } from "vitest";
import { Fate, MachineFate, PoolFates } from "../../../lib/check/model/fate";
import { poolFates } from "../../../lib/check/model/model";
import { recorded, recordings } from "./recorded";

const PLATFORMS = ["aws", "bare-metal", "hetzner", "libvirt", "libvirt-0.9"];
/** Of which the other side says two names, as it has two. */
const RENAMED = "libvirt-0.9 domain-renamed";
const ALL = PLATFORMS.flatMap((platform) => recordings(platform).map((name) => [platform, name] as const));

const APPLIED = ALL.filter(([platform, name]) => recorded(platform, name).machines !== null && `${platform} ${name}` !== RENAMED);

/** What the other side says of a machine that has a fate. */
const HAPPENED: { readonly [fate in Fate]: RegExp } = {
  [Fate.CREATED]: /^(new|as served|defined, started)$/,
  [Fate.REPLACED]: /^(replaced|another boot|stopped, undefined, defined, started from another root disk)$/,
  [Fate.DESTROYED]: /^(gone|stopped, undefined)$/,
  [Fate.RESTARTED]: /^reset/,
  [Fate.POWER_CYCLED]: /^(power cycle|stopped and started): /,
  [Fate.REDEFINED]: /^(another boot|(stopped, )?undefined, defined(, started)?)$/,
  [Fate.REFRESHED]: /^replaced$/,
  [Fate.STALE]: /^stale$/,
  [Fate.UPDATED]: /^(untouched|runs on|as served)/,
  [Fate.UNTOUCHED]: /^(untouched|runs on|as served)$/,
};

/** Machines that matchbox would install anew, which only their next boot tells. */
const AT_NEXT_BOOT = ["generation a", "mac c"];

const nodeOf = ({ name }: MachineFate): string => name.replace(/^\w+\./, "");

/** `2 replaced, 1 new`, as the rigs say it of groups. */
function counted(machines: readonly MachineFate[]): string {
  const words: { [fate in Fate]?: string } = {
    [Fate.CREATED]: "new",
    [Fate.DESTROYED]: "gone",
    [Fate.REFRESHED]: "replaced",
    [Fate.REPLACED]: "replaced",
  };
  const of = (word: string): string[] => {
    const count = machines.filter(({ fate }) => (words[fate] ?? "untouched") === word).reduce((sum, each) => sum + (each.count ?? NaN), 0);
    return count === 0 ? [] : [`${count} ${word}`];
  };
  return ["untouched", "replaced", "gone", "new"].flatMap(of).join(", ");
}

test.each(APPLIED)("what is said of the machines is what happened to them: %s, %s", (platform, name) => {
  const { stack, plan, base, machines: seen } = recorded(platform, name);
  const machines = seen ?? {};
  const told = new Set<string>();
  for (const pool of poolFates(stack, plan, base)) {
    if (pool.kind === "group") {
      const group = nodeOf(pool.machines[0]);
      told.add(group);
      if (pool.machines.some(({ isAtMost }) => isAtMost === true)) expect(machines[group]).toMatch(/^2 (untouched|replaced)$/);
      else expect(counted(pool.machines)).toBe(machines[group]);
      continue;
    }
    for (const machine of pool.machines) {
      told.add(nodeOf(machine));
      // Nobody asks matchbox of machines that no pool made, and it knows nothing of what it serves no more.
      const ofMatchbox = !machine.isAfter ? "stale" : pool.path === undefined ? "as served" : "nobody knows";
      const happened = machines[nodeOf(machine)] ?? (platform === "bare-metal" ? ofMatchbox : "nobody knows");
      if (AT_NEXT_BOOT.includes(`${name} ${machine.name}`) && platform === "bare-metal") expect(machine.fate).toBe(Fate.STALE);
      else expect(happened, `${machine.name} is said to be ${machine.fate}`).toMatch(HAPPENED[machine.fate]);
      if (platform === "libvirt-0.9") {
        expect([machine.losesDisk === true, machine.staysOff === true]).toEqual([/deleted$/.test(happened), /, defined$/.test(happened)]);
      }
    }
  }
  expect(Object.keys(machines).filter((machine) => !told.has(machine))).toEqual([]);
});

const fates = (pools: readonly PoolFates[]): string[] =>
  pools.map(({ name, before, after, machines }) => {
    const shown = machines.map(
      (each) => `${each.name} ${each.count === 1 ? "" : `${each.isAtMost === true ? "≤" : ""}${each.count} `}${each.fate}`,
    );
    return `${name} ${before}→${after}: ${shown.join(", ")}`;
  });
const of = (platform: string, name: string, withBase = true): string[] => {
  const { stack, plan, base } = recorded(platform, name);
  return fates(poolFates(stack, plan, withBase ? base : undefined));
};

// The change matrix of docs/changes.md, and what plans show of it: a row for each change, a column for each platform.
test.each<[string, { readonly [recording: string]: string }]>([
  [
    "machine config, REPLACE",
    {
      "hetzner/config-replace": "web 2→2: a replaced, c replaced",
      "libvirt/config-replace": "web 2→2: a replaced, b replaced",
      "aws/named-config-replace": "web 2→2: a replaced, c replaced",
      "aws/group-config-replace": "web 2→2: web 2 refreshed",
      "bare-metal/config": "web 2→2: a stale, c stale",
      "bare-metal/diskless-config": "web 2→2: a stale, c stale",
    },
  ],
  [
    "machine config, NEW_NODES_ONLY",
    {
      "hetzner/config-new-nodes-only": "web 2→2: a untouched, c untouched",
      "libvirt/config-new-nodes-only": "web 2→2: a untouched, b untouched",
      "aws/named-config-new-nodes-only": "web 2→2: a untouched, c untouched",
      "aws/group-config-new-nodes-only": "web 2→2: web 2 updated",
    },
  ],
  [
    "machine config of one node",
    {
      "hetzner/config-of-one-node": "web 2→2: a replaced, c untouched",
      "bare-metal/config-of-one-node": "web 2→2: a stale, c untouched",
    },
  ],
  [
    "release, REPLACE",
    {
      "hetzner/release-replace": "web 2→2: a replaced, c replaced",
      "libvirt/release-replace": "web 2→2: a replaced, b replaced",
      "aws/named-release-replace": "web 2→2: a replaced, c replaced",
      "aws/group-release": "web 2→2: web 2 refreshed",
      "bare-metal/release-replace": "web 2→2: a stale, c stale",
      "bare-metal/diskless-release": "web 2→2: a stale, c stale",
    },
  ],
  [
    "release, NEW_NODES_ONLY",
    {
      "hetzner/release-new-nodes-only": "web 2→2: a untouched, c untouched",
      "libvirt/release-new-nodes-only": "web 2→2: a untouched, b untouched",
      "aws/named-release-new-nodes-only": "web 2→2: a untouched, c untouched",
      "aws/group-release-new-nodes-only": "web 2→2: web 2 updated",
      "bare-metal/release-new-nodes-only": "web 2→2: a updated, c updated",
    },
  ],
  [
    "generation of one node raised",
    {
      "hetzner/generation": "web 2→2: a replaced, c untouched",
      "libvirt/generation": "web 2→2: a replaced, b untouched",
      "aws/named-generation": "web 2→2: a replaced, c untouched",
      "aws/group-generation": "web 2→2: web 2 refreshed",
      "bare-metal/generation": "web 2→2: a stale, c untouched",
    },
  ],
  [
    "label or tag",
    {
      "hetzner/label": "web 2→2: a updated, c updated",
      "aws/named-tag": "web 2→2: a updated, c untouched",
      "aws/group-tag": "web 2→2: web 2 updated",
    },
  ],
  [
    "machine size",
    {
      "hetzner/server-type": "web 2→2: a power-cycled, c untouched",
      "libvirt/memory": "web 2→2: a redefined, b untouched",
      "aws/named-instance-type": "web 2→2: a power-cycled, c untouched",
      "aws/group-instance-type": "web 2→2: web 2 refreshed",
    },
  ],
  [
    "architecture",
    { "hetzner/architecture": "web 2→2: a replaced, c replaced", "aws/named-architecture": "web 2→2: a replaced, c replaced" },
  ],
  ["public addresses", { "hetzner/public-addresses": "web 2→2: a power-cycled, c power-cycled" }],
  ["private address", { "hetzner/private-address": "web 2→2: a updated, c untouched" }],
  ["location", { "hetzner/location": "web 2→2: a replaced, c replaced" }],
  ["MAC address", { "bare-metal/mac": "web 2→2: a untouched, c stale" }],
  [
    "size of the root disk",
    { "libvirt/root-disk": "web 2→2: a replaced, b replaced", "aws/named-root-disk": "web 2→2: a updated, c updated" },
  ],
  ["data disks", { "libvirt/data-disk": "web 2→2: a redefined, b redefined" }],
  ["start with the host", { "libvirt/autostart": "web 2→2: a updated, b updated" }],
  [
    "number of machines",
    {
      "aws/group-grows": "web 2→3: web 2 updated, web created",
      "aws/group-shrinks": "web 3→2: web 2 updated, web destroyed",
      "aws/group-grows-and-refreshes": "web 2→3: web 2 refreshed, web created",
    },
  ],
  ["change policy", { "aws/group-policy": "web 2→2: web ≤2 refreshed" }],
  [
    "node added",
    {
      "hetzner/node-added": "web 1→2: a untouched, c created",
      "libvirt/node-added": "web 1→2: a untouched, b created",
      "aws/named-node-added": "web 1→2: a untouched, c created",
      "bare-metal/node-added": "web 1→2: a untouched, c created",
    },
  ],
  [
    "node removed",
    {
      "hetzner/node-removed": "web 2→1: c untouched, a destroyed",
      "libvirt/node-removed": "web 2→1: b untouched, a destroyed",
      "aws/named-node-removed": "web 2→1: c untouched, a destroyed",
      "bare-metal/node-removed": "web 2→1: c untouched, a stale",
    },
  ],
  ["node renamed", { "hetzner/node-renamed": "web 2→2: a untouched, d created, c destroyed" }],
  ["pool moved", { "hetzner/pool-moved": "web 2→2: a untouched, c untouched" }],
  ["nothing", { "hetzner/nothing": "web 2→2: a untouched, c untouched", "bare-metal/nothing": "web 2→2: a untouched, c untouched" }],
])("a change of docs/changes.md does to the machines what that page says: %s", (_, rows) => {
  for (const [recording, fate] of Object.entries(rows)) {
    const [platform, name] = recording.split("/");
    expect(of(platform, name), recording).toEqual([fate]);
  }
});

test("pools that come are created, and pools that go are destroyed with all of their machines", () => {
  expect(of("hetzner", "first-apply")).toEqual(["web 0→2: a created, c created"]);
  expect(of("aws", "group-first-apply")).toEqual(["web 0→2: web 2 created"]);
  expect(of("hetzner", "pool-removed")).toEqual(["web 2→2: a untouched, c untouched", "other 1→0: x destroyed"]);
  expect(of("aws", "group-removed")).toEqual(["web 2→2: a untouched, c untouched", "other 2→0: other 2 destroyed"]);
});

test("machines that no pool made are told by their resources, each its own pool", () => {
  expect(of("hetzner", "plain-user-data")).toEqual([
    "hcloud_server.a 1→1: hcloud_server.a replaced",
    "hcloud_server.b 1→1: hcloud_server.b untouched",
  ]);
  expect(of("hetzner", "plain-server-type")[0]).toBe("hcloud_server.a 1→1: hcloud_server.a power-cycled");
  expect(of("hetzner", "plain-label")[0]).toBe("hcloud_server.a 1→1: hcloud_server.a updated");
  expect(of("aws", "plain-user-data")[0]).toBe("aws_instance.a 1→1: aws_instance.a power-cycled");
  expect(of("aws", "plain-user-data-replace")[0]).toBe("aws_instance.a 1→1: aws_instance.a replaced");
});

test("an update of a launch template replaces machines where a refresh follows, and none where the version is $Latest or no refresh is asked for", () => {
  const group = "aws_autoscaling_group.web";
  expect(of("aws", "plain-group")).toEqual([`${group} 2→2: ${group} 2 refreshed`]);
  expect(of("aws", "plain-group-latest")).toEqual([`${group} 2→2: ${group} 2 updated`]);
  expect(of("aws", "plain-group-without-refresh")).toEqual([`${group} 2→2: ${group} 2 updated`]);
});

test("without the stack of before, a machine that goes is its pool's by its label or tag, else one that no pool made", () => {
  expect(of("hetzner", "node-removed", false)).toEqual(["web 2→1: c untouched, a destroyed"]);
  expect(of("aws", "named-node-removed", false)).toEqual(["web 2→1: c untouched, a destroyed"]);
  const [web, domain] = of("libvirt", "node-removed", false);
  expect(web).toBe("web 1→1: b untouched");
  expect(domain).toMatch(/^libvirt_domain\.web_a_Domain_\w+ 1→0: .* destroyed$/);
});

test("each machine has its reasons: which resource, why, and by which attributes", () => {
  const { stack, plan, base } = recorded("hetzner", "generation");
  const [{ machines }] = poolFates(stack, plan, base);
  expect(machines[0]).toMatchObject({ name: "a", fate: Fate.REPLACED, order: "destroy-first", count: 1, isBefore: true, isAfter: true });
  const reasons = machines[0].reasons.map(({ address, paths, ...rest }) => ({
    ...rest,
    address: address.slice(0, -9),
    paths: paths.map((path) => path.join(".")),
  }));
  expect(reasons).toEqual([
    {
      ...{ address: "terraform_data.web_a_Generation", actions: ["delete", "create"] },
      ...{ actionReason: "replace_because_cannot_update", paths: ["triggers_replace.generation"] },
    },
    {
      ...{ address: "hcloud_server.web_a_Server", actions: ["delete", "create"] },
      ...{ actionReason: "replace_by_triggers", paths: expect.arrayContaining(["user_data"]) as string[] },
    },
  ]);
  expect(machines[1].reasons).toEqual([]);
});
