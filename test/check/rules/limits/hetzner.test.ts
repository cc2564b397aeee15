import { describe, expect, test } from "vitest";
import { hetznerExceeded } from "../../../../lib/check/rules/limits/hetzner";
import { stackOf } from "../../manifests";

/** What is over a limit, `addresses says`. */
function said(resources: object): string[] {
  return hetznerExceeded(stackOf({ resources: resources as never })).map(({ addresses, says }) => `${addresses.join(", ")} ${says}`);
}

const many = <T>(n: number, each: T): { [name: string]: T } => Object.fromEntries(Array.from({ length: n }, (_, i) => [`r${i}`, each]));

describe("a placement group", () => {
  const placed = (count: unknown, value: unknown = "${hcloud_placement_group.g.id}", group: object = {}) =>
    said({ hcloud_server: { a: { count, placement_group_id: value } }, hcloud_placement_group: { g: group } });

  test("takes ten servers", () => {
    expect(placed(10)).toEqual([]);
    expect(placed(11)).toEqual(["hcloud_placement_group.g has 11 servers, and a placement group takes 10"]);
    expect(placed(11, 7)).toEqual(["hcloud_placement_group 7 has 11 servers, and a placement group takes 10"]);
    expect(placed(11, "${var.group}")).toEqual([]);
  });

  test("of two takes twenty", () => {
    const either = "${hcloud_placement_group.g[count.index % 2].id}";
    expect(placed(20, either, { count: 2 })).toEqual([]);
    expect(placed(21, either, { count: 2 })).toEqual(["hcloud_placement_group.g has 21 servers, and 2 of them take 20"]);
  });

  test("takes servers of several resources", () => {
    const server = { placement_group_id: "${hcloud_placement_group.g.id}" };
    expect(said({ hcloud_server: many(11, server) })).toHaveLength(1);
    expect(said({ hcloud_server: many(10, server) })).toEqual([]);
  });
});

describe("a network", () => {
  const NETWORK = "${hcloud_network.n.id}";
  const SUBNETS = { s: { network_id: NETWORK }, t: { network_id: NETWORK } };
  const attached = (count: number, attachment: object) =>
    said({ hcloud_server: { a: { count, network: [attachment] } }, hcloud_network_subnet: SUBNETS });

  test("takes a hundred servers, however they are attached", () => {
    for (const attachment of [{ network_id: NETWORK }, { subnet_id: "${hcloud_network_subnet.s.id}" }]) {
      expect(attached(100, attachment)).toEqual([]);
      expect(attached(101, attachment)).toEqual(["hcloud_network.n has 101 servers attached, and a network takes 100"]);
    }
    expect(attached(101, { subnet_id: "42-10.0.1.0/24" })).toEqual(["hcloud_network 42 has 101 servers attached, and a network takes 100"]);
    expect(attached(101, { subnet_id: "${var.subnet}" })).toEqual([]);
  });

  test("counts those of all its subnets, and attachments of their own", () => {
    const own = { count: 50, subnet_id: "${hcloud_network_subnet.t.id}" };
    const half = {
      hcloud_server: { a: { count: 50, network: { subnet_id: "${hcloud_network_subnet.s.id}" } } },
      hcloud_network_subnet: SUBNETS,
    };
    expect(said({ ...half, hcloud_server_network: { b: own } })).toEqual([]);
    expect(said({ ...half, hcloud_server_network: { b: own, c: { network_id: NETWORK } } })).toHaveLength(1);
  });

  test("takes fifty subnets", () => {
    expect(said({ hcloud_network_subnet: many(50, { network_id: NETWORK }) })).toEqual([]);
    expect(said({ hcloud_network_subnet: many(51, { network_id: NETWORK }) })).toEqual([
      "hcloud_network.n has 51 subnets, and a network takes 50",
    ]);
    expect(said({ hcloud_network_subnet: { s: { count: 51, network_id: NETWORK } } })).toHaveLength(1);
    expect(said({ hcloud_network_subnet: { s: { count: 51, network_id: "${var.n}" } } })).toEqual([]);
  });
});

describe("the name of a server", () => {
  const named = (name: unknown) => said({ hcloud_server: { a: { name } } });

  test("has at most 63 characters, what is known only at apply not counted", () => {
    expect(named("a".repeat(63))).toEqual([]);
    const long = (length: number) => [`hcloud_server.a has a name of ${length} characters, and a server's has at most 63`];
    expect(named("a".repeat(64))).toEqual(long(64));
    expect(named(`${"a".repeat(63)}\${count.index}`)).toEqual([]);
    expect(named(`${"a".repeat(64)}\${count.index}`)).toEqual(long(64));
  });

  test("is a host's", () => {
    expect(named("db-0.example.com")).toEqual([]);
    expect(named(undefined)).toEqual([]);
    for (const name of ["db_0", "-db", "db-", "a..b", ""]) {
      expect(named(name)).toEqual(["hcloud_server.a has a name that is no host name: letters, digits, inner '-', and '.' between them"]);
    }
    expect(named("db_${count.index}")).toEqual([]);
  });
});

test("a firewall takes fifty rules", () => {
  const rules = (n: number) => said({ hcloud_firewall: { f: { rule: Array(n).fill({ direction: "in" }) } } });
  expect(rules(50)).toEqual([]);
  expect(rules(51)).toEqual(["hcloud_firewall.f has 51 rules, and a firewall takes 50"]);
});

test("a label's name and value have 63 characters each, a prefix not counted", () => {
  const labelled = (labels: unknown) => said({ hcloud_network: { n: { labels } }, other_thing: { n: { labels } } });
  expect(labelled({ a: "x".repeat(63), [`${"p".repeat(60)}.example/${"k".repeat(63)}`]: "" })).toEqual([]);
  expect(labelled({ a: "x".repeat(64) })).toEqual(["hcloud_network.n has a label of 64 characters, and one has at most 63"]);
  expect(labelled({ ["k".repeat(65)]: "" })).toEqual(["hcloud_network.n has a label of 65 characters, and one has at most 63"]);
  expect(labelled("${var.labels}")).toEqual([]);
});
