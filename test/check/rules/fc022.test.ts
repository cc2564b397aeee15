import { expect, test } from "vitest";
import { FC022 } from "../../../lib/check/rules/fc022";
import type { RuleSubject } from "../../../lib/check/rules/rule";
import { Severity } from "../../../lib/check/severity";
import type { StackJson } from "../../support";
import { servers } from "./foreign-server";
import { problemsOf, recordedSubject, synthSubject } from "./subject";

const said = (subject: RuleSubject): string[] => problemsOf(FC022, subject).map(({ message }) => message);

/** A recorded stack with other attributes on one of its resources. */
function changed(platform: string, name: string, type: string, attributes: object): RuleSubject {
  const subject = recordedSubject(platform, name);
  const { stack } = subject.stack;
  const [[key, resource]] = Object.entries(stack.resources[type]);
  const resources = { ...stack.resources, [type]: { ...stack.resources[type], [key]: { ...resource, ...attributes } } };
  return { ...subject, stack: { ...subject.stack, stack: { ...stack, resources } } };
}

test("eleven servers in a placement group are told, ten are not", () => {
  const [problem, ...others] = problemsOf(FC022, recordedSubject("hetzner", "fc022-eleven-in-a-group"));
  expect(others).toEqual([]);
  expect(problem).toMatchObject({
    message: "hcloud_placement_group.group has 11 servers, and a placement group takes 10",
    subjects: ["hcloud_placement_group.group"],
  });
  expect(problem.pool?.name).toBe("hcloud_server.a");
  expect(said(recordedSubject("hetzner", "fc022-ten-in-a-group"))).toEqual([]);
  expect(FC022.severity).toBe(Severity.FAIL);
});

test("more tags than AWS takes are told, as many as it takes are not", () => {
  expect(said(recordedSubject("aws", "fc022-tags"))).toEqual(["aws_instance.a has 51 tags, and a resource takes 50"]);
  expect(said(recordedSubject("aws", "fc022-as-many-tags-as-there-can-be"))).toEqual([]);
});

test("pools as they are made are within the limits", () => {
  for (const name of ["group-first-apply", "named-first-apply"]) expect(said(recordedSubject("aws", name))).toEqual([]);
  for (const platform of ["hetzner", "libvirt", "bare-metal"]) expect(said(recordedSubject(platform, "first-apply"))).toEqual([]);
});

test("what is about a machine of a pool is told with the pool, and names the machine", () => {
  const [problem] = problemsOf(FC022, changed("hetzner", "first-apply", "hcloud_server", { name: "a_b" }));
  expect(problem.message).toMatch(/^hcloud_server\.web_a_Server_\w+ has a name that is no host name/);
  expect(problem.subjects).toEqual(["a"]);
  expect(problem.pool?.path).toBe("t/web");
});

test("what pools share is theirs, too", () => {
  const [problem] = problemsOf(FC022, changed("hetzner", "first-apply", "hcloud_firewall", { rule: Array(51).fill({}) }));
  expect(problem.pool?.path).toBe("t/web");
  expect(problem.subjects).toEqual(["hcloud_firewall.web_Firewall_2B376861"]);
});

test("a placement group of machines of several pools is of none", () => {
  const server = { count: 6, placement_group_id: 42 };
  const [problem, ...others] = problemsOf(FC022, synthSubject(servers({ a: server, b: server })));
  expect(others).toEqual([]);
  expect(problem.message).toBe("hcloud_placement_group 42 has 12 servers, and a placement group takes 10");
  expect("pool" in problem).toBe(false);
});

test("what goes over one limit in the same way is one problem", () => {
  const labels = { a: "x".repeat(64) };
  const json = { resource: { hcloud_network: { n: { labels }, m: { labels }, o: { labels: { a: "x".repeat(65) } } } } } as StackJson;
  expect(said(synthSubject(json))).toEqual([
    "hcloud_network.n, hcloud_network.m each have a label of 64 characters, and one has at most 63",
    "hcloud_network.o has a label of 65 characters, and one has at most 63",
  ]);
});

test("a root disk is told of pools alone, whose image is Flatcar", () => {
  const small = { root_block_device: [{ volume_size: 10 }] };
  expect(said(changed("aws", "named-first-apply", "aws_instance", small))).toEqual([
    expect.stringMatching(/^aws_instance\.web_a_\w+ has a root disk of 10 GiB, and Flatcar's AMIs need 16$/),
  ]);
  expect(said(synthSubject({ resource: { aws_instance: { a: small } } } as StackJson))).toEqual([]);
});
