import { TerraformVariable } from "cdktf";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider/index.js";
import { describe, expect, test } from "vitest";
import { ChangePolicy, MachineConfig, UpdateStrategy, nodes } from "../../lib";
import { AwsCpuCredits, AwsImage, AwsInstancePoolProps, AwsSubnet } from "../../lib/aws";
import { Architecture } from "../../lib/release";
import { addresses, resourceAt, scratchStack, synthesise, textIn, thrown, untyped } from "../support";
import { NEWER, OTHER_SUBNET, SUBNET, all, decoded, instanceOf, only, pool, synthesiseAws, synthesisePool, variable } from "./pool";

const { REPLACE, NEW_NODES_ONLY } = ChangePolicy;
const refused = (props: Partial<AwsInstancePoolProps>): ReturnType<typeof thrown> => thrown(() => pool(props));

describe("an instance", () => {
  test("has what the shortest pool says, and nothing else", () => {
    const { user_data_base64, lifecycle, "//": _, ...rest } = instanceOf(synthesisePool());
    expect(rest).toEqual({
      ami: expect.stringMatching(/^\$\{data\.aws_ami\.[\w-]+\.id\}$/),
      iam_instance_profile: "",
      instance_type: "m7i.large",
      subnet_id: SUBNET.subnetId,
      vpc_security_group_ids: [expect.stringContaining("aws_security_group")],
      user_data_replace_on_change: true,
      root_block_device: {
        volume_size: 20,
        volume_type: "gp3",
        encrypted: true,
        delete_on_termination: true,
        tags: { Name: "stack-a", "flatcar-pool": "web" },
      },
      monitoring: false,
      metadata_options: { http_endpoint: "enabled", http_tokens: "required", http_put_response_hop_limit: 1 },
      disable_api_termination: false,
      tags: { Name: "stack-a", "flatcar-pool": "web", "flatcar-channel": "stable", "flatcar-version": "4593.2.5" },
    });
    expect(lifecycle).toBeDefined();
    expect(textIn(JSON.parse(decoded(user_data_base64)), "/etc/hostname")).toBe("a\n");
  });

  test("has what options and props say, a node's over the pool's", () => {
    const json = synthesisePool({
      nodes: {
        a: {
          instanceType: "m7i.xlarge",
          tags: { tier: "2" },
          hostname: "first",
          privateIpv4: "10.0.2.9",
          subnet: OTHER_SUBNET,
          rootDiskGib: 40,
        },
        c: {},
      },
      tags: { tier: "1", team: "x" },
      rootDiskGib: 30,
      publicIpv4: true,
      ipv6AddressCount: 1,
      sourceDestCheck: false,
      detailedMonitoring: true,
      cpuCredits: AwsCpuCredits.UNLIMITED,
      placementGroup: "spread",
      image: AwsImage.byId("ami-0123456789abcdef0"),
    });
    const shared = {
      associate_public_ip_address: true,
      ipv6_address_count: 1,
      source_dest_check: false,
      monitoring: true,
      placement_group: "spread",
    };
    expect(instanceOf(json, "a")).toMatchObject({
      ...shared,
      instance_type: "m7i.xlarge",
      subnet_id: OTHER_SUBNET.subnetId,
      private_ip: "10.0.2.9",
      root_block_device: { volume_size: 40, tags: { tier: "2", team: "x" } },
      tags: { tier: "2", team: "x" },
      credit_specification: { cpu_credits: "unlimited" },
      ami: "ami-0123456789abcdef0",
    });
    expect(instanceOf(json, "c")).toMatchObject({
      ...shared,
      instance_type: "m7i.large",
      root_block_device: { volume_size: 30 },
      tags: { tier: "1" },
    });
    expect(instanceOf(json, "c")).not.toHaveProperty("private_ip");
    expect(textIn(JSON.parse(decoded(instanceOf(json).user_data_base64)), "/etc/hostname")).toBe("first\n");
  });

  test("has the image of its own release, and that release's tags", () => {
    const json = synthesisePool({ nodes: { a: { release: NEWER }, c: {}, d: { release: NEWER } } });
    expect(Object.keys(json.data?.aws_ami ?? {})).toHaveLength(2);
    expect(instanceOf(json, "a").tags).toMatchObject({ "flatcar-channel": "beta", "flatcar-version": "4757.1.0" });
    expect(instanceOf(json, "a").ami).toBe(instanceOf(json, "d").ami);
    expect(instanceOf(json, "a").ami).not.toBe(instanceOf(json, "c").ami);
  });

  test("has its own config over the pool's, with a value known only at apply encoded there", () => {
    const json = synthesiseAws((stack) => {
      const machineConfig = [MachineConfig.file({ path: "/etc/x", contents: variable(stack).stringValue })];
      pool({ nodes: { a: { machineConfig }, c: {} }, userDataLimit: 9000 }, stack);
    });
    expect(instanceOf(json, "a").user_data_base64).toMatch(/^\$\{base64encode\(local\.web_UserData-a_\w+\)\}$/);
    expect(instanceOf(json, "a").lifecycle?.precondition?.[0].error_message).toBe(
      "The machine config of a is over 9000 bytes of user data.",
    );
    expect(instanceOf(json, "c").lifecycle).not.toHaveProperty("precondition");
  });
});

