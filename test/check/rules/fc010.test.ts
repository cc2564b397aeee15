import { expect, test } from "vitest";
import { FC010 } from "../../../lib/check/rules/fc010";
import { DEFAULT_SETTINGS } from "../../../lib/check/settings/settings";
import { encodeIgnition, wrapGzip } from "../../../lib/ignition";
import { StackJson } from "../../support";
import { NODE, groupPool, namedPool } from "../manifests";
import { problemsOf, recordedSubject, synthSubject } from "./subject";

const found = (json: StackJson, more = {}): string[] =>
  problemsOf(FC010, synthSubject(json, undefined, more)).map(({ severity, message }) => `${severity} ${message}`);

test("over the threshold of the limit there is a warning, with the largest files", () => {
  expect(problemsOf(FC010, recordedSubject("hetzner", "fc010-near-the-limit"))).toEqual([
    {
      pool: expect.objectContaining({ name: "web" }) as unknown,
      severity: "warn",
      subjects: ["a"],
      message: "the user data of a of web is 827 bytes, 82 % of at most 1000",
      details: [
        "/etc/note: 562 bytes",
        "/etc/flatcar/update.conf: 121 bytes",
        "/etc/hostname: 87 bytes",
        "over 1000 bytes the pool puts it into a gzip wrapper",
      ],
    },
  ]);
  expect(problemsOf(FC010, recordedSubject("hetzner", "fc010-below-the-threshold"))).toEqual([]);
});

test("over the limit it is a failure, whatever the manifest says", () => {
  expect(problemsOf(FC010, recordedSubject("hetzner", "fc010-over-the-limit"))).toMatchObject([
    {
      severity: "fail",
      subjects: ["a"],
      message: expect.stringMatching(/^the user data of a of web is 10\d\d bytes, 10\d % of at most 1000$/) as string,
    },
  ]);
});

/** One server with so many bytes of user data that no pool made. */
const server = (user_data: string): StackJson => ({ resource: { hcloud_server: { a: { user_data } } } });
const instance = (user_data_base64: string): StackJson => ({ resource: { aws_instance: { a: { user_data_base64 } } } });
const base64 = (bytes: number): string => Buffer.alloc(bytes, "x").toString("base64");

test.each([
  [26_214, []],
  [26_215, ["warn the user data of hcloud_server.a is 26215 bytes, 80 % of at most 32768"]],
  [32_768, ["warn the user data of hcloud_server.a is 32768 bytes, 100 % of at most 32768"]],
  [32_769, ["fail the user data of hcloud_server.a is 32769 bytes, 101 % of at most 32768"]],
])("of a machine that no pool made the platform's limit counts: %d bytes at Hetzner", (bytes, problems) => {
  expect(found(server("x".repeat(bytes)))).toEqual(problems);
});

test.each([
  [13_107, []],
  [13_108, ["warn the user data of aws_instance.a is 13108 bytes, 80 % of at most 16384"]],
  [16_385, ["fail the user data of aws_instance.a is 16385 bytes, 101 % of at most 16384"]],
])("AWS counts what is behind base64: %d bytes", (bytes, problems) => expect(found(instance(base64(bytes)))).toEqual(problems));

test("matchbox takes one message of gRPC, and libvirt anything", () => {
  const large = "x".repeat(4 * 1024 * 1024);
  const group = { g: { profile: "${matchbox_profile.p.name}" } };
  expect(found({ resource: { matchbox_group: group, matchbox_profile: { p: { raw_ignition: large } } } })).toEqual([
    "fail the user data of matchbox_group.g is 4194304 bytes, 101 % of at most 4193792",
  ]);
  const domain = { d: { coreos_ignition: "${libvirt_ignition.i.id}" } };
  expect(found({ resource: { libvirt_domain: domain, libvirt_ignition: { i: { content: large } } } })).toEqual([]);
});

test("with values that are known only at apply it is at least so much", () => {
  expect(found(server(`${"x".repeat(30_000)}\${var.token}`))).toEqual([
    "warn the user data of hcloud_server.a is at least 30000 bytes, 91 % of at most 32768",
  ]);
  expect(found(server("${data.ct_config.a.rendered}"))).toEqual([]);
  expect(found({ resource: { hcloud_server: { a: {} } } })).toEqual([]);
});

test("the threshold is the project's, or the pool's", () => {
  const settings = { ...DEFAULT_SETTINGS, userDataPercent: 50 };
  expect(found(server("x".repeat(16_384)), { settings })).toHaveLength(1);
  expect(found(server("x".repeat(16_383)), { settings })).toEqual([]);
  const pools = { "t/web": { userDataPercent: 83 } };
  const subject = recordedSubject("hetzner", "fc010-near-the-limit", { settings: { ...DEFAULT_SETTINGS, pools } });
  expect(problemsOf(FC010, subject)).toEqual([]);
});

/** A pool of servers by the bytes of their user data. */
function pool(bytes: { readonly [name: string]: number }, userDataLimit: number | null = 1000): StackJson {
  const at = (name: string): string => `hcloud_server.${name}`;
  const nodes = Object.keys(bytes).map((name) => {
    const config = { ...NODE.config, address: at(name), attribute: "user_data" };
    return [name, { ...NODE, machine: at(name), resources: [at(name)], config }] as const;
  });
  const pools = { "t/db": namedPool({ userDataLimit, nodes: Object.fromEntries(nodes) }) };
  const servers = Object.entries(bytes).map(([name, count]) => [name, { user_data: "x".repeat(count) }] as const);
  return { "//": { flatcar: { version: 1, pools } }, resource: { hcloud_server: Object.fromEntries(servers) } };
}

test("of a pool there is one problem, with the largest machine and the names of all that are as bad", () => {
  const [near, ...more] = problemsOf(FC010, synthSubject(pool({ a: 800, b: 900, c: 900, d: 799 })));
  expect(more).toEqual([]);
  expect(near).toMatchObject({
    severity: "warn",
    subjects: ["a", "b", "c"],
    message: "the user data of b of db is 900 bytes, 90 % of at most 1000; it is the largest of 3 such machines",
    details: [],
  });
  expect(problemsOf(FC010, synthSubject(pool({ a: 900, b: 1001 })))).toMatchObject([{ severity: "fail", subjects: ["b"] }]);
});

test("a pool whose platform has no limit has no problem", () => expect(found(pool({ a: 9000 }, null))).toEqual([]));

test("of a group the one config stands for every machine", () => {
  const config = { address: "aws_launch_template.t", attribute: "user_data", encoding: "base64" as const, bytes: 1, exact: true };
  const pools = { "t/web": groupPool({ platform: "aws", userDataLimit: 16_384, config, group: "aws_autoscaling_group.g" }) };
  const resource = { aws_launch_template: { t: { user_data: base64(16_000) } }, aws_autoscaling_group: { g: {} } };
  expect(problemsOf(FC010, synthSubject({ "//": { flatcar: { version: 1, pools } }, resource }))).toMatchObject([
    { subjects: [], message: "the user data of web is 16000 bytes, 97 % of at most 16384" },
  ]);
});

test("files within the gzip wrapper are told with the size that they had", () => {
  const config = { ignition: { version: "3.4.0" }, storage: { files: [{ path: "/etc/a", contents: { source: "data:,a" } }] } };
  const wrapped = wrapGzip(encodeIgnition(config), "3.4.0");
  const [problem] = problemsOf(FC010, synthSubject(server(wrapped.padEnd(32_000)), undefined));
  expect(problem.details).toEqual(["/etc/a: 49 bytes before compression"]);
});
