import { TerraformStack } from "cdktf";
import { DataAwsAmi, DataAwsAmiConfig } from "@cdktf/provider-aws/lib/data-aws-ami/index.js";
import { EipAssociation } from "@cdktf/provider-aws/lib/eip-association/index.js";
import { Eip } from "@cdktf/provider-aws/lib/eip/index.js";
import { Instance, InstanceConfig } from "@cdktf/provider-aws/lib/instance/index.js";
import { SecurityGroup } from "@cdktf/provider-aws/lib/security-group/index.js";
import { Subnet } from "@cdktf/provider-aws/lib/subnet/index.js";
import { Vpc } from "@cdktf/provider-aws/lib/vpc/index.js";
import { expect, test } from "vitest";
import { requires } from "../harness";
import { Build, Rig } from "./rig";

function network(stack: TerraformStack): Subnet {
  const vpc = new Vpc(stack, "vpc", { cidrBlock: "10.0.0.0/16" });
  return new Subnet(stack, "subnet", { vpcId: vpc.id, cidrBlock: "10.0.1.0/24", mapPublicIpOnLaunch: true });
}

function instance(props: Partial<InstanceConfig> = {}): Build {
  return (stack, rig) => {
    new Instance(stack, "node", { ami: rig.amd64.id, instanceType: "t3.small", subnetId: network(stack).id, ...props });
  };
}

/** What Terraform says when an apply fails, in one line. */
async function failure(rig: Rig, build: Build): Promise<string> {
  await rig.write(build);
  try {
    await rig.terraform().apply();
  } catch (error) {
    return String(error).replace(/\s+/g, " ");
  }
  return "applied";
}

