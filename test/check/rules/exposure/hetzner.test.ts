import { describe, expect, test } from "vitest";
import { serverExposure } from "../../../../lib/check/rules/exposure/hetzner";
import { stackOf } from "../../manifests";

const IN = { direction: "in", protocol: "tcp", port: "22", source_ips: ["0.0.0.0/0"] };
const OPEN = [{ from: 22, to: 22, by: "hcloud_firewall.f" }];
const ATTACHED = { firewall_ids: ["${hcloud_firewall.f.id}"] };

/** What a server `a` is exposed to beside a firewall `f`. */
function exposure(server: object, rule: unknown = [IN], more: object = {}, firewall: object = {}) {
  const resources = { hcloud_server: { a: { ...server } }, hcloud_firewall: { f: { rule, ...firewall } }, ...more };
  return serverExposure(stackOf({ resources }), "a");
}

describe("rules", () => {
  const open = (rule: object, server: object = {}) =>
    exposure({ ...ATTACHED, ...server }, [{ ...IN, ...rule }]).open.map(({ from, to }) => [from, to]);

  test("open one port, a range, or any", () => {
    expect(open({})).toEqual([[22, 22]]);
    expect(open({ port: 22 })).toEqual([[22, 22]]);
    expect(open({ port: "2000-3000" })).toEqual([[2000, 3000]]);
    expect(open({ port: "any" })).toEqual([[1, 65535]]);
  });

  test("open nothing outwards, of another protocol, for some, or of what is known only at apply", () => {
    expect(open({ direction: "out" })).toEqual([]);
    expect(open({ protocol: "udp" })).toEqual([]);
    expect(open({ source_ips: ["192.0.2.0/24"] })).toEqual([]);
    expect(open({ source_ips: "${var.ranges}" })).toEqual([]);
    expect(open({ port: "${var.port}" })).toEqual([]);
    expect(exposure(ATTACHED, "${var.rules}").open).toEqual([]);
  });

  test("count where the server has a public address of their version", () => {
    const net = (ipv4: unknown, ipv6: unknown) => ({ public_net: [{ ipv4_enabled: ipv4, ipv6_enabled: ipv6 }] });
    expect(open({}, net(true, false))).toHaveLength(1);
    expect(open({}, net(false, true))).toHaveLength(0);
    expect(open({ source_ips: ["::/0"] }, net(false, "true"))).toHaveLength(1);
    expect(open({ source_ips: ["::/0"] }, net(true, false))).toHaveLength(0);
    expect(open({}, net("${var.public}", false))).toHaveLength(0);
    expect(open({}, { public_net: "${var.net}" })).toHaveLength(0);
  });
});

describe("a firewall is attached", () => {
  const by = (attachment: object, server: object = {}) =>
    exposure(server, [IN], { hcloud_firewall_attachment: { x: { firewall_id: "${hcloud_firewall.f.id}", ...attachment } } });

  test("by the server itself", () => {
    expect(exposure(ATTACHED)).toEqual({ open: OPEN, isUnfiltered: false });
  });

  test("by an attachment, of the server or of its labels", () => {
    const attached = { open: OPEN, isUnfiltered: false };
    expect(by({ server_ids: ["${hcloud_server.a.id}"] })).toEqual(attached);
    expect(by({ server_ids: "${[for s in hcloud_server.a : s.id]}" })).toEqual(attached);
    expect(by({ label_selectors: ["env=prod"] }, { labels: { env: "prod" } })).toEqual(attached);
    expect(by({ server_ids: [7, "${hcloud_server.b.id}"] })).toEqual({ open: [], isUnfiltered: true });
    expect(by({ label_selectors: ["env=prod"] }, { labels: { env: "dev" } })).toEqual({ open: [], isUnfiltered: true });
  });

  test("by the firewall itself", () => {
    const of = (apply: object) => exposure({ labels: { env: "prod" } }, [IN], {}, { apply_to: [apply] });
    expect(of({ server: "${hcloud_server.a.id}" }).open).toEqual(OPEN);
    expect(of({ label_selector: "env" }).open).toEqual(OPEN);
    expect(of({ label_selector: "!env" })).toEqual({ open: [], isUnfiltered: true });
  });

  test("once, however often it is said", () => {
    expect(exposure(ATTACHED, [IN], {}, { apply_to: [{ server: "${hcloud_server.a.id}" }] }).open).toEqual(OPEN);
  });
});

describe("a server is unfiltered", () => {
  test("where it is public and has no firewall", () => {
    expect(exposure({})).toEqual({ open: [], isUnfiltered: true });
    expect(exposure({ firewall_ids: [] }).isUnfiltered).toBe(true);
    expect(exposure({ public_net: [{ ipv4_enabled: false, ipv6_enabled: true }] }).isUnfiltered).toBe(true);
  });

  test("not where it has no public address, or may have none", () => {
    expect(exposure({ public_net: [{ ipv4_enabled: false, ipv6_enabled: false }] }).isUnfiltered).toBe(false);
    expect(exposure({ public_net: [{ ipv4_enabled: "${var.x}", ipv6_enabled: false }] }).isUnfiltered).toBe(false);
  });

  test.each([
    ["one that the stack does not make", { firewall_ids: [42] }, {}],
    ["one that is looked up", { firewall_ids: ["${data.hcloud_firewall.f.id}"] }, {}],
    ["some that are known only at apply", { firewall_ids: "${var.firewalls}" }, {}],
    ["an attachment of another", {}, { firewall_id: 42, server_ids: ["${hcloud_server.a.id}"] }],
    ["an attachment of whom is not known", {}, { firewall_id: "${hcloud_firewall.f.id}", server_ids: "${var.servers}" }],
    ["a selector that is not known", {}, { firewall_id: "${hcloud_firewall.f.id}", label_selectors: ["${var.selector}"] }],
    ["labels that are not known", { labels: { a: "${var.a}" } }, { firewall_id: "${hcloud_firewall.f.id}", label_selectors: ["a=b"] }],
    ["no labels that are known", { labels: "${var.labels}" }, { firewall_id: "${hcloud_firewall.f.id}", label_selectors: ["a=b"] }],
  ])("not where it may have a firewall: %s", (_, server, attachment) => {
    const more = Object.keys(attachment).length === 0 ? {} : { hcloud_firewall_attachment: { x: attachment } };
    expect(exposure(server, [IN], more)).toEqual({ open: [], isUnfiltered: false });
  });
});
