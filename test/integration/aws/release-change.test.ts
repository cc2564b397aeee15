import { expect, test } from "vitest";
import { ChangePolicy } from "../../../lib";
import { requires } from "../harness";
import { NEW, NO_UPDATES, Rig, web } from "./rig";

const { NEW_NODES_ONLY } = ChangePolicy;
const update = NO_UPDATES;
const UNTOUCHED = { planned: [], machines: { a: "untouched", c: "untouched" } };
const OLD_BOTH = ["Flatcar-stable-4593.2.5-hvm", "4593.2.5"];
const NEW_BOTH = ["Flatcar-beta-4757.1.0-hvm", "4757.1.0"];

requires("terraform", "provider-aws-stand-in")("a changed release of machines with names", () => {
  test("replaces where the strategy does not update in place; of one node that machine alone, or none where it waits", async () => {
    const rig = await Rig.start();
    await rig.apply(web({ update }));
    const one = await rig.change(web({ update, nodes: { a: { release: NEW }, c: {} } }));
    expect(one.planned).toEqual(["aws_instance.web_a_Instance replace"]);
    expect(one.machines).toEqual({ a: "replaced", c: "untouched" });
    expect(versions(rig)).toEqual({ a: NEW_BOTH, c: OLD_BOTH });

    const onReleaseChange = NEW_NODES_ONLY;
    const waiting = await rig.change(web({ update, onReleaseChange, nodes: { a: { release: NEW }, c: { release: NEW } } }));
    expect(waiting).toMatchObject(UNTOUCHED);

    const all = await rig.change(web({ update, release: NEW }));
    expect(all.planned).toEqual(["aws_instance.web_c_Instance replace"]);
    expect(versions(rig)).toEqual({ a: NEW_BOTH, c: NEW_BOTH });
  });

  test("does nothing where it does, to the tags neither; a raised generation brings image and tags", async () => {
    const rig = await Rig.start();
    await rig.apply(web());
    expect(await rig.change(web({ release: NEW }))).toMatchObject(UNTOUCHED);
    expect(versions(rig)).toEqual({ a: OLD_BOTH, c: OLD_BOTH });

    const nodes = { a: { generation: 2 }, c: {} };
    const raised = await rig.change(web({ release: NEW, nodes }));
    expect(raised.machines).toEqual({ a: "replaced", c: "untouched" });
    expect(versions(rig)).toEqual({ a: NEW_BOTH, c: OLD_BOTH });

    const tagged = await rig.change(web({ release: NEW, tags: { tier: "1" }, nodes }));
    expect(tagged.machines.c).toBe("runs on: root_block_device, tags");
    expect(versions(rig)).toEqual({ a: NEW_BOTH, c: OLD_BOTH });
    expect(rig.instance("c").attributes.tags).toMatchObject({ tier: "1", "flatcar-channel": "stable" });
  });

  test("in the same plan as a changed config replaces once, with both", async () => {
    const rig = await Rig.start();
    await rig.apply(web({ update }));
    const { machines } = await rig.change(web({ update, release: NEW, sshAuthorizedKeys: ["ssh-ed25519 AAAA x"] }));
    expect(machines).toEqual({ a: "replaced", c: "replaced" });
    expect(rig.standIn.history.filter(({ type, event }) => type === "aws_instance" && event === "created")).toHaveLength(4);
  });
});

/** By machine: the name of its AMI, and the version that its tags tell. */
function versions(rig: Rig): { [node: string]: unknown[] } {
  const of = (node: string): unknown[] => {
    const { ami, tags } = rig.instance(node).attributes as { ami: string; tags: { [key: string]: string } };
    return [rig.imageName(ami), tags["flatcar-version"]];
  };
  return { a: of("a"), c: of("c") };
}
