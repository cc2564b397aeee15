import { expect, test } from "vitest";
import { ChangePolicy } from "../../../lib";
import { requires } from "../harness";
import { Rig, note, web } from "./rig";

const { REPLACE, NEW_NODES_ONLY } = ChangePolicy;
const UNTOUCHED = { planned: [], machines: { a: "untouched", c: "untouched" } };

requires("terraform", "provider-aws-stand-in")("a changed machine config of machines with names", () => {
  test("of one node replaces that machine alone, which keeps its private address and its Elastic IP", async () => {
    const rig = await Rig.start();
    const nodes = { a: { privateIpv4: "10.0.1.10" }, c: { privateIpv4: "10.0.1.11" } };
    await rig.apply(web({ nodes, elasticIps: true }));
    const addresses = addressesOf(rig, "a");
    expect(addresses).toEqual({ private: "10.0.1.10", public: expect.stringMatching(/^198\./), elastic: addresses.public });

    const changed = { ...nodes, a: { ...nodes.a, machineConfig: [note("new")] } };
    const { machines, planned } = await rig.change(web({ nodes: changed, elasticIps: true }));
    expect(planned).toEqual(["aws_eip_association.web_a_ElasticIpAssociation replace", "aws_instance.web_a_Instance replace"]);
    expect(machines).toEqual({ a: "replaced", c: "untouched" });
    expect(addressesOf(rig, "a")).toEqual(addresses);
    expect(rig.userData("a")).toContain("/etc/note");
    expect(rig.userData("c")).not.toContain("/etc/note");
  });

  test("of the pool replaces every machine, and is what changed ssh keys are: they replace, or wait", async () => {
    const rig = await Rig.start();
    await rig.apply(web());
    const { machines, planned } = await rig.change(web({ machineConfig: [note("new")] }));
    expect(planned).toEqual(["aws_instance.web_a_Instance replace", "aws_instance.web_c_Instance replace"]);
    expect(machines).toEqual({ a: "replaced", c: "replaced" });
    expect(rig.userData("a")).toContain("/etc/note");

    const key = (comment: string): string[] => [`ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIA ${comment}`];
    const keys = await rig.change(web({ sshAuthorizedKeys: key("one") }));
    expect(keys.machines).toEqual({ a: "replaced", c: "replaced" });
    expect(await rig.change(web({ sshAuthorizedKeys: key("two"), onConfigChange: NEW_NODES_ONLY }))).toMatchObject(UNTOUCHED);
  });

  test("does nothing under NEW_NODES_ONLY, until the generation of a node is raised or the policy is REPLACE", async () => {
    const rig = await Rig.start();
    const waiting = { onConfigChange: NEW_NODES_ONLY, machineConfig: [note("new")] };
    await rig.apply(web({ onConfigChange: NEW_NODES_ONLY }));
    const old = rig.userData("c");
    expect(await rig.change(web(waiting))).toMatchObject(UNTOUCHED);

    const raised = await rig.change(web({ ...waiting, nodes: { a: { generation: 2 }, c: {} } }));
    expect(raised.planned).toEqual(["aws_instance.web_a_Instance replace", "terraform_data.web_a_Generation replace"]);
    expect(raised.machines).toEqual({ a: "replaced", c: "untouched" });
    expect(rig.userData("a")).toContain("/etc/note");
    expect(rig.userData("c")).toBe(old);

    const added = await rig.change(web({ ...waiting, nodes: { a: { generation: 2 }, c: {}, d: {} } }));
    expect(added.machines).toEqual({ a: "untouched", c: "untouched", d: "new" });
    expect(rig.userData("d")).toContain("/etc/note");

    const flipped = await rig.change(web({ ...waiting, onConfigChange: REPLACE, nodes: { a: { generation: 2 }, c: {}, d: {} } }));
    expect(flipped.planned).toEqual(["aws_instance.web_c_Instance replace"]);
    expect(flipped.machines).toEqual({ a: "untouched", c: "replaced", d: "untouched" });
  });
});

requires("terraform", "provider-aws-stand-in")("machines with names whose config did not change", () => {
  test("are not touched when only the policies change; a raised generation replaces one under REPLACE too", async () => {
    const rig = await Rig.start();
    await rig.apply(web());
    const patient = { onConfigChange: NEW_NODES_ONLY, onReleaseChange: NEW_NODES_ONLY };
    const eager = { onConfigChange: REPLACE, onReleaseChange: REPLACE };
    expect(await rig.change(web(patient))).toMatchObject(UNTOUCHED);
    expect(await rig.change(web(eager))).toMatchObject(UNTOUCHED);
    const { machines, planned } = await rig.change(web({ ...eager, nodes: { a: { generation: 2 }, c: {} } }));
    expect(planned).toEqual(["aws_instance.web_a_Instance replace", "terraform_data.web_a_Generation replace"]);
    expect(machines).toEqual({ a: "replaced", c: "untouched" });
  });
});

/** The addresses of a machine, and that of the Elastic IP which is associated with it. */
function addressesOf(rig: Rig, node: string): { private: unknown; public: unknown; elastic: unknown } {
  const { id, private_ip } = rig.instance(node).attributes;
  const association = rig.standIn.resources("aws_eip_association").find(({ attributes }) => attributes.instance_id === id);
  const elastic = rig.standIn.resource("aws_eip", String(association?.attributes.allocation_id)).attributes.public_ip;
  return { private: private_ip, public: association?.attributes.public_ip, elastic };
}
