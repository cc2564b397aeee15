import { Fn, TerraformVariable } from "cdktf";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { nodes } from "../../lib";
import { LibvirtNetwork, LibvirtNodePoolProps } from "../../lib/libvirt";
import { AddressBook, AddressedNode } from "../../lib/libvirt/address";
import { scratchStack, thrown } from "../support";
import { addPool, lab, NETWORK, poolJson } from "./small-pool";

const reserve = (node: Partial<AddressedNode>, cidr = "10.17.3.0/24"): string =>
  new AddressBook(scratchStack("lab"), { ...NETWORK, cidr }).reserve({ name: "a", ...node });

test("an address is the explicit one", () => {
  expect(reserve({ address: "10.17.3.10", firstAddress: "10.17.3.100", index: 1 })).toBe("10.17.3.10");
});

test("an address is the first one plus the node's index, over the end of a byte too", () => {
  expect(reserve({ firstAddress: "10.17.3.10", index: 0 })).toBe("10.17.3.10");
  expect(reserve({ firstAddress: "10.17.0.250", index: 10 }, "10.17.0.0/16")).toBe("10.17.1.4");
});

test("an address is by a hash of stack and name where neither is given, and the same in every run", () => {
  expect(reserve({})).toBe(reserve({}));
  expect(reserve({}, "10.17.0.0/16")).toMatchInlineSnapshot(`"10.17.54.21"`);
  expect(reserve({ firstAddress: "10.17.3.10" })).toBe(reserve({}));
});

test("a hashed address is always one that a machine can have", () => {
  fc.assert(
    fc.property(fc.string(), fc.integer({ min: 8, max: 28 }), (name, prefix) => {
      const address = reserve({ name }, `10.0.0.0/${prefix}`);
      expect(reserve({ name, address }, `10.0.0.0/${prefix}`)).toBe(address);
    }),
  );
});

test.each<[string, Partial<AddressedNode>, string]>([
  ["an explicit one", { address: "10.17.4.10" }, "nodes.a.address"],
  ["one below", { address: "10.17.2.255" }, "nodes.a.address"],
  ["a counted one", { firstAddress: "10.17.3.250", index: 6 }, "firstAddress"],
])("an address outside its subnet is an error: %s", (_, node, subject) => {
  expect(thrown(() => reserve(node))).toMatchObject({ code: "address-outside-subnet", subject, allowed: "an address in 10.17.3.0/24" });
});

test.each(["10.17.3.0", "10.17.3.1", "10.17.3.255"])("%s is no machine's: the network, the host or the broadcast has it", (address) => {
  expect(thrown(() => reserve({ address }))).toMatchObject({ code: "address-reserved", received: address });
});

test.each(["", "10.17.3", "10.17.3.300", "fd00::1", "ten"])("%j is no address", (address) => {
  expect(thrown(() => reserve({ address }))).toMatchObject({ code: "address-malformed", received: address });
  expect(thrown(() => reserve({ firstAddress: address, index: 0 }))).toMatchObject({ code: "address-malformed", subject: "firstAddress" });
});

test("an address twice in a network is an error that names who has it: in a pool, and across pools", () => {
  const twice = { a: { address: "10.17.3.10" }, b: { address: "10.17.3.10" } };
  const within = thrown(() => poolJson({ network: NETWORK, nodes: twice }));
  expect(within).toMatchObject({ code: "address-taken", path: "lab/web", received: "10.17.3.10", subject: "nodes.b.address" });
  expect(within.allowed).toContain("lab/web/a");
  const across = (network: () => LibvirtNodePoolProps["network"]) => () =>
    lab((stack) => {
      addPool(stack, "web", { network: network(), nodes: { a: { address: "10.17.3.10" } } });
      addPool(stack, "db", { network: network(), nodes: nodes("db", 2), firstAddress: "10.17.3.9" });
    });
  expect(thrown(across(() => NETWORK))).toMatchObject({ code: "address-taken", path: "lab/db", subject: "firstAddress" });
  expect(thrown(across(() => LibvirtNetwork.existing(NETWORK.networkId, NETWORK.cidr)))).toMatchObject({ code: "address-taken" });
});

test("an address twice in a network that the stack makes is an error too, and in two networks it is none", () => {
  const pools = (shared: boolean) => () =>
    lab((stack) => {
      const one = new LibvirtNetwork(stack, "One", { cidr: "10.17.3.0/24" });
      const other = shared ? one : NETWORK;
      addPool(stack, "web", { network: one, nodes: { a: { address: "10.17.3.10" } } });
      addPool(stack, "db", { network: other, nodes: { b: { address: "10.17.3.10" } } });
    });
  expect(thrown(pools(true))).toMatchObject({ code: "address-taken", path: "lab/db" });
  expect(pools(false)).not.toThrow();
});

test("an address known only at apply passes; the first one must be known, since others count on from it", () => {
  const token = Fn.cidrhost("10.17.3.0/24", 7);
  expect(reserve({ address: token })).toBe(token);
  expect(thrown(() => reserve({ firstAddress: token, index: 0 }))).toMatchObject({
    code: "address-malformed",
    received: "a value known only at apply",
  });
});

test("a range known only at apply passes where each node has an address; it is held for one all the same", () => {
  const cidr = new TerraformVariable(scratchStack(), "cidr", {}).stringValue;
  expect(reserve({ address: "10.17.3.10" }, cidr)).toBe("10.17.3.10");
  expect(reserve({ firstAddress: "10.17.3.255", index: 1 }, cidr)).toBe("10.17.4.0");
  expect(thrown(() => reserve({ address: "ten" }, cidr))).toMatchObject({ code: "address-malformed", received: "ten" });
  expect(thrown(() => reserve({}, cidr))).toMatchObject({ code: "address-malformed", received: undefined });
});
