import { TerraformOutput, TerraformResourceLifecycle, TerraformStack } from "cdktf";
import { InternetGateway } from "@cdktf/provider-aws/lib/internet-gateway/index.js";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider/index.js";
import { RouteTable } from "@cdktf/provider-aws/lib/route-table/index.js";
import { RouteTableAssociation } from "@cdktf/provider-aws/lib/route-table-association/index.js";
import { Subnet } from "@cdktf/provider-aws/lib/subnet/index.js";
import { Vpc } from "@cdktf/provider-aws/lib/vpc/index.js";
import { Construct } from "constructs";
import { AwsEnvironment, Environment } from "../environments/environment";
import { FlatcarLock } from "../lib";
import { AwsInstancePool, AwsNodePool, AwsSubnet } from "../lib/aws";
import { operatorKey } from "./operator-key";

/** An environment on AWS: a VPC with a public subnet in each availability zone, and its pools. The provider takes its credentials from its usual places. */
export class AwsStack extends TerraformStack {
  constructor(scope: Construct, id: string, environment: Environment, aws: AwsEnvironment, lock: FlatcarLock) {
    super(scope, id);
    environment.backend.bind(this);
    new AwsProvider(this, "aws", { region: aws.region });
    const { protect } = environment;
    const release = lock.release(environment.release);
    const key = operatorKey(this).stringValue;
    const lifecycle = protect === true ? { preventDestroy: true } : undefined;
    const vpc = new Vpc(this, "Vpc", { cidrBlock: aws.networkCidr, enableDnsHostnames: true, tags: { Name: id }, lifecycle });
    const subnets = this.subnets(vpc, aws, lifecycle);
    for (const [name, props] of Object.entries(aws.groups)) {
      const pool = new AwsNodePool(this, name, {
        ...props,
        protect: props.protect ?? protect,
        release,
        sshAuthorizedKeys: [key, ...(props.sshAuthorizedKeys ?? [])],
        vpcId: vpc.id,
        subnets: [...subnets.values()],
      });
      pool.securityGroup.allowSsh(aws.sshFrom);
      const { groupName, groupArn, capacity } = pool;
      new TerraformOutput(this, `${name}_group`, { value: { name: groupName, arn: groupArn, capacity }, staticId: true });
    }
    for (const [name, { nodes, ...props }] of Object.entries(aws.pools)) {
      const [first] = subnets.values();
      const pool = new AwsInstancePool(this, name, {
        ...props,
        protect: props.protect ?? protect,
        release,
        sshAuthorizedKeys: [key, ...(props.sshAuthorizedKeys ?? [])],
        vpcId: vpc.id,
        subnet: first,
        nodes: Object.fromEntries(
          Object.entries(nodes).map(([node, { zone, ...options }]) => [node, { ...options, subnet: subnetIn(subnets, node, zone) }]),
        ),
      });
      pool.securityGroup.allowSsh(aws.sshFrom);
      const value = Object.fromEntries(pool.nodes.map((node) => [node.name, node.ipv4Address]));
      new TerraformOutput(this, `${name}_addresses`, { value, staticId: true });
    }
  }

  /** The subnets by their availability zones. What is in one reaches the outside by its own public address. */
  private subnets(vpc: Vpc, aws: AwsEnvironment, lifecycle: TerraformResourceLifecycle | undefined): Map<string, AwsSubnet> {
    checkNetwork(aws);
    const tags = { Name: this.node.id };
    const gateway = new InternetGateway(this, "InternetGateway", { vpcId: vpc.id, tags });
    const routes = new RouteTable(this, "RouteTable", {
      vpcId: vpc.id,
      route: [{ cidrBlock: "0.0.0.0/0", gatewayId: gateway.id }],
      tags,
    });
    return new Map(
      aws.availabilityZones.map((zone, i) => {
        const subnet = new Subnet(this, `Subnet-${zone}`, {
          vpcId: vpc.id,
          availabilityZone: zone,
          cidrBlock: aws.networkCidr.replace(/\.0\.0\/16$/, `.${i}.0/24`),
          tags: { Name: `${this.node.id}-${zone}` },
          lifecycle,
        });
        new RouteTableAssociation(this, `RouteTableAssociation-${zone}`, { subnetId: subnet.id, routeTableId: routes.id });
        return [zone, AwsSubnet.of(subnet)];
      }),
    );
  }
}

function checkNetwork({ networkCidr, availabilityZones: zones }: AwsEnvironment): void {
  if (!/^\d+\.\d+\.0\.0\/16$/.test(networkCidr))
    throw new Error(
      `networkCidr: received ${networkCidr}; allowed: a /16, of which each availability zone has a /24; write it like 10.11.0.0/16`,
    );
  if (zones.length === 0) throw new Error("availabilityZones: received none; allowed: one at least; name one of the region's");
}

function subnetIn(subnets: ReadonlyMap<string, AwsSubnet>, node: string, zone: string | undefined): AwsSubnet | undefined {
  if (zone === undefined || subnets.has(zone)) return subnets.get(zone ?? "");
  throw new Error(
    `nodes.${node}.zone: received ${zone}; allowed: ${[...subnets.keys()].join(", ")}; name one of the environment's availability zones`,
  );
}
