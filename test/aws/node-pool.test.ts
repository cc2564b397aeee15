import { Fn, TerraformStack } from "cdktf";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider/index.js";
import { Construct } from "constructs";
import { describe, expect, test } from "vitest";
import { ChangePolicy, MachineConfig, RebootWindow, UpdateStrategy } from "../../lib";
import {
  AwsCpuCredits,
  AwsHealthCheck,
  AwsImage,
  AwsLifecycleTransition,
  AwsNodePool,
  AwsNodePoolProps,
  AwsPurchaseOption,
  AwsSubnet,
  AwsZoneDistribution,
} from "../../lib/aws";
import { Architecture } from "../../lib/release";
import { BlockJson, StackJson, addresses, resourceAt, scratchStack, synthesise, textIn, thrown, untyped } from "../support";
import { NEWER, SUBNET, VPC, all, decoded, group, only, synthesiseAws, synthesiseGroup, variable } from "./pool";

const { REPLACE, NEW_NODES_ONLY } = ChangePolicy;
const template = (json: StackJson): BlockJson => only(json, "launch_template");
const autoscaling = (json: StackJson): BlockJson => only(json, "autoscaling_group");
const refused = (props: Partial<AwsNodePoolProps>): ReturnType<typeof thrown> => thrown(() => group(props));
const file = (path: string, contents: string): MachineConfig => MachineConfig.file({ path, contents });
const TEMPLATE = "aws_launch_template\\.web_LaunchTemplate_\\w+";
const latest: unknown = expect.stringMatching(new RegExp(`^\\$\\{${TEMPLATE}\\.latest_version\\}$`));
const templateId: unknown = expect.stringMatching(new RegExp(`^\\$\\{${TEMPLATE}\\.id\\}$`));

describe("a launch template", () => {
  test("has what the shortest pool says, and nothing else", () => {
    const { user_data, lifecycle, "//": _, ...rest } = template(synthesiseGroup());
    expect(rest).toEqual({
      name_prefix: "stack-web-",
      update_default_version: true,
      image_id: expect.stringMatching(/^\$\{data\.aws_ami\.[\w-]+\.id\}$/),
      instance_type: "m7i.large",
      block_device_mappings: [
        {
          device_name: "/dev/xvda",
          ebs: { volume_size: 20, volume_type: "gp3", encrypted: "true", delete_on_termination: "true" },
        },
      ],
      network_interfaces: [
        { device_index: 0, delete_on_termination: "true", security_groups: [expect.stringContaining("aws_security_group")] },
      ],
      metadata_options: { http_endpoint: "enabled", http_tokens: "required", http_put_response_hop_limit: 1 },
      tag_specifications: [{ resource_type: "volume", tags: { Name: "stack-web", "flatcar-pool": "web" } }],
      tags: { Name: "stack-web", "flatcar-pool": "web" },
    });
    expect(lifecycle).toEqual({
      create_before_destroy: true,
      replace_triggered_by: [expect.stringMatching(/^terraform_data\.web_Generation_\w+$/)],
    });
    expect(textIn(JSON.parse(decoded(user_data)), "/etc/flatcar/update.conf")).toBe("REBOOT_STRATEGY=reboot\n");
  });

  test("has what props say", () => {
    const made = template(
      synthesiseGroup({
        rootDiskGib: 40,
        rootDiskIops: 6000,
        publicIpv4: false,
        ipv6AddressCount: 1,
        detailedMonitoring: true,
        cpuCredits: AwsCpuCredits.STANDARD,
        image: AwsImage.byId("ami-0123456789abcdef0"),
        tags: { team: "x" },
        namePrefix: "prod",
        poolName: "front",
      }),
    );
    expect(made).toMatchObject({
      name_prefix: "prod-front-",
      image_id: "ami-0123456789abcdef0",
      block_device_mappings: [{ ebs: { volume_size: 40, iops: 6000 } }],
      network_interfaces: [{ associate_public_ip_address: "false", ipv6_address_count: 1 }],
      monitoring: { enabled: true },
      credit_specification: { cpu_credits: "standard" },
      tags: { team: "x", Name: "prod-front", "flatcar-pool": "front" },
    });
  });

  test("has nothing in it that a tag of the user's or the name of the release would make another version of", () => {
    const versioned = (props: Partial<AwsNodePoolProps>): unknown => {
      const { tags: _tags, image_id: _image, ...rest } = template(synthesiseGroup(props));
      return rest;
    };
    expect(versioned({ tags: { team: "x" }, release: NEWER })).toEqual(versioned({}));
  });
});

