import { expect, test } from "vitest";
import { ChangePolicy, FlatcarLock } from "../../../lib";
import { AwsImage } from "../../../lib/aws";
import { requires } from "../harness";
import { OLD, Rig, web, webGroup } from "./rig";

requires("terraform", "provider-aws-stand-in")("the AMI of a pool", () => {
  test("that nobody has published is an error of the plan, and nothing is made", async () => {
    const rig = await Rig.start([]);
    expect(await rig.refusedAtPlan(web())).toContain("Your query returned no results");
    expect(await rig.refusedAtPlan(webGroup())).toContain("Your query returned no results");
  });

  test("of which there are two is an error of the plan, and nothing is made", async () => {
    const rig = await Rig.start([OLD]);
    rig.addImage(OLD);
    expect(await rig.refusedAtPlan(web())).toContain("Your query returned more than one result");
  });

  test("is the lock's where it is asked for, and nothing is looked up", async () => {
    const rig = await Rig.start([OLD]);
    const amis = { "eu-central-1": rig.imageId("x86_64") };
    const locked = { channel: "stable", version: "4593.2.5", ignition: "2.24.0", architectures: { amd64: { amis } } };
    const lock = FlatcarLock.parse(JSON.stringify({ lockVersion: 1, releases: { prod: locked } }), "/flatcar.lock.json");
    await rig.apply(web({ release: lock.release("prod"), image: AwsImage.byLock() }));
    expect(rig.instance("a").attributes.ami).toBe(rig.imageId("x86_64"));
    expect(rig.standIn.requests.filter(({ path }) => path.includes("aws_ami"))).toEqual([]);
  });

  test("is replaced by another id, or waits, as the policy says", async () => {
    const rig = await Rig.start();
    const [one, other] = [rig.addImage(OLD)[0], rig.addImage(OLD)[0]].map(({ id }) => AwsImage.byId(id));
    const waiting = { onReleaseChange: ChangePolicy.NEW_NODES_ONLY };
    await rig.apply(web({ image: one, ...waiting }));
    expect(await rig.change(web({ image: other, ...waiting }))).toMatchObject({
      planned: [],
      machines: { a: "untouched", c: "untouched" },
    });
    const replaced = await rig.change(web({ image: other, onReleaseChange: ChangePolicy.REPLACE }));
    expect(replaced.machines).toEqual({ a: "replaced", c: "replaced" });
  });
});
