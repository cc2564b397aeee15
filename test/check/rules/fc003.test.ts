import { expect, test } from "vitest";
import { FC003 } from "../../../lib/check/rules/fc003";
import { DEFAULT_SETTINGS } from "../../../lib/check/settings/settings";
import { NODE, namedPool } from "../manifests";
import { changeOf } from "../model/changes-of";
import { recorded, recordings } from "../model/recorded";
import { Planned, planned, replaced, serverChange, serverPool } from "./planned";
import { problemsOf, recordedSubject } from "./subject";

const found = (platform: string, name: string): string[] =>
  problemsOf(FC003, recordedSubject(platform, name)).map(({ message }) => message);
const foundIn = (subject: Planned): string[] => problemsOf(FC003, planned(subject)).map(({ message }) => message);

const ORDER = "machines are destroyed before their successors are created";

test("a pool whose machines are destroyed before their successors are created may have fewer in between than may be missing", () => {
  expect(problemsOf(FC003, recordedSubject("hetzner", "config-replace"))).toMatchObject([
    {
      pool: { path: "t/web" },
      message: `web may be left with no machine in service during the apply, of 2 before and 2 after it: ${ORDER}`,
      details: ["low point 0, peak 2"],
    },
  ]);
  expect(found("hetzner", "fc001-two-of-three")).toEqual([
    `web may be left with 1 machine in service during the apply, of 3 before and 3 after it: ${ORDER}`,
  ]);
});

test.each([
  ["hetzner", "config-of-one-node"],
  ["hetzner", "node-renamed"],
  ["hetzner", "pool-removed"],
  ["hetzner", "public-addresses"],
  ["hetzner", "first-apply"],
  ["hetzner", "fc003-another-name"],
  ["aws", "group-config-replace"],
  ["aws", "group-generation"],
  ["aws", "group-shrinks"],
  ["bare-metal", "config"],
])("one of two, what goes for good, restarts, refreshes and names that the provider makes are no matter: %s, %s", (platform, name) => {
  expect(found(platform, name)).toEqual([]);
});

const three = { stack: { pools: { "x/db": serverPool(["a", "b", "c"]) } } };
const two = { ...three, changes: [replaced("a"), replaced("b"), serverChange("c", ["no-op"])] };
const all = { ...three, changes: ["a", "b", "c"].map((name) => replaced(name)) };

test("how many may be missing is the pool's own, and all where it says 100 %", () => {
  expect(foundIn(two)).toHaveLength(1);
  expect(foundIn({ ...two, settings: { ...DEFAULT_SETTINGS, maxUnavailable: 2 } })).toEqual([]);
  expect(foundIn({ ...two, settings: { ...DEFAULT_SETTINGS, pools: { "x/db": { maxUnavailable: 2 } } } })).toEqual([]);
  expect(foundIn({ ...all, settings: { ...DEFAULT_SETTINGS, maxUnavailable: 3 } })).toHaveLength(1);
  expect(foundIn({ ...all, settings: { ...DEFAULT_SETTINGS, maxUnavailable: "100%" } })).toEqual([]);
});

test("a pool that shrinks is held against what it is to have", () => {
  const shrinks = (...fates: string[][]): Planned => ({
    ...{ stack: { pools: { "x/db": serverPool(["a"]) } }, base: { pools: { "x/db": serverPool(["a", "b", "c"]) } } },
    changes: ["a", "b", "c"].map((name, i) => serverChange(name, fates[i])),
  });
  expect(foundIn(shrinks(["no-op"], ["delete"], ["delete"]))).toEqual([]);
  expect(foundIn(shrinks(["delete", "create"], ["delete"], ["delete"]))).toEqual([
    `db may be left with no machine in service during the apply, of 3 before and 1 after it: ${ORDER}`,
  ]);
});

test("a group of unknown size is told without numbers", () => {
  const parts = { actions: ["delete", "create"], unknown: ["min_size"] };
  expect(foundIn({ changes: [changeOf("aws_autoscaling_group", parts)] })).toEqual([
    `aws_autoscaling_group.a may be left with no machine in service during the apply: ${ORDER}`,
  ]);
});

test("a machine that is created first under the name of the old one is told, with where names are unique", () => {
  expect(problemsOf(FC003, recordedSubject("hetzner", "fc003-taken-name"))).toMatchObject([
    {
      pool: { name: "hcloud_server.a" },
      subjects: ["hcloud_server.a"],
      message: "t-a is created under a name that is taken until the old one is destroyed: names of hcloud_server are unique in a project",
      details: ["hcloud_server.a"],
    },
  ]);
});

test("a profile of matchbox that is created first is deleted again with the old one", () => {
  expect(problemsOf(FC003, recordedSubject("bare-metal", "fc003-profile-deleted"))).toMatchObject([
    {
      pool: { path: "t/web" },
      subjects: [expect.stringMatching(/^matchbox_profile\.web_a_Profile_\w+$/)],
      message: "t-a of web is deleted again with what was there before: it is destroyed last, and matchbox knows both by the same name",
    },
  ]);
});

