import { expect, test } from "vitest";
import { FC008 } from "../../../lib/check/rules/fc008";
import type { LockedRelease } from "../../../lib/release/release";
import { StackJson } from "../../support";
import { namedPool, NODE } from "../manifests";
import { problemsOf, recordedSubject, synthSubject } from "./subject";

const messages = (json: StackJson, more = {}): string[] =>
  problemsOf(FC008, synthSubject(json, undefined, more)).map(({ message }) => message);

test("a server of arm64 whose image is looked up without an architecture gets one for amd64", () => {
  expect(problemsOf(FC008, recordedSubject("hetzner", "fc008-lookup-without-architecture"))).toMatchObject([
    {
      pool: { name: "hcloud_server.a" },
      message: "hcloud_server.a is arm64 (server type cax11), and the image is amd64 (data.hcloud_image.flatcar)",
    },
  ]);
  expect(problemsOf(FC008, recordedSubject("hetzner", "fc008-lookup-with-architecture"))).toEqual([]);
});

test("each type of a group is held against the template that it is launched from", () => {
  expect(problemsOf(FC008, recordedSubject("aws", "fc008-one-template"))).toMatchObject([
    {
      message:
        "machines of aws_autoscaling_group.web are arm64 (instance type m7g.large), and the image is amd64 (data.aws_ami.flatcar-amd64)",
    },
  ]);
  expect(problemsOf(FC008, recordedSubject("aws", "fc008-template-for-each"))).toEqual([]);
});

test.each([
  ["hetzner", "architecture"],
  ["aws", "named-architecture"],
  ["aws", "group-first-apply"],
  ["aws", "plain-group"],
  ["libvirt", "first-apply"],
  ["bare-metal", "first-apply"],
])("pools look their images up for the architecture of their machines: %s %s", (platform, name) => {
  expect(problemsOf(FC008, recordedSubject(platform, name))).toEqual([]);
});

const IMAGE = { hcloud_image: { i: { with_selector: "os=flatcar", with_architecture: "x86" } } };
const image = "${data.hcloud_image.i.id}";

/** A pool of servers, one for each type. */
function servers(types: { readonly [name: string]: string }, architecture = "amd64"): StackJson {
  const nodes = Object.keys(types).map((name) => {
    const address = `hcloud_server.${name}`;
    return [name, { ...NODE, machine: address, resources: [address], config: { ...NODE.config, address } }] as const;
  });
  const pools = { "t/db": namedPool({ architecture, nodes: Object.fromEntries(nodes) }) };
  const resources = Object.entries(types).map(([name, server_type]) => [name, { server_type, image }] as const);
  return { "//": { flatcar: { version: 1, pools } }, data: IMAGE, resource: { hcloud_server: Object.fromEntries(resources) } };
}

test("one problem names the machines of a pool, and each reason", () => {
  const [problem, ...others] = problemsOf(FC008, synthSubject(servers({ a: "cax11", b: "cx23", c: "cax11", d: "cax21" })));
  expect(others).toEqual([]);
  expect(problem.message).toBe(
    "3 of 4 machines of db (a, c, d) are arm64 (server type cax11), and the image is amd64 (data.hcloud_image.i)",
  );
  expect(problem.subjects).toEqual(["a", "c", "d"]);
  expect(problem.details).toEqual([
    "a, c: arm64 (server type cax11), and the image is amd64 (data.hcloud_image.i)",
    "d: arm64 (server type cax21), and the image is amd64 (data.hcloud_image.i)",
  ]);
});

test("where one reason holds for all machines nothing more is said", () => {
  expect(problemsOf(FC008, synthSubject(servers({ a: "cax11", b: "cax11" })))).toMatchObject([
    { message: expect.stringMatching(/^both machines of db are arm64 /) as string, subjects: ["a", "b"], details: [] },
  ]);
});

test("machines are of what their pool is made for where the type tells nothing, and their images where the lookup does not", () => {
  expect(messages(servers({ a: "${var.type}" }, "arm64"))).toEqual([
    "a of db is arm64 (what the pool is made for), and the image is amd64 (data.hcloud_image.i)",
  ]);
  const byId = { ...servers({ a: "cax11" }), data: { hcloud_image: { i: { id: "1000001" } } } };
  expect(messages(byId)).toEqual(["a of db is arm64 (server type cax11), and the image is amd64 (what the pool is made for)"]);
  expect(messages(servers({ a: "${var.type}" }))).toEqual([]);
});

test("of machines that no pool made nothing is said where either side is unknown", () => {
  const server = (attributes: object, data: StackJson["data"] = IMAGE): StackJson => ({
    data,
    resource: { hcloud_server: { a: { ...attributes } } },
  });
  expect(messages(server({ server_type: "cax11", image }))).toHaveLength(1);
  expect(messages(server({ server_type: "${var.type}", image }))).toEqual([]);
  expect(messages(server({ image }))).toEqual([]);
  expect(messages(server({ server_type: "cax11", image: "ubuntu-24.04" }))).toEqual([]);
  expect(messages(server({ server_type: "cax11", image }, {}))).toEqual([]);
});

const LOCK: ReadonlyMap<string, LockedRelease> = new Map([
  [
    "prod",
    {
      ...{ channel: "stable", version: "4593.2.5", ignition: "2.24.0" },
      architectures: new Map([
        ["amd64", { artifacts: new Map(), amis: new Map([["eu-central-1", "ami-00000000000000001"]]) }],
        ["arm64", { artifacts: new Map(), amis: new Map([["eu-central-1", "ami-00000000000000003"]]) }],
      ]),
    },
  ],
]);

test("with a lock the AMIs in it are known by their ids", () => {
  const subject = recordedSubject("aws", "plain-group", { lock: LOCK });
  expect(problemsOf(FC008, subject)).toMatchObject([
    {
      message:
        "machines of aws_autoscaling_group.web are amd64 (instance type m7i.large), and the image is arm64 (ami-00000000000000003, by the lock's prod)",
    },
  ]);
  const instance = (ami: string): StackJson => ({ resource: { aws_instance: { a: { instance_type: "m7i.large", ami } } } });
  expect(messages(instance("ami-00000000000000001"), { lock: LOCK })).toEqual([]);
  expect(messages(instance("ami-00000000000000002"), { lock: LOCK })).toEqual([]);
  expect(messages(instance("ami-00000000000000003"), { lock: LOCK })).toHaveLength(1);
  expect(messages(instance("ami-00000000000000003"))).toEqual([]);
});

test("a lock says nothing twice, and nothing of other platforms", () => {
  expect(messages(servers({ a: "cax11" }), { lock: LOCK })).toHaveLength(1);
  const profile = { kernel: "http://m/arm64-usr/vmlinuz", initrd: ["http://m/amd64-usr/image.cpio.gz"] };
  const group = { g: { profile: "${matchbox_profile.p.name}" } };
  expect(messages({ resource: { matchbox_group: group, matchbox_profile: { p: profile } } }, { lock: LOCK })).toHaveLength(1);
});