describe("an Auto Scaling group", () => {
  test("has what the shortest pool says, and nothing else", () => {
    const { "//": _, ...rest } = autoscaling(synthesiseGroup());
    expect(rest).toEqual({
      name: "stack-web",
      min_size: 1,
      max_size: 3,
      vpc_zone_identifier: ["subnet-0123456789abcdef0", "subnet-0123456789abcdef1"],
      launch_template: { id: templateId, version: latest },
      instance_refresh: {
        strategy: "Rolling",
        preferences: { min_healthy_percentage: 90, instance_warmup: "120", skip_matching: true },
      },
      health_check_type: "EC2",
      health_check_grace_period: 300,
      protect_from_scale_in: false,
      wait_for_capacity_timeout: "0",
      lifecycle: { ignore_changes: ["initial_lifecycle_hook"] },
      tag: [
        { key: "Name", value: "stack-web", propagate_at_launch: true },
        { key: "flatcar-pool", value: "web", propagate_at_launch: true },
        { key: "flatcar-channel", value: "stable", propagate_at_launch: true },
        { key: "flatcar-version", value: "4593.2.5", propagate_at_launch: true },
      ],
    });
  });

  test("has the capacity options that props give it", () => {
    const made = autoscaling(
      synthesiseGroup({
        capacity: { min: 2, max: 9, desired: 4 },
        targetGroupArns: ["arn:aws:elasticloadbalancing:eu-central-1:123456789012:targetgroup/web/0123456789abcdef"],
        healthCheckGracePeriodSec: 60,
        maxInstanceLifetimeSec: 604_800,
        protectFromScaleIn: true,
        terminationPolicies: ["OldestInstance"],
        suspendedProcesses: ["AZRebalance"],
        defaultInstanceWarmupSec: 30,
        defaultCooldownSec: 10,
        enabledMetrics: ["GroupInServiceInstances"],
        placementGroup: "spread",
        serviceLinkedRoleArn: "arn:aws:iam::123456789012:role/own",
        maintenancePolicy: { minHealthyPercentage: 100, maxHealthyPercentage: 110 },
        zoneDistribution: AwsZoneDistribution.BALANCED_ONLY,
        warmPool: { minSize: 1, maxPreparedCapacity: 5, reuseOnScaleIn: true },
        tags: { team: "x" },
      }),
    );
    expect(made).toMatchObject({
      desired_capacity: 4,
      health_check_type: "ELB",
      health_check_grace_period: 60,
      max_instance_lifetime: 604_800,
      protect_from_scale_in: true,
      instance_refresh: { preferences: { scale_in_protected_instances: "Refresh" } },
      termination_policies: ["OldestInstance"],
      suspended_processes: ["AZRebalance"],
      default_instance_warmup: 30,
      default_cooldown: 10,
      enabled_metrics: ["GroupInServiceInstances"],
      placement_group: "spread",
      service_linked_role_arn: "arn:aws:iam::123456789012:role/own",
      instance_maintenance_policy: { min_healthy_percentage: 100, max_healthy_percentage: 110 },
      availability_zone_distribution: { capacity_distribution_strategy: "balanced-only" },
      warm_pool: { pool_state: "Stopped", min_size: 1, max_group_prepared_capacity: 5, instance_reuse_policy: { reuse_on_scale_in: true } },
    });
    expect(made.tag).toContainEqual({ key: "team", value: "x", propagate_at_launch: true });
    expect(autoscaling(synthesiseGroup({ targetGroupArns: ["arn"], healthCheck: AwsHealthCheck.EC2 })).health_check_type).toBe("EC2");
  });

  test("of several types, or of Spot machines, has a mixed instances policy, in which the order is a preference", () => {
    const several = autoscaling(synthesiseGroup({ instanceTypes: ["m7g.large", "m6g.large"] }));
    expect(several).not.toHaveProperty("launch_template");
    expect(several.mixed_instances_policy).toEqual({
      instances_distribution: {
        on_demand_allocation_strategy: "prioritized",
        on_demand_base_capacity: 0,
        on_demand_percentage_above_base_capacity: 100,
      },
      launch_template: {
        launch_template_specification: { launch_template_id: templateId, version: latest },
        override: [{ instance_type: "m7g.large" }, { instance_type: "m6g.large" }],
      },
    });
    expect(several).not.toHaveProperty("capacity_rebalance");
    const spot = autoscaling(synthesiseGroup({ purchaseOption: AwsPurchaseOption.spot() }));
    expect(spot).toMatchObject({
      capacity_rebalance: true,
      mixed_instances_policy: {
        instances_distribution: { on_demand_percentage_above_base_capacity: 0, spot_allocation_strategy: "price-capacity-optimized" },
        launch_template: { override: [{ instance_type: "m7i.large" }] },
      },
    });
    expect(autoscaling(synthesiseGroup({ purchaseOption: AwsPurchaseOption.spot(), capacityRebalance: false })).capacity_rebalance).toBe(
      false,
    );
  });

  test("has hooks before its first machine, and resources that change them later", () => {
    const json = synthesiseGroup({ lifecycleHooks: [{ name: "drain", transition: AwsLifecycleTransition.TERMINATING }] });
    const hook = {
      name: "drain",
      lifecycle_transition: "autoscaling:EC2_INSTANCE_TERMINATING",
      heartbeat_timeout: 3600,
      default_result: "ABANDON",
    };
    expect(autoscaling(json).initial_lifecycle_hook).toEqual([hook]);
    expect(autoscaling(json).lifecycle).toEqual({ ignore_changes: ["initial_lifecycle_hook"] });
    expect(only(json, "autoscaling_lifecycle_hook")).toMatchObject({
      ...hook,
      autoscaling_group_name: expect.stringMatching(/^\$\{aws_autoscaling_group\.web_Group_\w+\.name\}$/),
    });
  });

  test("is guarded by Terraform where it is protected", () => {
    expect(autoscaling(synthesiseGroup({ protect: true })).lifecycle).toMatchObject({ prevent_destroy: true });
  });
});

