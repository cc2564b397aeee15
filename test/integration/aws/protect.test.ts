import { expect, test } from "vitest";
import { requires } from "../harness";
import { Build, NEW, NO_UPDATES, Rig, note, web, webGroup } from "./rig";

const UNTOUCHED = { a: "untouched", c: "untouched" };
const nodes = { a: { protect: true }, c: {} };
const elasticIps = true;

requires("terraform", "provider-aws-stand-in")("a protected machine", () => {
  test("is protected at EC2 too, and makes every plan fail that would replace or destroy it, before anything is touched", async () => {
    const rig = await Rig.start();
    await rig.apply(web({ nodes, update: NO_UPDATES, elasticIps }));
    const fates = rig.watch();
    expect(rig.instance("a").attributes.disable_api_termination).toBe(true);
    expect(rig.instance("c").attributes.disable_api_termination).toBe(false);
    const replacing: [string, Build][] = [
      ["a changed config", web({ nodes, update: NO_UPDATES, elasticIps, machineConfig: [note("new")] })],
      ["a raised generation", web({ nodes: { a: { protect: true, generation: 2 }, c: {} }, update: NO_UPDATES, elasticIps })],
      ["a new release", web({ nodes, update: NO_UPDATES, elasticIps, release: NEW })],
      ["another architecture", web({ nodes, update: NO_UPDATES, elasticIps, instanceType: "m7g.large" })],
    ];
    for (const [what, build] of replacing) {
      const output = await rig.refusedAtPlan(build);
      expect(output, what).toMatch(
        /Instance cannot be destroyed.*Resource aws_instance\.web_a_Instance_\w+ has lifecycle\.prevent_destroy set/,
      );
    }
    await rig.write(web({ nodes, update: NO_UPDATES, elasticIps }));
    expect(await rig.refusal(rig.terraform().destroy())).toContain("Instance cannot be destroyed");
    // Its Elastic IP is guarded by itself.
    const elasticIp = (await rig.terraform().resources()).find(({ address }) => address.startsWith("aws_eip.web_a_"));
    expect(await rig.refusal(rig.terraform().plan({ args: [`-replace=${elasticIp?.address}`] }))).toMatch(
      /Instance cannot be destroyed.*Resource aws_eip\.web_a_ElasticIp_\w+ has lifecycle\.prevent_destroy set/,
    );
    expect(fates()).toEqual(UNTOUCHED);
  });

  test("is refused by EC2 when its node is taken out: it runs on, keeps its Elastic IP, and comes back into the pool as it was", async () => {
    const rig = await Rig.start();
    await rig.apply(web({ nodes, elasticIps }));
    const addresses = (): unknown[] => rig.standIn.resources("aws_eip").map(({ id, attributes }) => [id, attributes.public_ip]);
    const before = addresses();
    await rig.write(web({ nodes: { c: {} }, elasticIps }));
    const fates = rig.watch();
    expect(await rig.refusal(rig.terraform().apply())).toMatch(
      /api error OperationNotPermitted: The instance '[\w-]+' may not be terminated/,
    );
    expect(fates()).toEqual(UNTOUCHED);
    expect(addresses()).toEqual(before);

    const back = await rig.change(web({ nodes, elasticIps }));
    // The association has no protection anywhere: it is what the failed apply took away.
    expect(back).toMatchObject({ planned: ["aws_eip_association.web_a_ElasticIpAssociation create"], machines: UNTOUCHED });
    expect(addresses()).toEqual(before);
  });

  test("can still be resized and tagged, and is removed like any other when the protection has been lifted", async () => {
    const rig = await Rig.start();
    await rig.apply(web({ nodes }));
    const resized = await rig.change(web({ nodes, instanceType: "m7i.xlarge", tags: { tier: "1" } }));
    const inPlace = "stopped and started: instance_type, root_block_device, tags";
    expect(resized.machines).toEqual({ a: inPlace, c: inPlace });
    const props = { instanceType: "m7i.xlarge", tags: { tier: "1" } };
    const lifted = await rig.change(web({ ...props }));
    expect(lifted).toMatchObject({ planned: ["aws_instance.web_a_Instance update"], machines: { a: "runs on: disable_api_termination" } });
    const removed = await rig.change(web({ ...props, nodes: { c: {} } }));
    expect(removed.machines).toEqual({ a: "gone", c: "untouched" });
  });
});

requires("terraform", "provider-aws-stand-in")("a protected group", () => {
  test("makes every plan fail that would destroy it, and is changed like any other", async () => {
    const rig = await Rig.start();
    const protect = true;
    await rig.apply(webGroup({ protect }));
    await rig.write(webGroup({ protect }));
    const fates = rig.watch();
    const guarded = /Resource aws_autoscaling_group\.web_Group_\w+ has lifecycle\.prevent_destroy set/;
    expect(await rig.refusal(rig.terraform().destroy())).toMatch(guarded);
    // Another name is another group.
    expect(await rig.refusedAtPlan(webGroup({ protect, poolName: "front" }))).toMatch(guarded);
    expect(fates()).toEqual({ web: "2 untouched" });

    const refreshed = await rig.change(webGroup({ protect, machineConfig: [note("new")], capacity: { min: 1, max: 2 } }));
    expect(refreshed.machines).toEqual({ web: "2 replaced" });
    const lifted = await rig.change(webGroup({ machineConfig: [note("new")], capacity: { min: 1, max: 2 } }));
    expect(lifted).toMatchObject({ planned: [], machines: { web: "2 untouched" } });
    await rig.terraform().destroy();
    expect(rig.left).toEqual([]);
  });
});
