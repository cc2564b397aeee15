import { TerraformStack } from "cdktf";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role/index.js";
import { SecurityGroup } from "@cdktf/provider-aws/lib/security-group/index.js";
import { expect, test } from "vitest";
import { ChangePolicy } from "../../../lib";
import { AwsInstancePoolProps, AwsInstanceProfile } from "../../../lib/aws";
import { requires } from "../harness";
import { Rig, SUBNETS, VPC, pool, web } from "./rig";

const UNTOUCHED = { a: "untouched", c: "untouched" };
const A_ALONE = ["aws_instance.web_a_Instance update"];
const BOTH = ["aws_instance.web_a_Instance update", "aws_instance.web_c_Instance update"];

requires("terraform", "provider-aws-stand-in")("a machine with a name on AWS", () => {
  test("gets changed tags in place, alone", async () => {
    const rig = await Rig.start();
    await rig.apply(web());
    const tagged = await rig.change(web({ nodes: { a: { tags: { tier: "1" } }, c: {} } }));
    expect(tagged).toMatchObject({ planned: A_ALONE, machines: { a: "runs on: root_block_device, tags", c: "untouched" } });
    expect(rig.instance("a").attributes.tags).toMatchObject({ tier: "1", "flatcar-pool": "web" });
    await rig.change(web());
    expect(rig.instance("a").attributes.tags).not.toHaveProperty("tier");
  });

  test("becomes another instance type in place, stopped and started, and keeps its addresses", async () => {
    const rig = await Rig.start();
    await rig.apply(web({ elasticIps: true }));
    const { id, private_ip } = rig.instance("a").attributes;
    const associations = rig.standIn.resources("aws_eip_association");
    const resized = await rig.change(web({ elasticIps: true, nodes: { a: { instanceType: "m7i.xlarge" }, c: {} } }));
    expect(resized).toMatchObject({ planned: A_ALONE, machines: { a: "stopped and started: instance_type", c: "untouched" } });
    expect(rig.instance("a").attributes).toMatchObject({ id, private_ip, instance_type: "m7i.xlarge" });
    expect(rig.standIn.resources("aws_eip_association")).toEqual(associations);
  });

  test("is another machine for an instance type of another architecture, under every policy", async () => {
    const rig = await Rig.start();
    const patient = { onConfigChange: ChangePolicy.NEW_NODES_ONLY, onReleaseChange: ChangePolicy.NEW_NODES_ONLY };
    await rig.apply(web(patient));
    const { machines } = await rig.change(web({ ...patient, instanceType: "m7g.large" }));
    expect(machines).toEqual({ a: "replaced", c: "replaced" });
    expect(rig.instance("a").attributes.ami).toBe(rig.imageId("arm64"));
    // It was never stopped for an update that cannot be.
    expect(rig.standIn.history.map(({ event }) => event)).not.toContain("restarted");
  });

  test("gets a larger root disk, another number of IPv6 addresses, and other metadata and monitoring, in place; a smaller disk is refused", async () => {
    const rig = await Rig.start();
    await rig.apply(web());
    const larger = await rig.change(web({ nodes: { a: { rootDiskGib: 40 }, c: {} } }));
    expect(larger).toMatchObject({ planned: A_ALONE, machines: { a: "runs on: root_block_device", c: "untouched" } });
    const other = { nodes: { a: { rootDiskGib: 40 }, c: {} } };
    const measured = await rig.change(
      web({ ...other, ipv6AddressCount: 1, detailedMonitoring: true, metadataHopLimit: 2, sourceDestCheck: false }),
    );
    expect(measured.machines.c).toBe("runs on: ipv6_address_count, metadata_options, monitoring, source_dest_check");
    const back = await rig.change(web(other));
    expect(back.machines.c).toBe("runs on: metadata_options, monitoring, source_dest_check");
    expect(rig.instance("c").attributes.monitoring).toBe(false);

    await rig.write(web());
    expect(await rig.refusal(rig.terraform().apply())).toContain("New size cannot be smaller than existing size");
    await rig.write(web(other));
    await rig.settled();
  });

  test("is another machine in another subnet, or at another private address, alone; where none is given it keeps the one it has", async () => {
    const rig = await Rig.start();
    await rig.apply(web({ nodes: { a: { privateIpv4: "10.0.1.10" }, c: {} } }));
    const readdressed = await rig.change(web({ nodes: { a: { privateIpv4: "10.0.1.20" }, c: {} } }));
    expect(readdressed).toMatchObject({ planned: ["aws_instance.web_a_Instance replace"], machines: { a: "replaced", c: "untouched" } });
    expect(rig.instance("a").attributes.private_ip).toBe("10.0.1.20");
    expect(await rig.change(web({ nodes: { a: {}, c: {} } }))).toMatchObject({ planned: [], machines: UNTOUCHED });
    const moved = await rig.change(web({ nodes: { a: {}, c: { subnet: SUBNETS[1] } } }));
    expect(moved.machines).toEqual({ a: "untouched", c: "replaced" });
    expect(rig.instance("c").attributes.private_ip).toMatch(/^10\.0\.2\./);
  });

  test("that change their private addresses among one another have them after at most a second apply", async () => {
    const rig = await Rig.start();
    const at = (a: string, c: string): ReturnType<typeof web> => web({ nodes: { a: { privateIpv4: a }, c: { privateIpv4: c } } });
    await rig.apply(at("10.0.1.10", "10.0.1.11"));
    await rig.write(at("10.0.1.11", "10.0.1.10"));
    await rig
      .terraform()
      .apply()
      .catch(async (e: unknown) => {
        expect(String(e)).toContain("InvalidIPAddress.InUse");
        await rig.terraform().apply();
      });
    await rig.settled();
    expect([rig.instance("a"), rig.instance("c")].map(({ attributes }) => attributes.private_ip)).toEqual(["10.0.1.11", "10.0.1.10"]);
  });

  test("gets an Elastic IP, and loses it, while it runs", async () => {
    const rig = await Rig.start();
    await rig.apply(web());
    const got = await rig.change(web({ nodes: { a: { elasticIp: true }, c: {} } }));
    expect(got).toMatchObject({
      planned: ["aws_eip.web_a_ElasticIp create", "aws_eip_association.web_a_ElasticIpAssociation create"],
      machines: UNTOUCHED,
    });
    const lost = await rig.change(web());
    expect(lost).toMatchObject({
      planned: ["aws_eip.web_a_ElasticIp delete", "aws_eip_association.web_a_ElasticIpAssociation delete"],
      machines: UNTOUCHED,
    });
  });

  test("without an address of its own stays over an Elastic IP that comes and goes; one with an address stays while it is stopped", async () => {
    const rig = await Rig.start();
    const own = { publicIpv4: false };
    await rig.apply(web({ ...own, elasticIps: true }));
    expect(await rig.change(web({ ...own, elasticIps: true, detailedMonitoring: true }))).toMatchObject({
      machines: { a: "runs on: monitoring", c: "runs on: monitoring" },
    });
    expect((await rig.change(web(own))).planned.filter((change) => change.endsWith("replace"))).toEqual([]);
    const given = await rig.change(web({ publicIpv4: true, nodes: { a: {}, c: { elasticIp: true } } }));
    expect(given.machines).toEqual({ a: "replaced", c: "replaced" });
    expect(rig.instance("a").attributes.associate_public_ip_address).toBe(true);
    const { id } = rig.instance("a");
    rig.standIn.change("aws_instance", id, {
      associate_public_ip_address: false,
      instance_state: "stopped",
      public_ip: "",
      public_dns: "",
    });
    await rig.apply(web({ publicIpv4: true, nodes: { a: {}, c: { elasticIp: true } } }));
    expect(rig.instance("a").id).toBe(id);
  });

  test("gets a role, another one, and none again, and further security groups, while it runs", async () => {
    const rig = await Rig.start();
    const as =
      (role?: string, props: Partial<AwsInstancePoolProps> = {}) =>
      (stack: TerraformStack) => {
        const roles = ["one", "two"].map((name) => [name, new IamRole(stack, name, { name, assumeRolePolicy: "{}" })] as const);
        const made = roles.find(([name]) => name === role)?.[1];
        pool(stack, { ...props, instanceProfile: made === undefined ? undefined : AwsInstanceProfile.forRole(made) });
      };
    const roleOf = (): unknown => {
      const profile = rig.instance("a").attributes.iam_instance_profile as string;
      return profile === "" ? undefined : rig.standIn.resource("aws_iam_instance_profile", profile).attributes.role;
    };
    await rig.apply(as());
    const one = await rig.change(as("one"));
    expect(one).toMatchObject({
      planned: [...["aws_iam_instance_profile.web_InstanceProfile create"], ...BOTH],
      machines: { a: "runs on: iam_instance_profile" },
    });
    expect(roleOf()).toBe("one");
    const two = await rig.change(as("two"));
    expect(two).toMatchObject({ planned: ["aws_iam_instance_profile.web_InstanceProfile update"], machines: UNTOUCHED });
    expect(roleOf()).toBe("two");
    const none = await rig.change(as());
    expect(none.machines).toEqual({ a: "runs on: iam_instance_profile", c: "runs on: iam_instance_profile" });
    expect(roleOf()).toBe(undefined);
    expect(rig.standIn.resources("aws_iam_instance_profile")).toEqual([]);

    const grouped = await rig.change((stack) => {
      const further = new SecurityGroup(stack, "Further", { namePrefix: "further-", vpcId: VPC });
      for (const name of ["one", "two"]) new IamRole(stack, name, { name, assumeRolePolicy: "{}" });
      pool(stack, { securityGroupIds: [further.id] });
    });
    expect(grouped.machines.a).toBe("runs on: vpc_security_group_ids");
  });
});