describe("what reaches machines that are there", () => {
  const version = (props: Partial<AwsNodePoolProps>): unknown => (autoscaling(synthesiseGroup(props)).launch_template as BlockJson).version;

  test.each([
    ["by default", {}],
    ["where it replaces", { onConfigChange: REPLACE }],
  ])("is the newest template, by its number, so that a refresh begins: %s", (_, props) => {
    expect(version(props)).toEqual(latest);
  });

  test.each([
    ["where changes wait", { onConfigChange: NEW_NODES_ONLY }],
    ["for a quorum", { quorum: true }],
  ])("is nothing, until the generation makes another template: %s", (_, props) => {
    expect(version(props)).toBe("$Default");
    const json = synthesiseGroup({ ...props, generation: 4 });
    expect(Object.values(json.resource?.terraform_data ?? {})).toMatchObject([{ triggers_replace: { generation: 4 } }]);
    expect(template(json).update_default_version).toBe(true);
    expect(autoscaling(json)).toHaveProperty("instance_refresh");
  });

  test("is never said by $Latest, which starts no refresh", () => {
    for (const props of [{}, { quorum: true }, { instanceTypes: ["m7i.large", "m6i.large"] }]) {
      expect(JSON.stringify(synthesiseGroup(props))).not.toContain("$Latest");
    }
  });

  test("a mixed instances policy follows the same version", () => {
    const policy = (props: Partial<AwsNodePoolProps>): string =>
      JSON.stringify(autoscaling(synthesiseGroup({ instanceTypes: ["m7i.large", "m6i.large"], ...props })).mixed_instances_policy);
    expect(policy({})).toContain("latest_version");
    expect(policy({ quorum: true })).toContain("$Default");
  });
});

