import { expect, test } from "vitest";
import { outputAddresses } from "../../../lib/check/pools/output-addresses";
import { nodesOf } from "../../../lib/check/synth/machines";
import { NODE, namedPool } from "../manifests";

const nodes = [
  ...nodesOf("x/db", namedPool({ nodes: { a: { ...NODE, resources: ["ip.a", "server.a"] }, b: { ...NODE, resources: ["server.b"] } } })),
  ...nodesOf("x/other", namedPool({ name: "other", nodes: { b: { ...NODE, resources: ["server.c"] } } })),
];

function addresses(expressions: object, values: object): { [node: string]: string[] } {
  const found = outputAddresses(nodes, { ...expressions }, { ...values });
  return Object.fromEntries([...found].map(([{ path, name }, all]) => [`${path}/${name}`, all.map(({ address }) => address)]));
}

test("a value belongs to the machine whose resource the stack makes it of, wherever it stands", () => {
  const expressions = {
    one: "${server.a.ipv4}",
    list: ["${server.b.ipv4}", "${cidrhost(ip.a.network, 1)}"],
    deep: { x: [{ y: "${server.c.network[0].ip}" }] },
  };
  const values = { one: "192.0.2.1", list: ["192.0.2.2", "2001:db8::1"], deep: { x: [{ y: "10.0.0.3" }] } };
  expect(addresses(expressions, values)).toEqual({
    "x/db/a": ["192.0.2.1", "2001:db8::1"],
    "x/db/b": ["192.0.2.2"],
    "x/other/b": ["10.0.0.3"],
  });
});

test("a value that stands under the name of one machine alone is that machine's", () => {
  const values = { a: "192.0.2.1", ips: { a: ["192.0.2.2"], b: "192.0.2.3" }, unknown: "192.0.2.4" };
  expect(addresses({}, values)).toEqual({ "x/db/a": ["192.0.2.1", "192.0.2.2"] });
});

test("the resource counts for more than the name, and what is made of two machines' resources is nobody's", () => {
  expect(addresses({ o: { a: "${server.b.ipv4}" } }, { o: { a: "192.0.2.2" } })).toEqual({ "x/db/b": ["192.0.2.2"] });
  expect(addresses({ o: "${coalesce(server.a.ipv4, server.b.ipv4)}" }, { o: "192.0.2.1" })).toEqual({});
});

test("what is no address is passed over", () => {
  expect(addresses({ o: "${server.a.name}" }, { o: "x-a", a: "4593.2.5", list: [null, 7, true, { a: "db.example.com" }] })).toEqual({});
});
