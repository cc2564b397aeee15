import { describe, expect, test } from "vitest";
import { FC018 } from "../../../lib/check/rules/fc018";
import type { RuleSubject } from "../../../lib/check/rules/rule";
import type { StackJson } from "../../support";
import { problemsOf, recordedSubject, synthSubject } from "./subject";

const said = (subject: RuleSubject): string[] => problemsOf(FC018, subject).map(({ message }) => message);

/** A server `a` behind a firewall with one rule for everybody. */
function behind(port: string): StackJson {
  const rule = [{ direction: "in", protocol: "tcp", port, source_ips: ["::/0"] }];
  return {
    resource: { hcloud_server: { a: { firewall_ids: ["${hcloud_firewall.f.id}"] } }, hcloud_firewall: { f: { rule } } },
  } as StackJson;
}

describe("a pool", () => {
  test("is told where ssh is open to everybody, and what opens it", () => {
    const [problem, ...others] = problemsOf(FC018, recordedSubject("hetzner", "fc018-ssh-for-all"));
    expect(others).toEqual([]);
    expect(problem).toMatchObject({
      message: "ssh (port 22) of both machines of web is open to the world",
      subjects: ["a", "c"],
      details: ["let in by hcloud_firewall.web_Firewall_2B376861"],
    });
    expect(problem.pool?.path).toBe("t/web");
    expect(said(recordedSubject("aws", "fc018-ssh-for-all"))).toEqual(["ssh (port 22) of every machine of web is open to the world"]);
  });

  test("passes where some are let in to ssh, and everybody to another port", () => {
    expect(said(recordedSubject("hetzner", "fc018-ssh-for-some"))).toEqual([]);
    expect(said(recordedSubject("aws", "fc018-ssh-for-some"))).toEqual([]);
  });

  test("passes as it is made", () => {
    for (const platform of ["hetzner", "aws", "libvirt", "bare-metal"])
      expect(said(recordedSubject(platform, firstOf(platform)))).toEqual([]);
  });
});

const firstOf = (platform: string): string => (platform === "aws" ? "group-first-apply" : "first-apply");

describe("servers that no pool made", () => {
  test("are told where no firewall is attached to them", () => {
    const [problem, ...others] = problemsOf(FC018, recordedSubject("hetzner", "fc018-no-firewall"));
    expect(others).toEqual([]);
    expect(problem).toMatchObject({
      message: "hcloud_server.a is public and without a firewall: every port is open to the world, ssh too",
      subjects: ["hcloud_server.a"],
    });
  });

  test.each([
    ["22", ["ssh (port 22) of hcloud_server.a is open to the world"]],
    ["20-21", []],
    ["23", []],
    ["2379", ["etcd (port 2379) of hcloud_server.a is open to the world"]],
    ["2300-2400", ["etcd (ports 2379, 2380) of hcloud_server.a is open to the world"]],
    ["10255", ["the kubelet (port 10255) of hcloud_server.a is open to the world"]],
    ["10251-10254", []],
    [
      "any",
      [
        "ssh (port 22) of hcloud_server.a is open to the world",
        "etcd (ports 2379, 2380) of hcloud_server.a is open to the world",
        "the kubelet (ports 10250, 10255) of hcloud_server.a is open to the world",
      ],
    ],
  ])("with port %s open to everybody", (port, expected) => {
    expect(said(synthSubject(behind(port)))).toEqual(expected);
  });

  test("pass where the firewall is on nothing of the stack", () => {
    const { resource } = behind("22");
    const none = { public_net: [{ ipv4_enabled: false, ipv6_enabled: false }] };
    expect(said(synthSubject({ resource: { ...resource, hcloud_server: { a: none } } } as StackJson))).toEqual([]);
  });
});

test("one rule that opens several ports is one detail", () => {
  const [{ details }] = problemsOf(FC018, synthSubject(behind("2379-2380")));
  expect(details).toEqual(["let in by hcloud_firewall.f"]);
});