requires("terraform", "provider-aws-stand-in")("the stand-in for the AWS provider", () => {
  test("tags everything with the default tags, under the resource's own", async () => {
    const rig = await Rig.start();
    const tagged: Build = (stack) => void new Vpc(stack, "vpc", { cidrBlock: "10.0.0.0/16", tags: { Owner: "me" } });
    await rig.apply(tagged, { defaultTags: [{ tags: { Owner: "us", Stage: "dev" } }] });
    expect(rig.standIn.resources("aws_vpc")[0].attributes).toMatchObject({
      tags: { Owner: "me" },
      tags_all: { Owner: "me", Stage: "dev" },
    });
    const { actions } = await rig.plan(tagged, { defaultTags: [{ tags: { Stage: "prod" } }] });
    expect(actions).toEqual(["aws_vpc.vpc update"]);
  });

  test("knows the tags of a resource in the plan, except where one of them is not known yet", async () => {
    const rig = await Rig.start();
    const { plan } = await rig.plan((stack) => {
      const vpc = new Vpc(stack, "vpc", { cidrBlock: "10.0.0.0/16", tags: { Owner: "me" } });
      new SecurityGroup(stack, "group", { name: "group", vpcId: vpc.id, tags: { Vpc: vpc.id } });
    });
    expect(plan.change("aws_vpc.vpc").change.after).toMatchObject({ tags_all: { Owner: "me" } });
    expect(plan.change("aws_security_group.group").change.after_unknown).toMatchObject({ tags_all: true });
  });

  test("replaces what is in another region", async () => {
    const rig = await Rig.start();
    const build: Build = (stack) => void new Vpc(stack, "vpc", { cidrBlock: "10.0.0.0/16" });
    await rig.apply(build);
    expect(rig.standIn.resources("aws_vpc")[0].attributes).toMatchObject({ region: rig.standIn.region });
    const { actions, plan } = await rig.plan(build, { region: "us-east-1" });
    expect(actions).toEqual(["aws_vpc.vpc replace"]);
    expect(plan.change("aws_vpc.vpc").change.replace_paths).toEqual([["region"]]);
  });

  test("says what it is when a test has started no server, and asks for a region as the real one does", async () => {
    const rig = await Rig.start();
    await rig.write((stack) => void new Vpc(stack, "vpc", { cidrBlock: "10.0.0.0/16" }));
    const without = rig.terraform().with({ env: { AWS_STAND_IN_ENDPOINT: undefined } });
    await expect(without.plan()).rejects.toThrow(/this is not the real provider but a\s+stand-in/);
    const outside = rig.terraform().with({ env: { AWS_STAND_IN_ENDPOINT: "http://192.0.2.1:80" } });
    await expect(outside.plan()).rejects.toThrow(/must be\s+an\s+http\s+address\s+on\s+the\s+loopback\s+interface/);
    await expect(
      rig
        .terraform()
        .with({ env: { AWS_REGION: undefined } })
        .plan(),
    ).rejects.toThrow("invalid AWS Region");
    await expect(without.validate()).resolves.toMatchObject({ exitCode: 0 });
  });

  test("shows what somebody else changed or deleted, and mends it", async () => {
    const rig = await Rig.start();
    await rig.apply(instance());
    const { id } = rig.standIn.resources("aws_instance")[0];
    rig.standIn.change("aws_instance", id, { instance_type: "t3.large" });
    expect((await rig.plan(instance())).actions).toEqual(["aws_instance.node update"]);
    rig.standIn.remove("aws_instance", id);
    expect((await rig.plan(instance())).actions).toEqual(["aws_instance.node create"]);
    await rig.terraform().apply();
    expect(rig.standIn.resources("aws_instance")[0].attributes).toMatchObject({ instance_type: "t3.small" });
    expect((await rig.plan(instance())).actions).toEqual([]);
  });

  test("imports what is there", async () => {
    const rig = await Rig.start();
    const { id } = rig.standIn.add("aws_vpc", { cidr_block: "10.0.0.0/16", enable_dns_support: true });
    const build: Build = (stack) => void new Vpc(stack, "vpc", { cidrBlock: "10.0.0.0/16" });
    await rig.write(build);
    await rig.terraform().run(["import", "-no-color", "aws_vpc.vpc", id]);
    expect((await rig.plan(build)).actions).toEqual([]);
  });

  test("stops and starts an instance for a new type or new user data, and leaves it running for the rest", async () => {
    const rig = await Rig.start();
    const first = { userDataBase64: "b25l", vpcSecurityGroupIds: undefined };
    await rig.apply(instance(first));
    const { id, attributes } = rig.standIn.resources("aws_instance")[0];
    const changed = { ...first, tags: { Owner: "me" }, metadataOptions: { httpTokens: "required" }, rootBlockDevice: { volumeSize: 40 } };
    await rig.apply(instance(changed));
    expect(rig.standIn.history.filter(({ event }) => event === "restarted")).toEqual([]);
    await rig.apply(instance({ ...changed, instanceType: "t3.large" }));
    await rig.apply(instance({ ...changed, instanceType: "t3.large", userDataBase64: "dHdv" }));
    expect(rig.standIn.history.filter(({ event }) => event === "restarted").map((event) => event.id)).toEqual([id, id]);
    expect(rig.standIn.resource("aws_instance", id).attributes.public_ip).not.toBe(attributes.public_ip);
    expect(rig.standIn.resources("aws_instance")).toHaveLength(1);
  });

  test("gives an instance the address of its Elastic IP, which outlives the instance", async () => {
    const rig = await Rig.start();
    const withAddress =
      (props: Partial<InstanceConfig> = {}): Build =>
      (stack, r) => {
        const node = new Instance(stack, "node", { ami: r.amd64.id, instanceType: "t3.small", subnetId: network(stack).id, ...props });
        const address = new Eip(stack, "address", { domain: "vpc" });
        new EipAssociation(stack, "reach", { instanceId: node.id, allocationId: address.id });
      };
    await rig.apply(withAddress());
    const [{ attributes: address }] = rig.standIn.resources("aws_eip");
    await rig.terraform().run(["apply", "-refresh-only", "-auto-approve", "-no-color"]);
    expect(await rig.terraform().attributes("aws_instance.node")).toMatchObject({ public_ip: address.public_ip });
    const { actions } = await rig.plan(withAddress({ keyName: "key" }));
    expect(actions).toEqual(["aws_eip_association.reach replace", "aws_instance.node replace"]);
    await rig.terraform().apply();
    expect(rig.standIn.resources("aws_eip").map(({ attributes }) => attributes.public_ip)).toEqual([address.public_ip]);
  });

  test.each<[string, (rig: Rig) => Partial<InstanceConfig>, RegExp]>([
    [
      "an image that is not there",
      () => ({ ami: "ami-0ffffffffffffffff" }),
      /InvalidAMIID.NotFound: The image id '\[ami-0ffffffffffffffff\]' does not exist/,
    ],
    [
      "an image of another architecture",
      (rig) => ({ ami: rig.arm64.id }),
      /InvalidParameterValue: The architecture 'x86_64' of the specified instance type/,
    ],
    [
      "a root volume under 16 GiB",
      () => ({ rootBlockDevice: { volumeSize: 8 } }),
      /InvalidBlockDeviceMapping: Volume of size 8GB is smaller than snapshot/,
    ],
    [
      "more than 16,384 bytes of user data",
      () => ({ userDataBase64: Buffer.alloc(16385).toString("base64") }),
      /InvalidParameterValue: User data is limited to 16384 bytes/,
    ],
    [
      "an address of another subnet",
      () => ({ privateIp: "10.0.2.10" }),
      /Address 10.0.2.10 does not fall within the subnet's address range/,
    ],
  ])("refuses %s as EC2 does", async (_, props, message) => {
    const rig = await Rig.start();
    expect(await failure(rig, instance(props(rig)))).toMatch(message);
    expect(rig.standIn.resources("aws_instance")).toEqual([]);
  });

  test("refuses an image lookup that finds nothing, or several, in the provider's words", async () => {
    const rig = await Rig.start();
    const lookup =
      (props: DataAwsAmiConfig): Build =>
      (stack) =>
        void new DataAwsAmi(stack, "ami", { owners: ["075585003325"], ...props });
    const named = (name: string): DataAwsAmiConfig => ({ filter: [{ name: "name", values: [name] }] });
    expect(await failure(rig, lookup(named("Flatcar-stable-1.2.3-hvm")))).toContain(
      "Error: Your query returned no results. Please change your search criteria and try again.",
    );
    expect(await failure(rig, lookup(named("Flatcar-stable-*-hvm")))).toContain(
      "Error: Your query returned more than one result. Please try a more specific search criteria, or set `most_recent` attribute to true.",
    );
    expect(await failure(rig, lookup({ ...named("Flatcar-stable-*-hvm"), owners: [], mostRecent: true }))).toContain(
      "Most Recent Image Not Filtered",
    );
    expect(await failure(rig, lookup({ ...named("Flatcar-stable-*-hvm"), mostRecent: true }))).toBe("applied");
  });
});
