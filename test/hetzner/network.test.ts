import { TerraformStack, TerraformVariable, Token } from "cdktf";
import { expect, test } from "vitest";
import { HetznerSubnet, Network, NetworkSubnet } from "../../lib/hetzner";
import { scratchStack, thrown } from "../support";

function network(stack: TerraformStack, id = "network", ipRange = "10.0.0.0/16"): Network {
  return new Network(stack, id, { name: id, ipRange });
}
function subnet(stack: TerraformStack, of: Network, ipRange = "10.0.1.0/24", id = "subnet"): HetznerSubnet {
  return HetznerSubnet.of(
    new NetworkSubnet(stack, id, { networkId: Token.asNumber(of.id), type: "cloud", networkZone: "eu-central", ipRange }),
  );
}
const known = (more: object = {}): HetznerSubnet =>
  HetznerSubnet.fromAttributes({ subnetId: "7-10.0.1.0/24", ipRange: "10.0.1.0/24", networkIpRange: "10.0.0.0/16", ...more });
const attach = (at: HetznerSubnet, node: string, address?: string, stack = scratchStack()): void => at._attach(stack, node, address);

test("an address in the subnet is taken, the first of a subnet that is not the network's first too", () => {
  for (const address of ["10.0.1.1", "10.0.1.2", "10.0.1.254"]) attach(known(), "a", address);
});

test.each(["10.0.2.1", "10.0.0.255", "192.168.0.1"])("%s is outside the subnet", (address) => {
  const error = thrown(() => attach(known(), "a", address));
  expect(error).toMatchObject({ code: "address-outside-subnet", subject: "nodes.a.privateIpv4", received: address });
  expect(error.allowed).toBe("an address in 10.0.1.0/24");
});

test.each(["10.0.1", "10.0.1.256", "010.0.1.1", "::1", "10.0.1.1/24", ""])("%j is no address", (address) => {
  expect(thrown(() => attach(known(), "a", address))).toMatchObject({ code: "address-malformed", mend: "write it like 10.0.1.9" });
});

test.each([
  ["10.0.1.0", "10.0.1.0/24"],
  ["10.0.1.255", "10.0.1.0/24"],
  ["10.0.0.1", "10.0.0.0/24"],
  ["172.31.1.1", undefined],
])("%s is kept by Hetzner", (address, ipRange) => {
  expect(thrown(() => attach(known({ ipRange }), "a", address))).toMatchObject({ code: "address-reserved", received: address });
});

test("the gateway is found in the network that the stack makes", () => {
  const stack = scratchStack();
  const at = subnet(stack, network(stack), "10.0.0.0/24");
  expect(thrown(() => attach(at, "a", "10.0.0.1", stack)).code).toBe("address-reserved");
  attach(at, "a", "10.0.0.2", stack);
});

test("where the network's range is not known, nobody can tell its gateway", () => {
  attach(known({ ipRange: "10.0.0.0/24", networkIpRange: undefined }), "a", "10.0.0.1");
  attach(HetznerSubnet.fromAttributes({ subnetId: "7-x" }), "a", "10.0.0.1");
});

test.each(["ipRange", "networkIpRange"])("%s has to be a range", (prop) => {
  const error = thrown(() => attach(known({ [prop]: "10.0.1.0" }), "a", "10.0.1.5"));
  expect(error).toMatchObject({ code: "cidr", subject: `subnet: ${prop}`, received: "10.0.1.0" });
});

test("an address is one node's, in all subnets of a network", () => {
  const stack = scratchStack();
  const of = network(stack);
  const [one, same] = [subnet(stack, of), subnet(stack, of, "10.0.1.0/24", "same")];
  attach(one, "a", "10.0.1.5", stack);
  const error = thrown(() => attach(same, "b", "10.0.1.5", stack));
  expect(error).toMatchObject({ code: "address-taken", subject: "nodes.b.privateIpv4" });
  expect(error.allowed).toContain("stack/a has this one");
  attach(subnet(stack, network(stack, "other"), "10.0.1.0/24", "there"), "b", "10.0.1.5", stack);
});

test("a network takes a hundred servers, in all its subnets and pools together", () => {
  const stack = scratchStack();
  const of = network(stack);
  const [one, two] = [subnet(stack, of, "10.0.1.0/24", "one"), subnet(stack, of, "10.0.2.0/24", "two")];
  for (let i = 0; i < 50; i++) attach(one, `a${i}`, undefined, stack);
  for (let i = 0; i < 50; i++) attach(two, `b${i}`, undefined, stack);
  const error = thrown(() => attach(two, "late", undefined, stack));
  expect(error).toMatchObject({ code: "hetzner-network-full", subject: "nodes.late: network", received: "101 servers" });
  attach(subnet(stack, network(stack, "other"), "10.0.1.0/24", "there"), "late", undefined, stack);
});

test("a network given by its number is the same in each form", () => {
  const stack = scratchStack();
  const made = new NetworkSubnet(stack, "made", { networkId: 7, type: "cloud", networkZone: "eu-central", ipRange: "10.0.1.0/24" });
  for (let i = 0; i < 50; i++) attach(HetznerSubnet.of(made), `a${i}`, undefined, stack);
  for (let i = 0; i < 50; i++) attach(known(), `b${i}`, undefined, stack);
  expect(thrown(() => attach(known({ subnetId: "7-10.0.9.0/24" }), "late", undefined, stack)).code).toBe("hetzner-network-full");
});

test("what is known only at apply is taken", () => {
  const stack = scratchStack();
  const token = new TerraformVariable(stack, "x", {}).stringValue;
  attach(known(), "a", token, stack);
  attach(known(), "b", token, stack);
  attach(known({ ipRange: token, networkIpRange: token }), "c", "192.168.0.1", stack);
  const unknown = HetznerSubnet.fromAttributes({ subnetId: token });
  for (let i = 0; i < 100; i++) attach(unknown, `n${i}`, undefined, stack);
  expect(thrown(() => attach(unknown, "late", undefined, stack)).code).toBe("hetzner-network-full");
});
