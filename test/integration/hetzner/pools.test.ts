import { TerraformOutput, TerraformStack } from "cdktf";
import { expect, test } from "vitest";
import { PoolFacts } from "../../../lib/check/pools/pool-facts";
import { run } from "../../cli/run";
import { Workspace, requires } from "../harness";
import { Rig, STACK, pool, subnet } from "./rig";

/** Servers with kept addresses, with such as go with them, and with private ones alone. */
function build(stack: TerraformStack): void {
  const net = subnet(stack);
  const kept = pool(stack, { nodes: { a: {}, b: {} } }, "kept");
  const going = pool(stack, { retainPublicIps: false, nodes: { c: {} } }, "going");
  const within = pool(stack, { subnet: net, publicIpv4: false, publicIpv6: false, nodes: { d: { privateIpv4: "10.0.1.7" } } }, "within");
  const value = {
    four: kept.nodes.map((n) => n.publicIpv4),
    deep: { six: [{ of: going.nodes[0].publicIpv6 }], d: within.nodes[0].ipv4Address },
  };
  new TerraformOutput(stack, "reached", { value, staticId: true });
}

requires("terraform", "provider-hcloud")("the pools of a stack on Hetzner", () => {
  test("have the addresses of their servers: from the outputs, from a state that is shown, and from a state file", async () => {
    const rig = await Rig.start();
    const workspace = Workspace.forTest();
    const json = await rig.write(build);
    await rig.terraform().apply();
    workspace.write(`cdktf.out/stacks/${STACK}/cdk.tf.json`, json);
    const terraform = async (...args: string[]): Promise<string> => (await rig.terraform().run(args)).stdout;
    workspace.write("outputs.json", await terraform("output", "-json"));
    workspace.write("shown.json", await terraform("show", "-json"));
    workspace.write("state.json", await terraform("state", "pull"));

    const addresses = async (...args: string[]): Promise<object> => {
      const { code, stdout, stderr } = await run(["pools", "--format", "json", ...args], { cwd: workspace.directory });
      expect([code, stderr]).toEqual([0, ""]);
      const nodes = (JSON.parse(stdout) as PoolFacts[]).flatMap((facts) => facts.nodes ?? []);
      return Object.fromEntries(nodes.map((node) => [node.name, node.addresses.map(({ address }) => address)]));
    };
    const six = (network: string): string => network.replace(/::(\/64)?$/, "::1");
    const primary = (node: string, type: string): string => {
      const server = rig.emulator.server(`${STACK}-${node}`);
      const found = rig.emulator.primaryIps.find((ip) => ip.assigneeId === server.id && ip.type === type);
      return six(found?.ip ?? "none");
    };
    const all = (node: string): string[] => ["ipv4", "ipv6"].map((type) => primary(node, type));
    const truth = { a: all("a"), b: all("b"), c: all("c"), d: ["10.0.1.7"] };
    expect(await addresses("--state", "shown.json")).toEqual(truth);
    expect(await addresses("--state", "state.json")).toEqual(truth);
    const told = { a: [primary("a", "ipv4")], b: [primary("b", "ipv4")], c: [primary("c", "ipv6")], d: ["10.0.1.7"] };
    expect(await addresses("--outputs", "outputs.json")).toEqual(told);
    expect(await addresses()).toEqual({ a: [], b: [], c: [], d: ["10.0.1.7"] });
  });
});
