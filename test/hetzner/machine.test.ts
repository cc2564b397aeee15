import { TerraformOutput } from "cdktf";
import { expect, test } from "vitest";
import { HetznerNodePoolProps, HetznerSubnet, PrimaryIp, Server } from "../../lib/hetzner";
import { thrown } from "../support";
import { NEWER, pool, synthesiseHetzner } from "./pool";

const subnet = HetznerSubnet.fromAttributes({ subnetId: "7-10.0.1.0/24" });

function addresses(props: Partial<HetznerNodePoolProps>): unknown {
  const json = synthesiseHetzner((stack) => {
    const { ipv4Address, publicIpv4, publicIpv6, privateIpv4 } = pool(props, stack).machine("a");
    new TerraformOutput(stack, "out", { value: { ipv4Address, publicIpv4, publicIpv6, privateIpv4 } });
  });
  return json.output?.out.value;
}
const attribute = (type: string, of: string, name: string): unknown =>
  expect.stringMatching(new RegExp(`^\\$\\{${type}\\.web_a_${of}_\\w+\\.${name}\\}$`));

test("a machine's addresses are those that outlive it", () => {
  const ipv4 = attribute("hcloud_primary_ip", "PrimaryIpv4", "ip_address");
  expect(addresses({})).toEqual({
    ipv4Address: ipv4,
    publicIpv4: ipv4,
    publicIpv6: expect.stringMatching(/^\$\{cidrhost\(hcloud_primary_ip\.web_a_PrimaryIpv6_\w+\.ip_network, 1\)\}$/),
  });
});

test("or the server's own", () => {
  const ipv4 = attribute("hcloud_server", "Server", "ipv4_address");
  expect(addresses({ retainPublicIps: false })).toEqual({
    ipv4Address: ipv4,
    publicIpv4: ipv4,
    publicIpv6: attribute("hcloud_server", "Server", "ipv6_address"),
  });
});

test("it is reached by its private address where it has no public one", () => {
  const nodes = { a: { privateIpv4: "10.0.1.5" } };
  expect(addresses({ publicIpv4: false, publicIpv6: false, subnet, nodes })).toEqual({ ipv4Address: "10.0.1.5", privateIpv4: "10.0.1.5" });
  expect(addresses({ publicIpv4: false, publicIpv6: false, subnet })).toEqual({});
});

test("it knows its name, hostname and release, and gives its resources for what the props do not say", () => {
  const made = pool({ nodes: { a: { hostname: "first.example.com", release: NEWER }, c: {} } });
  const machine = made.machine("a");
  expect([machine.name, machine.hostname, machine.release]).toEqual(["a", "first.example.com", NEWER]);
  expect(machine.resource).toBeInstanceOf(Server);
  expect([machine.primaryIpv4, machine.primaryIpv6].every((ip) => ip instanceof PrimaryIp)).toBe(true);
  expect(made.nodes.map((node) => node.name)).toEqual(["a", "c"]);
  expect(thrown(() => made.machine("b"))).toMatchObject({ code: "machine-unknown", path: "stack/web" });
});

test("overrides of its resource reach Terraform", () => {
  const json = synthesiseHetzner((stack) => pool({}, stack).machine("a").resource.addOverride("backups", true));
  expect(Object.values(json.resource?.hcloud_server ?? {})[0].backups).toBe(true);
});