describe("user data", () => {
  test("is base64 of the machine config, without a hostname", () => {
    const json = synthesiseGroup({ machineConfig: [file("/etc/motd", 'a "quoted" ${text}\n')] });
    const config = JSON.parse(decoded(template(json).user_data));
    expect(textIn(config, "/etc/motd")).toBe('a "quoted" ${text}\n');
    expect(() => textIn(config, "/etc/hostname")).toThrow("no /etc/hostname");
  });

  test("with a value known only at apply is encoded there, and held against the limit", () => {
    const json = synthesiseAws((stack) => void group({ machineConfig: [file("/etc/x", variable(stack).stringValue)] }, stack));
    expect(template(json).user_data).toMatch(/^\$\{base64encode\(local\.web_UserData-web_\w+\)\}$/);
    const [precondition] = template(json).lifecycle?.precondition ?? [];
    expect(precondition.condition).toContain("<= 21846");
    expect(precondition.error_message).toBe("The machine config of web is over 16384 bytes of user data.");
  });

  test("over 16,384 bytes goes into the gzip wrapper, and what is still too large is an error that names the largest files", () => {
    const json = synthesiseGroup({ machineConfig: [file("/etc/large", "line\n".repeat(10_000))] });
    const config = JSON.parse(decoded(template(json).user_data));
    expect(config.ignition.config.replace.compression).toBe("gzip");
    let noise = 1;
    const contents = Array.from({ length: 20_000 }, () => String.fromCharCode(33 + ((noise = (noise * 48271) % 2147483647) % 90))).join("");
    const error = refused({ machineConfig: [file("/etc/noise", contents)] });
    expect(error).toMatchObject({ code: "user-data-over-budget", path: "stack/web", allowed: "at most 16384 bytes on this platform" });
    expect(error.mend).toContain("/etc/noise");
  });
});

describe("outputs", () => {
  test("are the group's name, its ARN and its capacity", () => {
    let made: AwsNodePool | undefined;
    synthesiseAws((stack) => {
      made = group({}, stack);
      expect([made.groupName, made.groupArn].every((text) => text.startsWith("${TfToken["))).toBe(true);
    });
    expect(made?.capacity).toEqual({ min: 1, max: 3 });
    expect(made?.architecture).toBe(Architecture.AMD64);
    expect(made?.securityGroup.securityGroupId).toContain("TfToken");
  });
});

describe("what is wrong gets one error, with the pool's path", () => {
  const window = RebootWindow.daily({ start: "02:00", length: "1h" }).staggered({ slots: 2 });

  test.each<[string, Partial<AwsNodePoolProps>, object]>([
    ["no instance type", { instanceTypes: [] }, { code: "instance-types", received: [] }],
    ["one type twice", { instanceTypes: ["m7i.large", "m7i.large"] }, { code: "instance-types" }],
    [
      "types of two architectures",
      { instanceTypes: ["m7i.large", "m7g.large"] },
      { code: "instance-type-architecture", subject: "instanceTypes[1]" },
    ],
    ["a type of another architecture", { architecture: Architecture.ARM64 }, { code: "instance-type-architecture" }],
    ["an AMI that is none", { image: AwsImage.byId("flatcar") }, { code: "aws-id", received: "flatcar" }],
    ["a small root disk", { rootDiskGib: 15 }, { code: "root-disk-too-small", received: 15 }],
    ["Spot machines in a quorum", { quorum: true, purchaseOption: AwsPurchaseOption.spot() }, { code: "spot-quorum" }],
    [
      "some Spot machines in a quorum",
      { quorum: true, purchaseOption: AwsPurchaseOption.mixed({ onDemandPercentage: 50 }) },
      { code: "spot-quorum" },
    ],
    ["min over max", { capacity: { min: 4, max: 3 } }, { code: "capacity", received: { min: 4, max: 3 } }],
    ["no subnet", { subnets: [] }, { code: "subnets-empty" }],
    ["a subnet that is none", { subnets: [AwsSubnet.fromId("public")] }, { code: "aws-id", subject: "subnets" }],
    ["a region that the lock has no AMI for", { image: AwsImage.byLock("eu-north-1") }, { code: "ami-not-locked" }],
    ["two policies that disagree", { onConfigChange: REPLACE, onReleaseChange: NEW_NODES_ONLY }, { code: "group-policies" }],
    ["a window staggered over machines", { update: UpdateStrategy.reboot({ window }) }, { code: "group-per-machine" }],
    ["a quorum replaced by one edit", { quorum: true, onReleaseChange: REPLACE }, { code: "quorum-replace" }],
    ["a lifetime that is too short", { maxInstanceLifetimeSec: 3600 }, { code: "instance-lifetime", received: 3600 }],
    ["a name AWS refuses", { poolName: "web pool" }, { code: "aws-name", received: "stack-web pool" }],
    ["a tag AWS refuses", { tags: { "aws:x": "1" } }, { code: "aws-tag" }],
    ["a generation that is none", { generation: 1.5 }, { code: "generation" }],
    ["a limit over the platform's", { userDataLimit: 16_385 }, { code: "user-data-limit" }],
    ["a rollback with nothing to roll back to", { quorum: true, instanceRefresh: { autoRollback: true } }, { code: "instance-refresh" }],
  ])("%s", (_, props, expected) => {
    expect(refused(props)).toMatchObject({ path: "stack/web", ...expected });
  });

  test("a list of types or subnets known only at apply", () => {
    const list = Fn.split(",", variable().stringValue);
    expect(refused({ instanceTypes: list })).toMatchObject({ code: "instance-types", received: "a list known only at apply" });
    expect(refused({ subnets: untyped(list) })).toMatchObject({ code: "subnets-empty" });
  });

  test("two pools of one name", () => {
    const stack = scratchStack();
    group({}, new Construct(stack, "one"));
    expect(thrown(() => group({}, new Construct(stack, "two")))).toMatchObject({ code: "aws-name-taken", path: "stack/two/web" });
    group({ poolName: "front" }, new Construct(stack, "three"));
  });
});