test("all of a pool whose names are taken is one problem, by the names of its machines", () => {
  const first = (type: string, name: string) =>
    changeOf(type, {
      address: `${type}.${name}`,
      actions: ["create", "delete"],
      before: { name: `x-${name}` },
      after: { name: `x-${name}` },
    });
  const nodes = { a: { ...NODE, machine: "hcloud_server.a", resources: ["hcloud_firewall.a", "hcloud_server.a"] } };
  const subject = planned({
    stack: { pools: { "x/db": namedPool({ nodes }) } },
    changes: [first("hcloud_firewall", "a"), first("hcloud_server", "a"), first("hcloud_network", "n")],
  });
  expect(problemsOf(FC003, subject)).toMatchObject([
    {
      pool: { path: "x/db" },
      subjects: ["hcloud_firewall.a", "a"],
      message:
        "x-a, x-a of db are created under a name that is taken until the old one is destroyed: " +
        "names of hcloud_firewall are unique in a project, names of hcloud_server are unique in a project",
    },
    { pool: undefined, subjects: ["hcloud_network.n"], message: expect.stringMatching(/^x-n is created under/) },
  ]);
});

test("a machine that is created first with an address that the old one still has is told", () => {
  expect(problemsOf(FC003, recordedSubject("hetzner", "fc003-taken-address"))).toMatchObject([
    { subjects: ["hcloud_server.a"], message: "t-a-2 is created while what it replaces still has the same address" },
  ]);
  const side = { public_net: [{ ipv4: 7 }] };
  const both = ["a", "b"].map((name) => serverChange(name, ["create", "delete"], { before: side, after: side }));
  expect(foundIn({ stack: { pools: { "x/db": serverPool(["a", "b"]) } }, changes: both })).toEqual([
    "hcloud_server.a, hcloud_server.b of db are created while what they replace still have the same address",
  ]);
});

test("a server that may come into a full placement group before another leaves it is told, with the most there may be", () => {
  const names = Array.from({ length: 10 }, (_, i) => `s${i}`);
  const group = { placement_group_id: 7 };
  const changes = [
    ...names.slice(1).map((name) => serverChange(name, ["no-op"], { before: group, after: group })),
    serverChange("s0", ["delete"], { before: group }),
    serverChange("new", ["create"], { after: { ...group, name: "x-new" } }),
  ];
  const stack = { pools: { "x/db": serverPool([...names.slice(1), "new"]) } };
  const base = { pools: { "x/db": serverPool(names) } };
  expect(problemsOf(FC003, planned({ stack, base, changes }))).toMatchObject([
    {
      pool: { path: "x/db" },
      subjects: ["new"],
      message: "x-new of db may come while placement group 7 is full: up to 11 servers at a time, and it holds 10",
      details: ["hcloud_server.new"],
    },
  ]);
  expect(foundIn({ stack, base, changes: changes.slice(1) })).toEqual([]);
});

const server = { name: "x-a", lifecycle: { create_before_destroy: true } };

test("without a plan a fixed name and create_before_destroy on one resource are told, pool by pool", () => {
  const stack = { pools: { "x/db": serverPool(["a", "b"]) }, resources: { hcloud_server: { a: server, b: server, c: server, d: {} } } };
  expect(problemsOf(FC003, planned({ stack }))).toMatchObject([
    {
      pool: { path: "x/db" },
      subjects: ["a", "b"],
      message:
        "hcloud_server.a, hcloud_server.b of db have create_before_destroy and names that stay, so that no replacement can be created: " +
        "names of hcloud_server are unique in a project",
    },
    {
      pool: { name: "hcloud_server.c" },
      subjects: ["hcloud_server.c"],
      message: expect.stringMatching(/^hcloud_server\.c has create_before_destroy and a name that stays/),
    },
  ]);
});

test("what a plan creates first is told once, under whichever key", () => {
  const stack = { resources: { hcloud_server: { a: server } } };
  const first = (name: string, after: string) =>
    serverChange(name, ["create", "delete"], { before: { name: "x-a" }, after: { name: after } });
  expect(foundIn({ stack, changes: [first("a", "x-a")] })).toEqual([expect.stringMatching(/^x-a is created under/)]);
  expect(foundIn({ stack, changes: [first("a[0]", "x-a")] })).toEqual([expect.stringMatching(/^x-a is created under/)]);
  expect(foundIn({ stack, changes: [first("a", "x-b")] })).toEqual([]);
  expect(foundIn({ stack, changes: [serverChange("a", ["no-op"])] })).toEqual([expect.stringMatching(/a name that stays/)]);
});

test("what pools of this package create first has another name then", () => {
  for (const platform of ["hetzner", "aws", "libvirt", "bare-metal"]) {
    for (const name of recordings(platform).filter((each) => !each.startsWith("fc"))) {
      expect(foundIn({ stack: recorded(platform, name).stack }), `${platform}/${name}`).toEqual([]);
    }
  }
});

test("what a plan does needs a plan, and what stands in the stack none", () => {
  expect(FC003.parts.map(({ needs }) => needs)).toEqual([["plan"], []]);
  expect([...FC003.parts[0].find(planned(three))]).toEqual([]);
});
