import { expect, test } from "vitest";
import { FC011 } from "../../../lib/check/rules/fc011";
import { dataUrl } from "../../../lib/ignition";
import { StackJson } from "../../support";
import { problemsOf, recordedSubject, synthSubject } from "./subject";

const recorded = (platform: string, name: string): string[] =>
  problemsOf(FC011, recordedSubject(platform, name)).map(({ severity = FC011.severity, message }) => `${severity} ${message}`);

test("what looks secret, a weak hash and plain http are failures, each told apart", () => {
  expect(recorded("hetzner", "fc011-secrets")).toEqual([
    "fail a of web is given what looks secret in user data: /etc/db.env (a password)",
    "fail a of web is given weak password hashes: core (md5crypt)",
    "fail a of web is to fetch what anybody on the way can change: /opt/bin/tool (http)",
  ]);
});

test("a name of a file, a strong hash and http with a hash are none", () => {
  expect(recorded("hetzner", "fc011-references")).toEqual([]);
});

test("a sensitive variable is a warning: it is not in the repository", () => {
  expect(recorded("hetzner", "fc011-sensitive-variable")).toEqual([
    "warn a of web is given sensitive values in user data: /etc/db.env (the value of var.join_token)",
  ]);
});

test("what a bare-metal pool has been told to allow is not told again", () => {
  expect(recorded("bare-metal", "fc011-allowed")).toEqual([]);
});

test.each([
  ["hetzner", "first-apply"],
  ["aws", "group-first-apply"],
  ["libvirt", "first-apply"],
  ["bare-metal", "first-apply"],
  ["bare-metal", "diskless-config"],
])("what pools write themselves is no problem: %s %s", (platform, name) => expect(recorded(platform, name)).toEqual([]));

const CONFIG = (files: readonly object[], passwd: object = {}): string =>
  JSON.stringify({ ignition: { version: "3.4.0" }, passwd, storage: { files } });
const secret = (path: string) => ({ path, contents: { source: dataUrl("DB_PASSWORD=correct-horse\n") } });
const servers = (...configs: string[]): StackJson => ({
  resource: { hcloud_server: Object.fromEntries(configs.map((user_data, i) => [`s${i}`, { user_data }])) },
});
const problems = (json: StackJson) => problemsOf(FC011, synthSubject(json));

test("machines that no pool made are looked at too, and no secret is in what is said", () => {
  const found = problems(servers(CONFIG([secret("/a")]), CONFIG([])));
  expect(found).toMatchObject([
    { subjects: ["hcloud_server.s0"], message: "hcloud_server.s0 is given what looks secret in user data: /a (a password)", details: [] },
  ]);
  expect(JSON.stringify(found.map(({ message, details, mend }) => [message, details, mend]))).not.toContain("correct-horse");
});

test("of many places some are named, and all are listed", () => {
  const [problem] = problems(servers(CONFIG(["/a", "/b", "/c", "/d"].map(secret))));
  expect(problem.message).toMatch(/: \/a \(a password\), \/b \(a password\), \/c \(a password\), … \(4\)$/);
  expect(problem.details).toEqual(["/a", "/b", "/c", "/d"].map((path) => `${path} (a password)`));
  expect(problems(servers(CONFIG(["/a", "/b", "/c"].map(secret))))[0].details).toEqual([]);
});

test("matchbox serves the secrets of a machine that no pool made to whoever asks", () => {
  const group = { g: { profile: "${matchbox_profile.p.name}" } };
  const profile = { p: { raw_ignition: CONFIG([secret("/a")]) } };
  expect(problems({ resource: { matchbox_group: group, matchbox_profile: profile } })).toHaveLength(1);
});

test("weak hashes of users and groups count, strong ones and marks of no login do not", () => {
  const hashes = (passwd: object): string[] => problems(servers(CONFIG([], passwd))).map(({ message }) => message);
  const users = [{ name: "core", passwordHash: "changeme" }, { name: "other", passwordHash: "*" }, { name: "third" }];
  expect(hashes({ users, groups: [{ name: "wheel", passwordHash: "rEK1ecacw.7.c" }] })).toEqual([
    "hcloud_server.s0 is given weak password hashes: core (by no known method), wheel (descrypt)",
  ]);
  expect(hashes({ users: [{ name: "core", passwordHash: `$6$salt$${"a".repeat(86)}` }] })).toEqual([]);
});

test.each([
  [{ source: "http://a.example/x" }, 1],
  [{ source: "tftp://a.example/x" }, 1],
  [{ source: "http://a.example/x", verification: { hash: `sha512-${"0".repeat(128)}` } }, 0],
  [{ source: "https://a.example/x" }, 0],
  [{ source: "s3://bucket/x" }, 0],
  [{ source: "http://169.254.169.254/x" }, 0],
])("what is fetched by %j is a problem: %d", (contents, count) => {
  expect(problems(servers(CONFIG([{ path: "/a", contents }])))).toHaveLength(count);
});

test("a config that cannot be rendered is looked at as it is written, and user data that is none has nothing of a config", () => {
  const merge = [{ source: "data:,broken" }];
  const broken = JSON.stringify({
    ignition: { version: "3.4.0", config: { merge } },
    passwd: { users: [{ name: "core", passwordHash: "x1" }] },
  });
  expect(problems(servers(broken))).toHaveLength(1);
  expect(problems(servers("#!/bin/sh\n"))).toEqual([]);
});