describe("what replaces an instance", () => {
  const LATER = ["ami", 'tags["flatcar-channel"]', 'tags["flatcar-version"]'];
  const replace_triggered_by = [expect.stringMatching(/^terraform_data\.web_a_Generation_\w+$/)];

  test.each<[string, Partial<AwsInstancePoolProps>, string[] | undefined]>([
    ["updates in place", {}, LATER],
    ["no updates in place", { update: UpdateStrategy.disabled() }, undefined],
    ["both REPLACE", { onReleaseChange: REPLACE, onConfigChange: REPLACE }, undefined],
    ["configs wait", { onConfigChange: NEW_NODES_ONLY, onReleaseChange: REPLACE }, ["user_data_base64"]],
    ["a quorum", { quorum: true }, ["user_data_base64", ...LATER]],
    ["public addresses as the pool says", { publicIpv4: false }, ["associate_public_ip_address", ...LATER]],
  ])("is its trigger, and what is not ignored; %s", (_, props, ignore_changes) => {
    expect(instanceOf(synthesisePool(props)).lifecycle).toEqual({
      ...(ignore_changes === undefined ? {} : { ignore_changes }),
      replace_triggered_by,
    });
  });

  test("the trigger holds the same under every policy, so that a change of the policy replaces nothing", () => {
    for (const props of [{}, { quorum: true }, { onReleaseChange: REPLACE }]) {
      const json = synthesisePool({ ...props, nodes: { a: { generation: 3 } } });
      expect(Object.values(json.resource?.terraform_data ?? {})).toMatchObject([
        { triggers_replace: { generation: 3, architecture: "amd64" } },
      ]);
    }
  });

  test("what the pool says of public addresses is the trigger's: what EC2 says of them changes with an Elastic IP", () => {
    const triggers = (publicIpv4?: boolean): unknown => {
      const [{ triggers_replace }] = Object.values(synthesisePool({ publicIpv4 }).resource?.terraform_data ?? {});
      return triggers_replace;
    };
    expect(triggers(false)).toEqual({ generation: 1, architecture: "amd64", publicIpv4: false });
    expect(triggers()).not.toHaveProperty("publicIpv4");
    const token = synthesiseAws((stack) => {
      const publicIpv4 = untyped<boolean>(new TerraformVariable(stack, "x", { type: "bool" }).booleanValue);
      pool({ publicIpv4 }, stack);
    });
    expect(Object.values(token.resource?.terraform_data ?? {})).toMatchObject([{ triggers_replace: { publicIpv4: "${var.x}" } }]);
    expect(instanceOf(token)).toMatchObject({
      associate_public_ip_address: "${var.x}",
      lifecycle: { ignore_changes: ["associate_public_ip_address", ...LATER] },
    });
  });
});

describe("an Elastic IP", () => {
  test("is made for the pool's machines, or for one, and outlives them", () => {
    const json = synthesisePool({ elasticIps: true, nodes: { a: {}, c: { elasticIp: false } } });
    expect(only(json, "eip")).toMatchObject({ domain: "vpc", tags: { Name: "stack-a", "flatcar-pool": "web" } });
    expect(only(json, "eip_association")).toMatchObject({
      allocation_id: expect.stringMatching(/^\$\{aws_eip\.web_a_ElasticIp_\w+\.id\}$/),
      instance_id: expect.stringMatching(/^\$\{aws_instance\.web_a_Instance_\w+\.id\}$/),
    });
    // So that it is released after the machine is gone, if that may go.
    expect(instanceOf(json).depends_on).toEqual([expect.stringMatching(/^aws_eip\.web_a_ElasticIp_\w+$/)]);
    expect(all(synthesisePool({ nodes: { a: {}, c: { elasticIp: true } } }), "eip")).toHaveLength(1);
  });
});

describe("protection", () => {
  test("is EC2's and Terraform's, of the machine and of its address", () => {
    const json = synthesisePool({ protect: true, elasticIps: true, nodes: { a: {}, c: { protect: false } } });
    expect(instanceOf(json, "a")).toMatchObject({ disable_api_termination: true, lifecycle: { prevent_destroy: true } });
    expect(instanceOf(json, "c").disable_api_termination).toBe(false);
    expect(instanceOf(json, "c").lifecycle).not.toHaveProperty("prevent_destroy");
    expect(
      all(json, "eip")
        .map(({ lifecycle }) => lifecycle?.prevent_destroy ?? false)
        .sort(),
    ).toEqual([false, true]);
  });
});

