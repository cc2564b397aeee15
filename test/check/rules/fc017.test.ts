import { expect, test } from "vitest";
import { FC017 } from "../../../lib/check/rules/fc017";
import { NODE, groupPool, namedPool } from "../manifests";
import { changeOf } from "../model/changes-of";
import { recordings } from "../model/recorded";
import { Planned, planned, serverChange, serverPool } from "./planned";
import { problemsOf, recordedSubject } from "./subject";

const found = (platform: string, name: string) => problemsOf(FC017, recordedSubject(platform, name));
const foundIn = (subject: Planned) => problemsOf(FC017, planned(subject));

test("a pool that was moved in the tree without movedFrom is told with what to write", () => {
  expect(FC017.severity).toBe("fail");
  expect(found("hetzner", "fc017-pool-moved")).toMatchObject([
    {
      pool: { path: "t/site" },
      subjects: ["a", "c"],
      message: "2 of 2 machines of web are destroyed and created again under the same name for another address alone",
      mend: 'give web movedFrom: "web"',
      details: [
        expect.stringMatching(/^t-a: hcloud_server\.web_a_Server_\w+ is now hcloud_server\.site_a_Server_\w+$/),
        expect.stringMatching(/^t-c: hcloud_server\.web_c_Server_\w+ is now hcloud_server\.site_c_Server_\w+$/),
      ],
    },
  ]);
});

test("a resource that was renamed without a moved block is told with the block", () => {
  expect(found("hetzner", "fc017-renamed")).toMatchObject([
    {
      pool: { name: "hcloud_server.b" },
      subjects: ["hcloud_server.b"],
      message: "1 of 1 machine of hcloud_server.b is destroyed and created again under the same name for another address alone",
      mend: "add a moved block for each resource, such as from hcloud_server.a to hcloud_server.b (moveFromId in CDKTF)",
    },
  ]);
});

test("an element that is taken out of the list behind count is told with those that become their neighbours", () => {
  expect(found("hetzner", "fc017-taken-out")).toMatchObject([
    {
      pool: { name: "hcloud_server.w" },
      subjects: ["hcloud_server.w[0]", "hcloud_server.w[1]"],
      message:
        "hcloud_server.w: 2 machines become what others were, and hcloud_server.w[2] is destroyed, for another place in the list behind count alone",
      mend: 'use for_each with a key for each machine, and add moved blocks, such as from hcloud_server.w[0] to hcloud_server.w["<its key>"]',
    },
  ]);
});

test("no other change of those that are recorded moves a machine", () => {
  const moving = ["fc017-pool-moved", "fc017-renamed", "fc017-taken-out"];
  for (const platform of ["hetzner", "aws", "libvirt", "bare-metal"]) {
    for (const name of recordings(platform).filter((each) => !each.startsWith("fc") || each.startsWith("fc017"))) {
      if (!moving.includes(name)) expect(found(platform, name), `${platform}/${name}`).toEqual([]);
    }
  }
});

const moves = (name: string, to: string) => [
  serverChange(name, ["delete"], { before: { name: `x-${name}` } }),
  serverChange(to, ["create"], { after: { name: `x-${name}` } }),
];
const site = (pool: object = {}) => {
  const node = { ...NODE, machine: "hcloud_server.s_a", resources: ["hcloud_server.s_a"] };
  return namedPool({ name: "db", nodes: { a: node }, ...pool });
};
const mends = (subject: Planned) => foundIn(subject).map(({ mend }) => mend);

test("a pool that has another name too keeps it by poolName", () => {
  const base = { pools: { "x/group/db": serverPool(["a"], { name: "database" }) } };
  expect(mends({ stack: { pools: { "x/site": site() } }, base, changes: moves("a", "s_a") })).toEqual([
    'give db movedFrom: "group/db" and poolName: "database"',
  ]);
  const elsewhere = { pools: { "app/x/db": serverPool(["a"]) } };
  expect(mends({ stack: { pools: { "app/x/site": site() } }, base: elsewhere, changes: moves("a", "s_a") })).toEqual([
    'give db movedFrom: "app/x/db"',
  ]);
});

test("without the base the former path is not known, whether a label tells the pool or nothing", () => {
  const unknown = "give db movedFrom, its former path in the stack, and poolName where its name was another one";
  const stack = { pools: { "x/site": site() } };
  expect(mends({ stack, changes: moves("a", "s_a") })).toEqual([unknown]);
  const [goes, comes] = moves("a", "s_a");
  const labelled = { ...goes, before: { ...goes.before, labels: { "flatcar-pool": "db" } } };
  expect(mends({ stack, changes: [labelled, comes] })).toEqual([unknown]);
});