test("a value known only at apply is taken wherever the text or the number is Terraform's", () => {
  const json = synthesiseAws((stack) => {
    const { stringValue: text, numberValue: number } = variable(stack);
    group(
      {
        instanceTypes: [text],
        architecture: Architecture.ARM64,
        subnets: [AwsSubnet.fromId(text)],
        vpcId: text,
        image: AwsImage.byId(text),
        capacity: { min: number, max: number, desired: number },
        rootDiskGib: number,
        kmsKeyId: text,
        securityGroupIds: [text],
        generation: number,
        namePrefix: text,
        poolName: text,
        tags: { team: text },
        maxInstanceLifetimeSec: number,
        targetGroupArns: Fn.split(",", text),
      },
      stack,
    );
  });
  expect(autoscaling(json)).toMatchObject({
    name: "${var.x}-${var.x}",
    min_size: "${var.x}",
    desired_capacity: "${var.x}",
    vpc_zone_identifier: ["${var.x}"],
    target_group_arns: '${split(",", var.x)}',
    health_check_type: "ELB",
  });
  expect(template(json)).toMatchObject({
    image_id: "${var.x}",
    instance_type: "${var.x}",
    block_device_mappings: [{ ebs: { volume_size: "${var.x}" } }],
  });
});

test("everything is made by the given provider", () => {
  const json = synthesise((stack) => {
    new AwsProvider(stack, "aws", {});
    const provider = new AwsProvider(stack, "other", { alias: "other" });
    group({ provider, lifecycleHooks: [{ name: "drain", transition: AwsLifecycleTransition.TERMINATING }] }, stack).securityGroup.allowSsh([
      "10.0.0.0/8",
    ]);
  });
  for (const address of addresses(json).filter((a) => a.startsWith("aws_"))) {
    expect(resourceAt(json, address).provider, address).toBe("aws.other");
  }
  expect(Object.values(json.data?.aws_ami ?? {})[0].provider).toBe("aws.other");
});

test("another pool in the stack leaves a pool as it is", () => {
  const alone = synthesiseGroup();
  const beside = synthesiseAws((stack: TerraformStack) => {
    group({ instanceTypes: ["m7g.large"] }, stack, "before");
    group({}, stack);
    new AwsNodePool(stack, "after", {
      release: NEWER,
      instanceTypes: ["t3.small"],
      capacity: { min: 0, max: 1 },
      vpcId: VPC,
      subnets: [SUBNET],
    });
  });
  for (const address of addresses(alone)) expect(resourceAt(beside, address)).toEqual(resourceAt(alone, address));
  expect(all(beside, "autoscaling_group")).toHaveLength(3);
});
