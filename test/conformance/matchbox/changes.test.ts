import { expect, test } from "vitest";
import { requires } from "../../integration/harness";
import { type MatchboxStackProps } from "../../integration/harness/fixtures/matchbox-stack";
import { MAC, Rig, ignition } from "./rig";

// What a change of a profile or a group does, by the real provider.

const PROFILE = { name: "p", kernel: "/k", raw_ignition: JSON.stringify(ignition("3.4.0")) };
const REPLACED = ["delete", "create"];
const [GROUP, PROFILE_ADDRESS] = ["matchbox_group.g", "matchbox_profile.p"];

function stack(profile: object, reference = "name", group: object = {}): MatchboxStackProps {
  return {
    profiles: { p: { ...PROFILE, ...profile } },
    groups: { g: { name: "g", profile: `\${matchbox_profile.p.${reference}}`, selector: { mac: MAC }, ...group } },
  };
}

requires(
  "terraform",
  "provider-matchbox",
  "matchbox",
)("a change in matchbox", () => {
  test("of anything but its name replaces the profile and leaves a group that refers to it by name", async () => {
    const rig = await Rig.start();
    await rig.apply(stack({}));
    const changes = [{ kernel: "/other" }, { args: ["a"] }, { initrd: ["/i"] }, { raw_ignition: "{}" }, { generic_config: "x" }];
    for (const change of changes) {
      const expected = [{ address: PROFILE_ADDRESS, actions: REPLACED }];
      expect((await rig.plan(stack(change))).changes, Object.keys(change)[0]).toEqual(expected);
    }
  });

  test("of the profile replaces a group that refers to it by id, which is known only after the apply", async () => {
    const rig = await Rig.start();
    await rig.apply(stack({}, "id"));
    const expected = [GROUP, PROFILE_ADDRESS].map((address) => ({ address, actions: REPLACED }));
    expect((await rig.plan(stack({ kernel: "/other" }, "id"))).changes).toEqual(expected);
  });

  test("of the profile's name replaces both", async () => {
    const rig = await Rig.start();
    await rig.apply(stack({}));
    const expected = [GROUP, PROFILE_ADDRESS].map((address) => ({ address, actions: REPLACED }));
    expect((await rig.plan(stack({ name: "other" }))).changes).toEqual(expected);
  });

  test("of the group's metadata or selector replaces the group alone", async () => {
    const rig = await Rig.start();
    await rig.apply(stack({}));
    for (const change of [{ metadata: { a: "b" } }, { selector: { mac: MAC, os: "installed" } }]) {
      expect((await rig.plan(stack({}, "name", change))).changes).toEqual([{ address: GROUP, actions: REPLACED }]);
    }
  });

  test("made by hand on the server is seen and put right", async () => {
    const rig = await Rig.start();
    await rig.apply(stack({}));
    rig.matchbox.overwrite("profiles/p.json", JSON.stringify({ id: "p", boot: { kernel: "/evil" }, ignition_id: "p.ign" }));
    expect((await rig.plan()).changes).toEqual([{ address: PROFILE_ADDRESS, actions: REPLACED }]);
    rig.matchbox.overwrite("ignition/p.ign", "{}");
    await rig.apply(stack({}));
    expect(rig.matchbox.profiles()).toMatchObject([{ boot: { kernel: "/k" } }]);
    expect(rig.matchbox.ignitionFiles()["p.ign"].text).toBe(PROFILE.raw_ignition);
  });

  test("with create_before_destroy deletes the profile that it has just put: its name is its id", async () => {
    const rig = await Rig.start();
    const lifecycle = { create_before_destroy: true };
    await rig.apply(stack({ lifecycle }));
    await rig.apply(stack({ lifecycle, args: ["a"] }));
    expect(rig.matchbox.profiles()).toEqual([]);
    expect(rig.matchbox.ignitionFiles()).toEqual({});
    expect((await rig.matchbox.ipxe({ mac: MAC })).status).toBe(404);
    expect((await rig.plan()).changes).toEqual([{ address: PROFILE_ADDRESS, actions: ["create"] }]);
  });

  test("that moves a profile to another address with a moved block does nothing", async () => {
    const rig = await Rig.start();
    await rig.apply(stack({}));
    const { profiles, groups } = stack({});
    const group = { ...groups?.g, name: "g", profile: "${matchbox_profile.q.name}" };
    const moved = { profiles: { q: profiles?.p ?? PROFILE }, groups: { g: group } };
    const plan = await rig.plan({ ...moved, moved: [{ from: "matchbox_profile.p", to: "matchbox_profile.q" }] });
    expect(plan.changes).toEqual([]);
    expect(plan.moves).toEqual({ "matchbox_profile.p": "matchbox_profile.q" });
  });

  test("that fails in the middle has already taken the old config away", async () => {
    const rig = await Rig.start();
    await rig.apply(stack({}));
    // The new profile is put before its config, which is too large for a message.
    const large = {
      ignition: { version: "3.4.0" },
      storage: { files: [{ path: "/a", contents: { source: `data:,${"x".repeat(4_200_000)}` } }] },
    };
    await expect(rig.apply(stack({ kernel: "/new", raw_ignition: JSON.stringify(large) }))).rejects.toThrow("ResourceExhausted");
    expect(rig.matchbox.profiles()).toMatchObject([{ boot: { kernel: "/new" } }]);
    expect((await rig.matchbox.ipxe({ mac: MAC })).text).toContain("kernel /new");
    expect((await rig.matchbox.ignition({ mac: MAC })).status).toBe(404);
    // The profile is in no state any more, and the next apply puts it again.
    await rig.apply(stack({}));
    expect((await rig.plan()).isEmpty).toBe(true);
    expect((await rig.matchbox.ignition({ mac: MAC })).status).toBe(200);
  });
});
