import { expect, test } from "vitest";
import { FC013 } from "../../../lib/check/rules/fc013";
import { IgnitionConfig, dataUrl } from "../../../lib/ignition";
import { StackJson } from "../../support";
import { problemsOf, recordedSubject, synthSubject } from "./subject";

const found = (platform: string, name: string): string[] =>
  problemsOf(FC013, recordedSubject(platform, name)).map(({ severity, message }) => `${severity} ${message}`);
const NO_CREDENTIALS = "no SSH key and no password for core or a user with sudo";

test("a pool without a key or password is closed to everybody", () => {
  expect(found("hetzner", "first-apply")).toEqual([`fail both machines of web are closed to everybody: ${NO_CREDENTIALS}`]);
  expect(found("aws", "group-first-apply")).toEqual([`fail every machine of web is closed to everybody: ${NO_CREDENTIALS}`]);
  expect(found("bare-metal", "first-apply")).toEqual([`fail both machines of web are closed to everybody: ${NO_CREDENTIALS}`]);
});

test("a user without rights is nobody, and the cloud's key is for core", () => {
  expect(found("hetzner", "fc013-guest-alone")).toEqual([`fail hcloud_server.a is closed to everybody: ${NO_CREDENTIALS}`]);
  expect(found("hetzner", "fc013-key-of-the-cloud")).toEqual([]);
  expect(found("aws", "fc013-key-name")).toEqual([]);
});

test("what the kernel of a network boot is told opens one machine, and not the other", () => {
  expect(problemsOf(FC013, recordedSubject("bare-metal", "fc013-autologin"))).toMatchObject([
    { severity: "fail", subjects: ["c"], message: `1 of 2 machines of web (c) is closed to everybody: ${NO_CREDENTIALS}` },
  ]);
});

test("on libvirt the image opens the console: a warning", () => {
  expect(found("libvirt", "first-apply")).toEqual([
    `warn both machines of web are open on the console alone, where the image asks for nothing: ${NO_CREDENTIALS}`,
  ]);
});

const VERSION = { version: "3.4.0" };
/** Domains by their configs. */
function domains(configs: { readonly [name: string]: IgnitionConfig }): StackJson {
  const all = Object.entries(configs);
  return {
    resource: {
      libvirt_domain: Object.fromEntries(all.map(([name]) => [name, { coreos_ignition: `\${libvirt_ignition.${name}.id}` }])),
      libvirt_ignition: Object.fromEntries(
        all.map(([name, config]) => [name, { content: JSON.stringify({ ignition: VERSION, ...config }) }]),
      ),
    },
  };
}

test("where the console is closed as well it is a failure", () => {
  const problems = problemsOf(FC013, synthSubject(domains({ a: { kernelArguments: { shouldNotExist: ["flatcar.autologin"] } }, b: {} })));
  expect(problems.map(({ severity, pool }) => [severity, pool?.name])).toEqual([
    ["fail", "libvirt_domain.a"],
    ["warn", "libvirt_domain.b"],
  ]);
});

const server = (user_data?: string): StackJson => ({ resource: { hcloud_server: { a: { user_data } } } });

test.each([
  ["a key", { ignition: VERSION, passwd: { users: [{ name: "core", sshAuthorizedKeys: ["ssh-ed25519 AAAA"] }] } }, 0],
  ["none", { ignition: VERSION }, 1],
  ["none, but a part that is fetched", { ignition: { ...VERSION, config: { merge: [{ source: "https://a.example/base.ign" }] } } }, 0],
  ["none, but all that is fetched", { ignition: { ...VERSION, config: { replace: { source: "s3://a/b" } } } }, 0],
  [
    "none, in a config that stands in it",
    { ignition: { ...VERSION, config: { merge: [{ source: dataUrl('{"ignition":{"version":"3.4.0"}}') }] } } },
    1,
  ],
  ["none, and no machine config", {}, 0],
])("a machine that no pool made, with %s", (_, config, count) => {
  expect(problemsOf(FC013, synthSubject(server(JSON.stringify(config))))).toHaveLength(count);
});

test.each([undefined, "#!/bin/sh\n", "#cloud-config\n", "${data.ct_config.a.rendered}"])(
  "of user data %j nobody knows who can log in",
  (userData) => {
    expect(problemsOf(FC013, synthSubject(server(userData)))).toEqual([]);
  },
);
