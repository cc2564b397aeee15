import { expect, test } from "vitest";
import { requires } from "../../integration/harness";
import { type GroupArguments, type MatchboxStackProps } from "../../integration/harness/fixtures/matchbox-stack";
import { MAC, Rig, oneMachine } from "./rig";

// Which profile a machine gets.

const OTHER_MAC = "52:54:00:aa:bb:cc";
const SPELLINGS = ["52:54:00:aa:bb:cc", "52:54:00:AA:BB:CC", "52-54-00-aa-bb-cc", "52-54-00-AA-BB-CC", "5254.00aa.bbcc", "525400aabbcc"];

/** Groups by name with their selectors, each with a profile of its name, whose kernel is called like it. */
function groups(selectors: Readonly<Record<string, Readonly<Record<string, string>>>>): MatchboxStackProps {
  const names = Object.keys(selectors);
  const entries = <T>(make: (name: string) => T): Record<string, T> => Object.fromEntries(names.map((name) => [name, make(name)]));
  return {
    profiles: entries((name) => ({ name, kernel: name })),
    groups: entries((name): GroupArguments => ({ name, profile: name, selector: selectors[name] })),
  };
}

/** The name of the profile a machine gets; `undefined` for a 404. */
async function profileOf({ matchbox }: Rig, query: object): Promise<string | undefined> {
  const { status, text } = await matchbox.get("/ipxe", query);
  return status === 404 ? undefined : text.split("\n")[1].slice("kernel ".length);
}

requires(
  "terraform",
  "provider-matchbox",
  "matchbox",
)("the profile of a machine in matchbox", () => {
  test("is that of the group with the most labels which all fit", async () => {
    const rig = await Rig.start();
    await rig.apply(groups({ a: { mac: MAC }, b: { mac: MAC, os: "installed" }, c: {} }));
    const profiles = [
      await profileOf(rig, { mac: MAC, os: "installed" }),
      await profileOf(rig, { mac: MAC }),
      await profileOf(rig, { mac: MAC, os: "other" }),
      await profileOf(rig, { mac: OTHER_MAC }),
      await profileOf(rig, { os: "installed" }),
      await profileOf(rig, {}),
    ];
    expect(profiles).toEqual(["b", "a", "a", "c", "c", "c"]);
  });

  test("is that of its MAC for every os where no group has that os, so that an installer would install itself", async () => {
    const rig = await Rig.start();
    await rig.apply(groups({ a: { mac: MAC } }));
    expect(await profileOf(rig, { mac: MAC, os: "installed" })).toBe("a");
  });

  test("is none before the machine is installed where its only group wants os=installed", async () => {
    const rig = await Rig.start();
    await rig.apply(groups({ a: { mac: MAC, os: "installed" } }));
    expect(await profileOf(rig, { mac: MAC, os: "installed" })).toBe("a");
    expect(await profileOf(rig, { mac: MAC })).toBeUndefined();
  });

  test("is, of two groups with one selector, that of the first by name among up to twelve groups; nothing complains", async () => {
    const rig = await Rig.start();
    await rig.apply(groups({ z: { mac: MAC }, a: { mac: MAC }, m: { mac: MAC } }));
    expect(await profileOf(rig, { mac: MAC })).toBe("a");
    expect((await rig.plan()).isEmpty).toBe(true);
  });

  test("is any of theirs among more: adding a machine gives another one its neighbour's profile", async () => {
    const rig = await Rig.start();
    const among = async (others: number): Promise<string | undefined> => {
      const selectors = Array.from({ length: others }, (_, i) => [`n${i}`, { mac: `52:54:00:00:00:${(i + 16).toString(16)}` }]);
      await rig.apply(groups({ ...Object.fromEntries(selectors), a: { mac: MAC }, y: { mac: MAC }, z: { mac: MAC } }));
      return profileOf(rig, { mac: MAC });
    };
    const found = [];
    for (const others of [9, 10, 12, 40]) found.push(await among(others));
    expect(found[0]).toBe("a");
    expect(new Set(found).size).toBeGreaterThan(1);
  });

  test("is found by every spelling of the MAC, in the group and in the question", async () => {
    const rig = await Rig.start();
    for (const spelling of SPELLINGS) {
      await rig.apply(oneMachine({ kernel: "k" }, { mac: spelling }));
      expect(rig.matchbox.groups()[0].selector).toEqual({ mac: spelling });
      for (const asked of SPELLINGS) expect(await profileOf(rig, { mac: asked }), `${spelling}, ${asked}`).toBe("k");
    }
  });

  test("needs lower-case colons in Terraform: of every other spelling the group is replaced at each apply", async () => {
    const rig = await Rig.start();
    for (const spelling of SPELLINGS) {
      await rig.apply(oneMachine({ kernel: "k" }, { mac: spelling }));
      const replaced = [{ address: "matchbox_group.g", actions: ["delete", "create"] }];
      expect((await rig.plan()).changes, spelling).toEqual(spelling === OTHER_MAC ? [] : replaced);
    }
  });

  test("is none where the selector's MAC is no MAC: the group applies, is passed over, and is made again at each apply", async () => {
    const rig = await Rig.start();
    for (const mac of ["not-a-mac", "52:54:0:aa:bb:cc", ""]) {
      await rig.apply(oneMachine({ kernel: "k" }, { mac }));
      expect(await profileOf(rig, { mac }), mac).toBeUndefined();
      expect((await rig.plan()).changes, mac).toEqual([{ address: "matchbox_group.g", actions: ["create"] }]);
    }
    expect(rig.matchbox.logs()).toContain("address not-a-mac: invalid MAC address");
  });

  test("is never found by a label in other letters: iPXE and Ignition ask with mac, not MAC", async () => {
    const rig = await Rig.start();
    await rig.apply(oneMachine({ kernel: "k" }, { MAC: OTHER_MAC }));
    expect(await profileOf(rig, { mac: OTHER_MAC })).toBeUndefined();
    expect(await profileOf(rig, { MAC: OTHER_MAC })).toBe("k");
  });

  test("that does not exist gives 404 for script and config, and applies", async () => {
    const rig = await Rig.start();
    await rig.apply({ groups: { g: { name: "g", profile: "nowhere", selector: { mac: MAC } } } });
    expect((await rig.matchbox.ipxe({ mac: MAC })).status).toBe(404);
    expect((await rig.matchbox.ignition({ mac: MAC })).status).toBe(404);
    expect((await rig.plan()).isEmpty).toBe(true);
  });

  test("without a kernel has a script that boots nothing, so that a profile for the config alone needs os=installed", async () => {
    const rig = await Rig.start();
    await rig.apply(oneMachine({}));
    expect(await rig.matchbox.ipxe({ mac: MAC })).toMatchObject({ status: 200, text: "#!ipxe\nkernel \nboot\n" });
  });
});
