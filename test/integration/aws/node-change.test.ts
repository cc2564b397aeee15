import { TerraformStack } from "cdktf";
import { Construct } from "constructs";
import { expect, test } from "vitest";
import { nodes } from "../../../lib";
import { AwsInstancePoolProps, AwsLifecycleTransition, AwsProtocol } from "../../../lib/aws";
import { requires } from "../harness";
import { Rig, group, pool, web } from "./rig";

requires("terraform", "provider-aws-stand-in")("the nodes of a pool on AWS", () => {
  test("come alone, and go alone, also in the middle, with all that is theirs", async () => {
    const rig = await Rig.start();
    const all = nodes("n", 3);
    const { "n-1": _middle, ...outer } = all;
    await rig.apply(web({ nodes: outer, elasticIps: true }));
    const added = await rig.change(web({ nodes: all, elasticIps: true }));
    expect(added.planned).toEqual([
      "aws_eip.web_n-1_ElasticIp create",
      "aws_eip_association.web_n-1_ElasticIpAssociation create",
      "aws_instance.web_n-1_Instance create",
      "terraform_data.web_n-1_Generation create",
    ]);
    expect(added.machines).toEqual({ "n-0": "untouched", "n-1": "new", "n-2": "untouched" });

    const gone = await rig.change(web({ nodes: outer, elasticIps: true }));
    expect(gone.planned).toEqual(added.planned.map((change) => change.replace("create", "delete")));
    expect(gone.machines).toEqual({ "n-0": "untouched", "n-1": "gone", "n-2": "untouched" });
    expect(rig.standIn.resources("aws_eip")).toHaveLength(2);
  });

  test("are other machines under another name, and do not depend on the order they are written in", async () => {
    const rig = await Rig.start();
    await rig.apply(web({ nodes: { a: {}, c: {}, d: {} } }));
    const turned = await rig.change(web({ nodes: { d: {}, a: {}, c: {} } }));
    expect(turned).toMatchObject({ planned: [], machines: { a: "untouched", c: "untouched", d: "untouched" } });
    const { machines } = await rig.change(web({ nodes: { a: {}, c: {}, e: {} } }));
    expect(machines).toEqual({ a: "untouched", c: "untouched", d: "gone", e: "new" });
  });
});

requires("terraform", "provider-aws-stand-in")("a pool on AWS", () => {
  const props: Partial<AwsInstancePoolProps> = { nodes: nodes("n", 2), elasticIps: true, tags: { tier: "1" } };
  const hooks = { lifecycleHooks: [{ name: "drain", transition: AwsLifecycleTransition.TERMINATING }] };
  const both = (scope: Construct, moved: { movedFrom?: (id: string) => string } = {}, id = (name: string): string => name): void => {
    const { movedFrom } = moved;
    const from = (name: string): object => (movedFrom === undefined ? {} : { movedFrom: movedFrom(name) });
    const db = pool(scope, { ...props, poolName: "db", ...from("db") }, id("db"));
    db.securityGroup.allowSsh(["198.51.100.0/24"]);
    const web = group(scope, { ...hooks, poolName: "web", ...from("web") }, id("web"));
    // Both name what is moved itself.
    db.securityGroup.addInboundRule({
      protocol: AwsProtocol.ALL,
      securityGroupIds: [db, web].map((one) => one.securityGroup.securityGroupId),
    });
  };
  const UNTOUCHED = { planned: [], machines: { "n-0": "untouched", "n-1": "untouched", web: "2 untouched" } };

  test("is renamed, and moved deeper in the tree and back, without touching anything, its name pinned", async () => {
    const rig = await Rig.start();
    await rig.apply((stack) => both(stack));
    const renamed = await rig.change((stack) => both(stack, { movedFrom: (name) => name }, (name) => `${name}-new`));
    expect(renamed).toMatchObject(UNTOUCHED);
    // Two nodes with instance, generation, address and association; two security groups with two rules out, and three in; the group's own four.
    expect(Object.keys(renamed.plan.moves)).toHaveLength(8 + 9 + 4);

    const deeper = await rig.change((stack) => both(new Construct(stack, "deep"), { movedFrom: (name) => `${name}-new` }));
    expect(deeper).toMatchObject(UNTOUCHED);
    expect(Object.keys(deeper.plan.moves)).toHaveLength(21);
    const back = await rig.change((stack) => both(stack, { movedFrom: (name) => `deep/${name}` }));
    expect(back).toMatchObject(UNTOUCHED);
  });

  test("that is renamed without saying so is planned as other machines", async () => {
    const rig = await Rig.start();
    await rig.apply((stack) => {
      pool(stack, {}, "db");
      group(stack);
    });
    await rig.write((stack) => {
      pool(stack, {}, "data");
      group(stack, {}, "front");
    });
    const { changes } = await rig.terraform().plan();
    expect(new Set(changes.flatMap((change) => change.actions))).toEqual(new Set(["create", "delete"]));
  });

  test("leaves the others of the stack alone when it comes, and when it goes", async () => {
    const rig = await Rig.start();
    const first = (stack: TerraformStack): void => {
      pool(stack, {}, "db");
      group(stack);
    };
    await rig.apply(first);
    const added = await rig.change((stack) => {
      group(stack, { instanceTypes: ["t4g.small", "t4g.medium"] }, "before");
      pool(stack, { nodes: { x: {} }, instanceType: "m7g.large" }, "other");
      first(stack);
      group(stack, {}, "zz");
    });
    const untouched = { a: "untouched", c: "untouched", web: "2 untouched" };
    expect(added.machines).toEqual({ ...untouched, before: "2 new", x: "new", zz: "2 new" });
    expect(added.planned.filter((change) => !change.endsWith(" create"))).toEqual([]);
    const gone = await rig.change(first);
    expect(gone.machines).toEqual({ ...untouched, before: "2 gone", x: "gone", zz: "2 gone" });
    expect(gone.planned.filter((change) => !change.endsWith(" delete"))).toEqual([]);
  });
});
