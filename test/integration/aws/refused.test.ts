import { expect, test } from "vitest";
import { AwsImage } from "../../../lib/aws";
import { requires } from "../harness";
import { Rig, SUBNETS, note, web, webGroup } from "./rig";

const ABSENT = AwsImage.byId("ami-0123456789abcdef0");

/** The next apply brings about what is written, and a destroy leaves nothing. */
async function endsWell(rig: Rig): Promise<void> {
  await rig.terraform().apply();
  await rig.settled();
}

requires("terraform", "provider-aws-stand-in")("what EC2 refuses at apply", () => {
  test("of a machine with a name leaves the others, and is made by the next apply when the cause is gone", async () => {
    const rig = await Rig.start();
    const foreign = { ami: rig.imageId("x86_64"), instance_type: "t3.small", subnet_id: SUBNETS[0].subnetId, tags: { Name: "foreign" } };
    const { id } = rig.standIn.add("aws_instance", { ...foreign, private_ip: "10.0.1.10" });
    const nodes = { a: { privateIpv4: "10.0.1.10", elasticIp: true }, c: {} };
    await rig.write(web({ nodes }));
    const fates = rig.watch();
    expect(await rig.refusal(rig.terraform().apply())).toContain("InvalidIPAddress.InUse: Address 10.0.1.10 is in use.");
    expect(fates()).toMatchObject({ c: "new" });
    rig.standIn.delete("aws_instance", id);
    await endsWell(rig);
    expect(fates()).toMatchObject({ a: "new", c: "new" });
    expect(rig.instance("a").attributes.private_ip).toBe("10.0.1.10");
    expect(rig.standIn.resources("aws_eip")).toHaveLength(1);
    await rig.terraform().destroy();
    expect(rig.left).toEqual([]);
  });

  test("of a replacement costs that machine until the next apply, which gives it its addresses again", async () => {
    const rig = await Rig.start();
    const nodes = { a: { privateIpv4: "10.0.1.10", elasticIp: true } };
    await rig.apply(web({ nodes }));
    const addresses = rig.standIn.resources("aws_eip").map(({ attributes }) => attributes.public_ip);
    await rig.write(web({ nodes: { a: { ...nodes.a, generation: 2 } }, image: ABSENT }));
    const fates = rig.watch();
    expect(await rig.refusal(rig.terraform().apply())).toContain("InvalidAMIID.NotFound");
    expect(fates()).toEqual({ a: "gone" });
    await rig.write(web({ nodes: { a: { ...nodes.a, generation: 2 } } }));
    await endsWell(rig);
    expect(rig.instance("a").attributes.private_ip).toBe("10.0.1.10");
    expect(rig.standIn.resources("aws_eip").map(({ attributes }) => attributes.public_ip)).toEqual(addresses);
    expect(rig.standIn.resources("aws_eip_association")).toHaveLength(1);
  });

  test("of a group makes none, or leaves one as it was with its machines, until the cause is gone", async () => {
    const rig = await Rig.start();
    await rig.write(webGroup({ image: ABSENT }));
    expect(await rig.refusal(rig.terraform().apply())).toContain("You must use a valid fully-formed launch template");
    expect(rig.machines()).toEqual([]);
    await rig.write(webGroup());
    await endsWell(rig);
    expect(rig.machines()).toHaveLength(2);

    await rig.write(webGroup({ image: ABSENT, machineConfig: [note("new")] }));
    const fates = rig.watch();
    expect(await rig.refusal(rig.terraform().apply())).toContain("You must use a valid fully-formed launch template");
    expect(fates()).toEqual({ web: "2 untouched" });
    expect(rig.refreshes).toBe(0);
    // Meanwhile a machine that fails is succeeded by one of the version that the group still has: the second, behind the first that was refused.
    rig.standIn.terminate(rig.machines()[0].id);
    expect(rig.machines().map(({ launchTemplateVersion }) => launchTemplateVersion)).toEqual([2, 2]);

    await rig.write(webGroup({ machineConfig: [note("new")] }));
    await endsWell(rig);
    expect(rig.machines().map(({ userData }) => userData.includes("/etc/note"))).toEqual([true, true]);
    await rig.terraform().destroy();
    expect(rig.left).toEqual([]);
  });

  test("of a group under the name of another is that group's alone, and heals when the name is free", async () => {
    const rig = await Rig.start();
    const nobody = { image_id: rig.imageId("x86_64"), instance_type: "t3.small" };
    const { id: template } = rig.standIn.add("aws_launch_template", { name: "foreign", ...nobody });
    const taken = { name: "t-web", min_size: 0, max_size: 1, launch_template: [{ id: template, version: "1" }] };
    rig.standIn.add("aws_autoscaling_group", { ...taken, vpc_zone_identifier: [SUBNETS[0].subnetId] });
    await rig.write(webGroup());
    expect(await rig.refusal(rig.terraform().apply())).toContain("AutoScalingGroup by this name already exists");
    rig.standIn.remove("aws_autoscaling_group", "t-web");
    await endsWell(rig);
    expect(rig.machines()).toHaveLength(2);
  });
});
