import { TerraformOutput, TerraformStack } from "cdktf";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role/index.js";
import { InternetGateway } from "@cdktf/provider-aws/lib/internet-gateway/index.js";
import { LbTargetGroup } from "@cdktf/provider-aws/lib/lb-target-group/index.js";
import { PlacementGroup } from "@cdktf/provider-aws/lib/placement-group/index.js";
import { SecurityGroup } from "@cdktf/provider-aws/lib/security-group/index.js";
import { Subnet } from "@cdktf/provider-aws/lib/subnet/index.js";
import { Vpc } from "@cdktf/provider-aws/lib/vpc/index.js";
import { expect, test } from "vitest";
import { nodes } from "../../../lib";
import {
  ANYWHERE,
  AwsCpuCredits,
  AwsInstanceProfile,
  AwsLifecycleTransition,
  AwsProtocol,
  AwsPurchaseOption,
  AwsSubnet,
  AwsZoneDistribution,
} from "../../../lib/aws";
import { requires } from "../harness";
import { Rig, STACK, group, pool } from "./rig";

/** A stack with about everything that pools can have, and with all that they need. */
function everything(stack: TerraformStack): void {
  const vpc = new Vpc(stack, "Vpc", { cidrBlock: "10.1.0.0/16", assignGeneratedIpv6CidrBlock: true });
  new InternetGateway(stack, "Gateway", { vpcId: vpc.id });
  const subnets = ["10.1.1.0/24", "10.1.2.0/24"].map((cidrBlock, i) =>
    AwsSubnet.of(new Subnet(stack, `Subnet${i}`, { vpcId: vpc.id, cidrBlock, availabilityZone: `eu-central-1${"ab"[i]}` })),
  );
  const further = new SecurityGroup(stack, "Further", { namePrefix: "further-", vpcId: vpc.id });
  const role = new IamRole(stack, "Role", { name: "node", assumeRolePolicy: "{}" });
  const spread = new PlacementGroup(stack, "Spread", { name: "spread", strategy: "spread" });
  const targets = new LbTargetGroup(stack, "Targets", { name: "web", port: 80, protocol: "HTTP", vpcId: vpc.id });
  const shared = {
    vpcId: vpc.id,
    securityGroupIds: [further.id],
    instanceProfile: AwsInstanceProfile.forRole(role),
    tags: { tier: "1", "example.com/team": "storage" },
    sshAuthorizedKeys: ["ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIA x"],
    detailedMonitoring: true,
    metadataHopLimit: 2,
    rootDiskGib: 40,
    rootDiskIops: 4000,
    rootDiskThroughput: 250,
  };
  const db = pool(
    stack,
    {
      ...shared,
      nodes: {
        ...nodes("db", 3, { generation: 2 }),
        chosen: { privateIpv4: "10.1.2.50", subnet: subnets[1], elasticIp: false, instanceType: "m7g.xlarge", tags: { role: "first" } },
      },
      instanceType: "m7g.large",
      subnet: subnets[0],
      elasticIps: true,
      publicIpv4: true,
      placementGroup: spread.name,
      sourceDestCheck: false,
    },
    "db",
  );
  db.securityGroup.allowSsh([...ANYWHERE]);
  const mixed = group(
    stack,
    {
      ...shared,
      subnets,
      instanceTypes: ["t4g.small", "t4g.medium"],
      cpuCredits: AwsCpuCredits.STANDARD,
      purchaseOption: AwsPurchaseOption.mixed({ onDemandBase: 1, onDemandPercentage: 50 }),
      capacity: { min: 1, max: 5, desired: 3 },
      targetGroupArns: [targets.arn],
      lifecycleHooks: [{ name: "drain", transition: AwsLifecycleTransition.TERMINATING, heartbeatTimeoutSec: 300 }],
      warmPool: { minSize: 1 },
      maintenancePolicy: { minHealthyPercentage: 100, maxHealthyPercentage: 150 },
      zoneDistribution: AwsZoneDistribution.BALANCED_ONLY,
      terminationPolicies: ["OldestInstance"],
      suspendedProcesses: ["AZRebalance"],
      enabledMetrics: ["GroupInServiceInstances"],
      maxInstanceLifetimeSec: 604_800,
      protectFromScaleIn: true,
      instanceRefresh: { checkpointPercentages: [50, 100], autoRollback: true, alarms: ["down"] },
    },
    "mixed",
  );
  mixed.securityGroup.addInboundRule({ protocol: AwsProtocol.TCP, port: "80", securityGroupIds: [db.securityGroup.securityGroupId] });
  const web = group(stack, { vpcId: vpc.id, subnets });
  const of = (machines: typeof db.nodes): object =>
    Object.fromEntries(machines.map((m) => [m.name, { public: m.publicIpv4 ?? null, reach: m.ipv4Address, private: m.privateIpv4 }]));
  new TerraformOutput(stack, "addresses", { value: of(db.nodes), staticId: true });
  new TerraformOutput(stack, "web_group", { value: { name: web.groupName, arn: web.groupArn, capacity: web.capacity }, staticId: true });
}

requires("terraform", "provider-aws-stand-in")("pools on AWS", () => {
  test("are made with the network around them, and then nothing is left to do; destroyed, and then nothing of theirs is left", async () => {
    const rig = await Rig.start();
    const before = rig.standIn.resources().length;
    await rig.apply(everything);
    const instances = rig.standIn.resources("aws_instance").map(({ attributes }) => (attributes.tags as { Name: string }).Name);
    expect(instances.sort()).toEqual(["chosen", "db-0", "db-1", "db-2"].map((name) => `${STACK}-${name}`));
    expect([rig.machines(`${STACK}-mixed`).length, rig.machines(`${STACK}-web`).length]).toEqual([3, 2]);
    // Over both zones.
    expect(new Set(rig.machines(`${STACK}-web`).map(({ subnetId }) => subnetId)).size).toBe(2);

    await rig.terraform().destroy();
    expect(rig.left).toEqual([]);
    expect(rig.standIn.resources()).toHaveLength(before);
  });

  test("tell the addresses that their machines have, and the name and ARN of their group", async () => {
    const rig = await Rig.start();
    await rig.apply(everything);
    const { addresses, web_group: told } = (await rig.terraform().outputs()) as {
      addresses: { [node: string]: { [kind: string]: string | null } };
      web_group: object;
    };
    for (const [node, of] of Object.entries(addresses)) {
      const { private_ip, id } = rig.instance(node).attributes;
      const association = rig.standIn.resources("aws_eip_association").find(({ attributes }) => attributes.instance_id === id);
      const elastic = association && rig.standIn.resource("aws_eip", String(association.attributes.allocation_id)).attributes.public_ip;
      const address = elastic ?? rig.instance(node).attributes.public_ip;
      expect(of, node).toEqual({ public: address, reach: address, private: private_ip });
      expect(elastic === undefined, node).toBe(node === "chosen");
    }
    expect(addresses.chosen.private).toBe("10.1.2.50");
    const { name, arn } = rig.standIn.resource("aws_autoscaling_group", `${STACK}-web`).attributes;
    expect(told).toEqual({ name, arn, capacity: { min: 2, max: 4 } });
  });
});
