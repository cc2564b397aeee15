import { TerraformOutput, TerraformStack } from "cdktf";
import { AutoscalingGroup } from "@cdktf/provider-aws/lib/autoscaling-group/index.js";
import { AutoscalingLifecycleHook } from "@cdktf/provider-aws/lib/autoscaling-lifecycle-hook/index.js";
import { AutoscalingPolicy } from "@cdktf/provider-aws/lib/autoscaling-policy/index.js";
import { DataAwsAmi } from "@cdktf/provider-aws/lib/data-aws-ami/index.js";
import { DataAwsAvailabilityZones } from "@cdktf/provider-aws/lib/data-aws-availability-zones/index.js";
import { EbsVolume } from "@cdktf/provider-aws/lib/ebs-volume/index.js";
import { EipAssociation } from "@cdktf/provider-aws/lib/eip-association/index.js";
import { Eip } from "@cdktf/provider-aws/lib/eip/index.js";
import { IamInstanceProfile } from "@cdktf/provider-aws/lib/iam-instance-profile/index.js";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role/index.js";
import { Instance } from "@cdktf/provider-aws/lib/instance/index.js";
import { InternetGateway } from "@cdktf/provider-aws/lib/internet-gateway/index.js";
import { LaunchTemplate } from "@cdktf/provider-aws/lib/launch-template/index.js";
import { LbListener } from "@cdktf/provider-aws/lib/lb-listener/index.js";
import { LbTargetGroup } from "@cdktf/provider-aws/lib/lb-target-group/index.js";
import { Lb } from "@cdktf/provider-aws/lib/lb/index.js";
import { PlacementGroup } from "@cdktf/provider-aws/lib/placement-group/index.js";
import { RouteTableAssociation } from "@cdktf/provider-aws/lib/route-table-association/index.js";
import { RouteTable } from "@cdktf/provider-aws/lib/route-table/index.js";
import { Route } from "@cdktf/provider-aws/lib/route/index.js";
import { SecurityGroup } from "@cdktf/provider-aws/lib/security-group/index.js";
import { Subnet } from "@cdktf/provider-aws/lib/subnet/index.js";
import { VolumeAttachment } from "@cdktf/provider-aws/lib/volume-attachment/index.js";
import { VpcSecurityGroupEgressRule } from "@cdktf/provider-aws/lib/vpc-security-group-egress-rule/index.js";
import { VpcSecurityGroupIngressRule } from "@cdktf/provider-aws/lib/vpc-security-group-ingress-rule/index.js";
import { Vpc } from "@cdktf/provider-aws/lib/vpc/index.js";
import { expect, test } from "vitest";
import { requires } from "../harness";
import { Rig } from "./rig";

