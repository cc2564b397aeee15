import { TerraformOutput, TerraformStack } from "cdktf";
import { expect, test } from "vitest";
import { PoolFacts } from "../../../lib/check/pools/pool-facts";
import { run } from "../../cli/run";
import { Workspace, requires } from "../harness";
import { Rig, STACK, group, pool } from "./rig";

function build(stack: TerraformStack): void {
  const db = pool(stack, { elasticIps: true, nodes: { a: {} } }, "db");
  pool(stack, { nodes: { c: { privateIpv4: "10.0.1.50" } } }, "within");
  group(stack);
  new TerraformOutput(stack, "reached", { value: db.nodes[0].publicIpv4, staticId: true });
}

requires("terraform", "provider-aws-stand-in")("the pools of a stack on AWS", () => {
  test("have the addresses of their machines, from the outputs and from the state, and a group has none", async () => {
    const rig = await Rig.start();
    const workspace = Workspace.forTest();
    const json = await rig.write(build);
    await rig.terraform().apply();
    workspace.write(`cdktf.out/stacks/${STACK}/cdk.tf.json`, json);
    workspace.write("outputs.json", (await rig.terraform().run(["output", "-json"])).stdout);
    workspace.write("state.json", (await rig.terraform().run(["show", "-json"])).stdout);
    const addresses = async (...args: string[]): Promise<object> => {
      const { stdout } = await run(["pools", "--format", "json", ...args], { cwd: workspace.directory });
      const pools = JSON.parse(stdout) as PoolFacts[];
      return Object.fromEntries(
        pools.map((facts) => [facts.pool, facts.nodes?.map((node) => node.addresses.map(({ address }) => address))]),
      );
    };
    const elastic = String(rig.standIn.resources("aws_eip")[0].attributes.public_ip);
    const own = String(rig.instance("a").attributes.private_ip);
    expect(await addresses("--state", "state.json")).toEqual({ db: [[elastic, own]], within: [["10.0.1.50"]], web: undefined });
    expect(await addresses("--outputs", "outputs.json")).toEqual({ db: [[elastic]], within: [[]], web: undefined });
  });
});
