import { Fn, TerraformVariable } from "cdktf";
import { expect, test } from "vitest";
import { ANYWHERE, HetznerFirewallRule, HetznerProtocol, PoolFirewall } from "../../lib/hetzner";
import { scratchStack, thrown, untyped } from "../support";
import { byName, synthesiseHetzner } from "./pool";

const { TCP, UDP, ICMP, ESP, GRE } = HetznerProtocol;
const firewall = (): PoolFirewall => new PoolFirewall(scratchStack(), "firewall", { name: "fw", labels: {} });
const rule = (more: Partial<HetznerFirewallRule>): HetznerFirewallRule => ({ protocol: TCP, port: "22", cidrs: ["10.0.0.0/8"], ...more });

function rulesOf(build: (firewall: PoolFirewall) => void): unknown {
  const json = synthesiseHetzner((stack) => build(new PoolFirewall(stack, "firewall", { name: "fw", labels: { tier: "1" } })));
  return byName(json, "hcloud_firewall").fw.rule;
}

test("nothing is let in at first, said by a rule for an address that nobody has", () => {
  expect(rulesOf(() => {})).toEqual([
    { direction: "in", protocol: "icmp", source_ips: ["192.0.2.0/32"], description: "Nothing is let in" },
  ]);
});

test("rules are written in the order they were added, also when they come late", () => {
  expect(
    rulesOf((made) => {
      made.allowSsh(["198.51.100.0/24"]);
      made.addInboundRule({ protocol: UDP, port: "any", cidrs: [...ANYWHERE], description: "games" });
      made.addOutboundRule({ protocol: ICMP, cidrs: ["::/0"] });
    }),
  ).toEqual([
    { direction: "in", protocol: "tcp", port: "22", source_ips: ["198.51.100.0/24"], description: "ssh" },
    { direction: "in", protocol: "udp", port: "any", source_ips: ["0.0.0.0/0", "::/0"], description: "games" },
    { direction: "out", protocol: "icmp", destination_ips: ["::/0"] },
  ]);
});

test.each(["1", "65535", "any", "80-80", "8000-8100"])("%s is a port", (port) => {
  expect(() => firewall().addInboundRule(rule({ port }))).not.toThrow();
});

test.each([undefined, "", "0", "65536", "080", "8100-8000", "80-", "http", "80,443", "1-2-3"])("%j is none", (port) => {
  const error = thrown(() => firewall().addInboundRule(rule({ port })));
  expect(error).toMatchObject({ code: "firewall-rule", path: "stack/firewall", subject: "addInboundRule: port", received: port });
});

test.each([ICMP, ESP, GRE])("%s has no ports", (protocol) => {
  expect(() => firewall().addInboundRule(rule({ protocol, port: undefined }))).not.toThrow();
  const error = thrown(() => firewall().addOutboundRule(rule({ protocol })));
  expect(error).toMatchObject({ code: "firewall-rule", subject: "addOutboundRule: port", allowed: `no port with ${protocol}` });
});

test.each(["0.0.0.0/0", "192.0.2.7/32", "::/0", "2001:db8::/32", "2001:DB8::/32", "2001:db8:0:0::1/128"])("%s is a range", (cidr) => {
  expect(() => firewall().addInboundRule(rule({ cidrs: [cidr] }))).not.toThrow();
});

test.each(["", "10.0.0.0", "10.0.0.1/8", "10.0.0.0/33", "010.0.0.0/8", "10/8", "2001:db8::1/64", "::/129", "example.com"])(
  "%j is none",
  (cidr) => {
    const error = thrown(() => firewall().addInboundRule(rule({ cidrs: ["10.0.0.0/8", cidr] })));
    expect(error).toMatchObject({ code: "cidr", path: "stack/firewall", subject: "addInboundRule: cidrs", received: cidr });
  },
);

test("a rule is for one range at least, and a hundred at most", () => {
  expect(thrown(() => firewall().allowSsh([])).code).toBe("cidr");
  const many = (count: number): string[] => Array.from({ length: count }, (_, i) => `10.0.${i}.0/24`);
  expect(() => firewall().allowSsh(many(100))).not.toThrow();
  expect(thrown(() => firewall().allowSsh(many(101))).code).toBe("cidr");
});

test("a description has an end", () => {
  expect(() => firewall().allowSsh(["10.0.0.0/8"], "x".repeat(255))).not.toThrow();
  const error = thrown(() => firewall().allowSsh(["10.0.0.0/8"], "x".repeat(256)));
  expect(error).toMatchObject({ code: "firewall-description", path: "stack/firewall" });
});

test("a firewall has fifty rules at most, both directions together", () => {
  const made = firewall();
  for (let i = 0; i < 49; i++) made.addInboundRule(rule({ port: String(i + 1) }));
  made.addOutboundRule(rule({}));
  const error = thrown(() => made.addOutboundRule(rule({})));
  expect(error).toMatchObject({ code: "firewall-full", path: "stack/firewall", subject: "addOutboundRule", received: "51 rules" });
});

test("what is known only at apply is taken", () => {
  const variable = new TerraformVariable(scratchStack(), "x", {});
  const made = firewall();
  made.addInboundRule(rule({ port: variable.stringValue }));
  made.addInboundRule(rule({ cidrs: [`${variable.stringValue}/32`] }));
  made.addInboundRule(rule({ cidrs: variable.listValue }));
  made.addInboundRule(rule({ cidrs: untyped(Fn.split(",", variable.stringValue)) }));
  made.allowSsh(["10.0.0.0/8"], `${variable.stringValue}${"x".repeat(255)}`);
});