describe("what is wrong gets one error, with the pool's path", () => {
  test.each<[string, Partial<AwsInstancePoolProps>, object]>([
    ["an empty pool", { nodes: {} }, { code: "pool-empty" }],
    [
      "a type of another architecture",
      { architecture: Architecture.ARM64 },
      { code: "instance-type-architecture", subject: "instanceType" },
    ],
    [
      "one node's",
      { nodes: { a: { instanceType: "m7g.large" } } },
      { code: "instance-type-architecture", subject: "nodes.a.instanceType" },
    ],
    ["a malformed type", { instanceType: "large" }, { code: "instance-type-malformed" }],
    ["an AMI that is none", { image: AwsImage.byId("flatcar") }, { code: "aws-id" }],
    ["a small root disk", { rootDiskGib: 15 }, { code: "root-disk-too-small", subject: "rootDiskGib" }],
    ["one node's", { nodes: { a: { rootDiskGib: 8 } } }, { code: "root-disk-too-small", subject: "nodes.a.rootDiskGib" }],
    ["an address outside its subnet", { nodes: { a: { privateIpv4: "10.0.2.5" } } }, { code: "address-outside-subnet" }],
    ["a reserved address", { nodes: { a: { privateIpv4: "10.0.1.3" } } }, { code: "address-reserved" }],
    ["one address twice", { nodes: { a: { privateIpv4: "10.0.1.9" }, c: { privateIpv4: "10.0.1.9" } } }, { code: "address-taken" }],
    ["a subnet that is none", { subnet: AwsSubnet.fromId("public") }, { code: "aws-id", subject: "subnet" }],
    ["one node's", { nodes: { a: { subnet: AwsSubnet.fromId("public") } } }, { code: "aws-id", subject: "nodes.a.subnet" }],
    ["a VPC that is none", { vpcId: "main" }, { code: "aws-id", subject: "vpcId" }],
    ["a tag AWS refuses", { nodes: { a: { tags: { Name: "x" } } } }, { code: "aws-tag" }],
    ["a region that the lock has no AMI for", { image: AwsImage.byLock("eu-north-1") }, { code: "ami-not-locked" }],
    ["a quorum replaced by one edit", { quorum: true, onConfigChange: REPLACE }, { code: "quorum-replace" }],
  ])("%s", (_, props, expected) => {
    expect(refused(props)).toMatchObject({ path: "stack/web", ...expected });
  });
});

test("a value known only at apply is taken wherever the text or the number is Terraform's", () => {
  const json = synthesiseAws((stack) => {
    const { stringValue: text, numberValue: number } = variable(stack);
    pool(
      {
        instanceType: text,
        architecture: Architecture.AMD64,
        vpcId: text,
        subnet: AwsSubnet.fromAttributes({ subnetId: text, cidrBlock: text }),
        image: AwsImage.byId(text),
        rootDiskGib: number,
        nodes: { a: { privateIpv4: text, generation: number, tags: { role: text } } },
      },
      stack,
    );
  });
  expect(instanceOf(json)).toMatchObject({
    instance_type: "${var.x}",
    subnet_id: "${var.x}",
    private_ip: "${var.x}",
    ami: "${var.x}",
    root_block_device: { volume_size: "${var.x}" },
    tags: { role: "${var.x}" },
  });
});

test("any order and subset of nodes gives each node the same resources", () => {
  const names = ["a", "b", "c", "d"];
  const all = synthesisePool({ nodes: Object.fromEntries(names.map((name) => [name, {}])), elasticIps: true });
  const some = synthesisePool({ nodes: { d: {}, b: {} }, elasticIps: true });
  for (const address of addresses(some)) expect(resourceAt(all, address)).toEqual(resourceAt(some, address));
});

test("two pools of one stack stand beside each other, with machines of their own", () => {
  const stack = scratchStack();
  pool({}, stack, "one");
  expect(thrown(() => pool({}, stack, "two"))).toMatchObject({ code: "node-name-taken" });
  expect(pool({ nodes: nodes("c", 2) }, stack, "three").nodes.map(({ name }) => name)).toEqual(["c-0", "c-1"]);
});

test("everything is made by the given provider", () => {
  const json = synthesise((stack) => {
    new AwsProvider(stack, "aws", {});
    const provider = new AwsProvider(stack, "other", { alias: "other" });
    pool({ provider, elasticIps: true }, stack);
  });
  for (const address of addresses(json).filter((a) => a.startsWith("aws_"))) {
    expect(resourceAt(json, address).provider, address).toBe("aws.other");
  }
});