/** About everything that a stack of node pools can have. */
function everything(stack: TerraformStack, rig: Rig): void {
  const zones = new DataAwsAvailabilityZones(stack, "zones", { state: "available" });
  const ami = new DataAwsAmi(stack, "ami", {
    owners: ["075585003325"],
    filter: [
      { name: "name", values: ["Flatcar-stable-4593.2.5-hvm"] },
      { name: "architecture", values: ["x86_64"] },
      { name: "virtualization-type", values: ["hvm"] },
    ],
  });
  const vpc = new Vpc(stack, "vpc", { cidrBlock: "10.0.0.0/16", assignGeneratedIpv6CidrBlock: true });
  const subnets = ["10.0.1.0/24", "10.0.2.0/24"].map(
    (cidrBlock, i) =>
      new Subnet(stack, `subnet-${i}`, {
        vpcId: vpc.id,
        cidrBlock,
        mapPublicIpOnLaunch: true,
        availabilityZone: `\${${zones.fqn}.names[${i}]}`,
      }),
  );
  const subnetIds = subnets.map((subnet) => subnet.id);
  const gateway = new InternetGateway(stack, "gateway", { vpcId: vpc.id });
  const routes = new RouteTable(stack, "routes", { vpcId: vpc.id });
  new Route(stack, "out", { routeTableId: routes.id, destinationCidrBlock: "0.0.0.0/0", gatewayId: gateway.id });
  new RouteTableAssociation(stack, "association", { routeTableId: routes.id, subnetId: subnets[0].id });
  const group = new SecurityGroup(stack, "group", { namePrefix: "web-", vpcId: vpc.id });
  const rule = { securityGroupId: group.id, cidrIpv4: "0.0.0.0/0" };
  new VpcSecurityGroupIngressRule(stack, "in", { ...rule, ipProtocol: "tcp", fromPort: 443, toPort: 443 });
  new VpcSecurityGroupEgressRule(stack, "everything", { ...rule, ipProtocol: "-1" });
  const role = new IamRole(stack, "role", { name: "node", assumeRolePolicy: "{}" });
  const profile = new IamInstanceProfile(stack, "profile", { namePrefix: "node-", role: role.name });
  const balancer = new Lb(stack, "balancer", { name: "web", subnets: subnetIds, securityGroups: [group.id] });
  const targets = new LbTargetGroup(stack, "targets", { name: "web", port: 80, protocol: "HTTP", vpcId: vpc.id });
  new LbListener(stack, "listener", {
    loadBalancerArn: balancer.arn,
    port: 80,
    defaultAction: [{ type: "forward", targetGroupArn: targets.arn }],
  });
  const template = new LaunchTemplate(stack, "template", {
    namePrefix: "web-",
    imageId: ami.id,
    instanceType: "m7i.large",
    userData: Buffer.from("one").toString("base64"),
    blockDeviceMappings: [{ deviceName: "/dev/xvda", ebs: { volumeType: "gp3", volumeSize: 20, encrypted: "true" } }],
    networkInterfaces: [{ securityGroups: [group.id], associatePublicIpAddress: "true" }],
    metadataOptions: { httpTokens: "required", httpPutResponseHopLimit: 1 },
    iamInstanceProfile: { arn: profile.arn },
    tagSpecifications: [{ resourceType: "instance", tags: { Name: "web" } }],
  });
  const web = new AutoscalingGroup(stack, "web", {
    namePrefix: "web-",
    minSize: 2,
    maxSize: 4,
    vpcZoneIdentifier: subnetIds,
    launchTemplate: { id: template.id, version: `\${${template.fqn}.latest_version}` },
    instanceRefresh: { strategy: "Rolling", preferences: { minHealthyPercentage: 90 } },
    initialLifecycleHook: [{ name: "drain", lifecycleTransition: "autoscaling:EC2_INSTANCE_TERMINATING" }],
    targetGroupArns: [targets.arn],
    tag: [{ key: "Name", value: "web", propagateAtLaunch: true }],
  });
  new AutoscalingLifecycleHook(stack, "hook", {
    name: "launch",
    autoscalingGroupName: web.name,
    lifecycleTransition: "autoscaling:EC2_INSTANCE_LAUNCHING",
  });
  new AutoscalingPolicy(stack, "policy", {
    name: "cpu",
    autoscalingGroupName: web.name,
    policyType: "TargetTrackingScaling",
    targetTrackingConfiguration: { targetValue: 50, predefinedMetricSpecification: { predefinedMetricType: "ASGAverageCPUUtilization" } },
  });
  new AutoscalingGroup(stack, "mixed", {
    name: "mixed",
    minSize: 1,
    maxSize: 3,
    desiredCapacity: 2,
    vpcZoneIdentifier: subnetIds,
    mixedInstancesPolicy: {
      launchTemplate: {
        launchTemplateSpecification: { launchTemplateId: template.id, version: `\${${template.fqn}.latest_version}` },
        override: [{ instanceType: "c7i.large" }, { instanceType: "c6i.large" }],
      },
    },
  });
  const spread = new PlacementGroup(stack, "spread", { name: "spread", strategy: "spread" });
  const db = new Instance(stack, "db", {
    ami: rig.arm64.id,
    instanceType: "t4g.small",
    subnetId: subnets[0].id,
    privateIp: "10.0.1.50",
    vpcSecurityGroupIds: [group.id],
    iamInstanceProfile: profile.name,
    placementGroup: spread.name,
    userDataBase64: Buffer.from("db").toString("base64"),
    userDataReplaceOnChange: true,
    rootBlockDevice: { volumeType: "gp3", volumeSize: 30, encrypted: true },
    metadataOptions: { httpTokens: "required" },
  });
  const plain = new Instance(stack, "plain", { ami: rig.amd64.id, instanceType: "t3.small", subnetId: subnets[1].id });
  const address = new Eip(stack, "address", { domain: "vpc" });
  new EipAssociation(stack, "reach", { instanceId: db.id, allocationId: address.id });
  const volume = new EbsVolume(stack, "volume", { availabilityZone: subnets[0].availabilityZone, size: 50, type: "gp3" });
  new VolumeAttachment(stack, "attachment", { deviceName: "/dev/sdf", instanceId: db.id, volumeId: volume.id });
  new TerraformOutput(stack, "arn", { value: web.arn, staticId: true });
  new TerraformOutput(stack, "address_of_db", { value: address.publicIp, staticId: true });
  new TerraformOutput(stack, "plain_address", { value: plain.privateIp, staticId: true });
}

requires("terraform", "provider-aws-stand-in")("the stand-in for AWS", () => {
  test("applies a stack with everything, has nothing to do then, and destroys it without a trace", async () => {
    const rig = await Rig.start();
    await rig.apply(everything);
    const after = await rig.plan(everything);
    expect(after.actions, after.plan.output).toEqual([]);
    expect(after.plan.isEmpty, after.plan.output).toBe(true);

    await rig.terraform().destroy();
    expect(rig.standIn.resources()).toEqual([]);
    expect(rig.standIn.machines()).toEqual([]);
  });
});
