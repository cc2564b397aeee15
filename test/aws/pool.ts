import { TerraformStack, TerraformVariable } from "cdktf";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider/index.js";
import { Construct } from "constructs";
import { AwsInstancePool, AwsInstancePoolProps, AwsNodePool, AwsNodePoolProps, AwsSubnet } from "../../lib/aws";
import { FlatcarRelease } from "../../lib/release";
import { BlockJson, StackJson, scratchStack, synthesise } from "../support";

export const RELEASE = FlatcarRelease.version("4593.2.5");
export const NEWER = FlatcarRelease.version("4757.1.0");

export const VPC = "vpc-0123456789abcdef0";
export const SUBNET = AwsSubnet.fromAttributes({ subnetId: "subnet-0123456789abcdef0", cidrBlock: "10.0.1.0/24" });
export const OTHER_SUBNET = AwsSubnet.fromAttributes({ subnetId: "subnet-0123456789abcdef1", cidrBlock: "10.0.2.0/24" });

/** A group `web` of up to three machines. */
export function group(props: Partial<AwsNodePoolProps> = {}, scope: Construct = scratchStack(), id = "web"): AwsNodePool {
  const base = { release: RELEASE, instanceTypes: ["m7i.large"], capacity: { min: 1, max: 3 } };
  return new AwsNodePool(scope, id, { ...base, vpcId: VPC, subnets: [SUBNET, OTHER_SUBNET], ...props });
}

/** A pool `web` of one machine `a`. */
export function pool(props: Partial<AwsInstancePoolProps> = {}, scope: Construct = scratchStack(), id = "web"): AwsInstancePool {
  const base = { release: RELEASE, instanceType: "m7i.large", nodes: { a: {} } };
  return new AwsInstancePool(scope, id, { ...base, vpcId: VPC, subnet: SUBNET, ...props });
}

/** The JSON of a stack `stack` with the provider and what `build` makes. */
export function synthesiseAws(build: (stack: TerraformStack) => void): StackJson {
  return synthesise((stack) => {
    new AwsProvider(stack, "aws", { region: "eu-central-1" });
    build(stack);
  });
}

/** The JSON of a stack with such a group. */
export const synthesiseGroup = (props: Partial<AwsNodePoolProps> = {}): StackJson => synthesiseAws((stack) => void group(props, stack));

/** The JSON of a stack with such a pool. */
export const synthesisePool = (props: Partial<AwsInstancePoolProps> = {}): StackJson => synthesiseAws((stack) => void pool(props, stack));

/** A variable `x`. */
export const variable = (stack: TerraformStack = scratchStack()): TerraformVariable => new TerraformVariable(stack, "x", {});

/** All resources of a type, in the order in which they were made. */
export function all(json: StackJson, type: string): BlockJson[] {
  return Object.values(json.resource?.[`aws_${type}`] ?? {});
}

/** The one resource of a type. */
export function only(json: StackJson, type: string): BlockJson {
  const found = all(json, type);
  if (found.length !== 1) throw new Error(`${found.length} resources of type ${type}`);
  return found[0];
}

/** The instance of a node, by its tag. */
export function instanceOf(json: StackJson, node = "a"): BlockJson {
  const found = all(json, "instance").find(({ tags }) => (tags as { Name: string }).Name === `stack-${node}`);
  if (found === undefined) throw new Error(`no instance of ${node}`);
  return found;
}

/** A machine config in base64, as it stands in an attribute. */
export function decoded(attribute: unknown): string {
  return Buffer.from(String(attribute), "base64").toString("utf8");
}