test("a machine that goes from one pool to another that both stay needs moved blocks", () => {
  const stack = { pools: { "x/db": serverPool(["b"]), "x/site": site() } };
  const base = { pools: { "x/db": serverPool(["a", "b"]) } };
  expect(mends({ stack, base, changes: [...moves("a", "s_a"), serverChange("b", ["no-op"])] })).toEqual([
    "add a moved block for each resource, such as from hcloud_server.a to hcloud_server.s_a (moveFromId in CDKTF)",
  ]);
});

test("a group is moved with all of its machines", () => {
  const group = (name: string, actions: string[]) => {
    const side = { name: "x-web", desired_capacity: 3, min_size: 3, max_size: 3 };
    const sides = actions.includes("create") ? { after: side } : { before: side };
    return changeOf("aws_autoscaling_group", { address: `aws_autoscaling_group.${name}`, actions, ...sides });
  };
  const pool = (address: string) => groupPool({ platform: "aws", group: address, resources: [address] });
  const stack = { pools: { "x/site": pool("aws_autoscaling_group.new") } };
  const base = { pools: { "x/web": pool("aws_autoscaling_group.old") } };
  expect(foundIn({ stack, base, changes: [group("old", ["delete"]), group("new", ["create"])] })).toMatchObject([
    {
      pool: { path: "x/site" },
      message: "all machines of web, however many there are, are destroyed and created again under the same name for another address alone",
      mend: 'give web movedFrom: "web"',
    },
  ]);
});

test("of matchbox what is created may be deleted with the old one", () => {
  const of = (name: string, actions: string[]) =>
    changeOf("matchbox_group", { address: `matchbox_group.${name}`, actions, before: { name: "x-a" }, after: { name: "x-a" } });
  const changes = [of("a", ["delete"]), of("b", ["create"])].map((change) =>
    change.actions[0] === "delete" ? { ...change, after: {} } : { ...change, before: {} },
  );
  expect(foundIn({ changes })).toMatchObject([
    { message: expect.stringMatching(/for another address alone, and what matchbox is given may be deleted with what it had$/) },
  ]);
});

test("machines of several pools are told pool by pool, one that becomes another in its own words", () => {
  const [a, b] = [moves("a", "s_a"), moves("b", "free")];
  const stack = { pools: { "x/site": site() } };
  const problems = foundIn({ stack, base: { pools: { "x/db": serverPool(["a"]) } }, changes: [...a, ...b] });
  expect(problems.map(({ pool, subjects }) => [pool?.name, subjects])).toEqual([
    ["db", ["a"]],
    ["hcloud_server.free", ["hcloud_server.free"]],
  ]);
  const at = (index: number, actions: string[], before: object, after: object, actionReason?: string) =>
    changeOf("hcloud_server", {
      address: `hcloud_server.w[${index}]`,
      actions,
      before: { ...before },
      after: { ...after },
      changed: [["name"]],
      actionReason,
    });
  const put = [at(0, ["update"], { name: "a" }, { name: "n" }), at(1, ["create"], {}, { name: "a" })];
  expect(foundIn({ changes: put })).toEqual([]);
  const puts = [
    at(0, ["update"], { name: "a" }, { name: "n" }),
    at(1, ["update"], { name: "b" }, { name: "a" }),
    at(2, ["create"], {}, { name: "b" }),
  ];
  expect(foundIn({ changes: puts })).toMatchObject([
    { message: "hcloud_server.w: 1 machine becomes what another one was, for another place in the list behind count alone" },
  ]);
});

test("machines of one resource that change names with each other are no matter of the list's length", () => {
  const [a, b] = [{ name: "a" }, { name: "b" }];
  const at = (index: number, before: object, after: object) =>
    changeOf("hcloud_server", {
      ...{ address: `hcloud_server.w[${index}]`, actions: ["update"], changed: [["name"]] },
      ...{ before: { ...before }, after: { ...after } },
    });
  expect(foundIn({ changes: [at(0, a, b), at(1, b, a)] })).toEqual([]);
});

test("an instance of a pool of this package is the same whatever its image, and another one is not", () => {
  const change = (name: string, actions: string[], ami: string) => {
    const side = { tags: { Name: "x-a" }, ami };
    const sides = actions.includes("create") ? { after: side } : { before: side };
    return changeOf("aws_instance", { address: `aws_instance.${name}`, actions, ...sides });
  };
  const changes = [change("old", ["delete"], "ami-1"), change("new", ["create"], "ami-2")];
  const node = { ...NODE, machine: "aws_instance.new", resources: ["aws_instance.new"] };
  expect(foundIn({ stack: { pools: { "x/site": namedPool({ platform: "aws", nodes: { a: node } }) } }, changes })).toHaveLength(1);
  expect(foundIn({ changes })).toEqual([]);
});

test("without a plan nothing is asked", () => {
  expect(FC017.parts.map(({ needs }) => needs)).toEqual([["plan"]]);
  expect([...FC017.parts[0].find(planned({}))]).toEqual([]);
});
