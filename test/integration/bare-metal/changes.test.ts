import { expect, test } from "vitest";
import { ChangePolicy, UpdateStrategy } from "../../../lib";
import { BareMetalBoot, InstallDisk } from "../../../lib/bare-metal";
import { INSTALL_VALUES } from "../../../lib/bare-metal/install-script";
import { textIn } from "../../support";
import { requires } from "../harness";
import { MAC_A, MAC_C, NEW, NODES, Rig, note, web } from "./rig";

const needs = requires("terraform", "provider-matchbox", "matchbox");
const FRESH = { a: false, c: false };
const NOTHING = { planned: [], written: [] };

needs("a change of machines that are installed", () => {
  test("of the pool's config replaces their profiles and nothing else, and makes them stale in the plan already", async () => {
    for (const onConfigChange of [ChangePolicy.REPLACE, ChangePolicy.NEW_NODES_ONLY]) {
      const rig = await Rig.start();
      await rig.apply(web({ onConfigChange }));
      expect(await rig.stale()).toEqual(FRESH);
      const stale = { a: true, c: true };
      expect(await rig.change(web({ onConfigChange, machineConfig: [note("new")] }))).toEqual({
        planned: ["matchbox_profile.web_a_Profile replace", "matchbox_profile.web_c_Profile replace"],
        plannedStale: stale,
        stale,
        written: ["profile t-a", "profile t-c"],
      });
      expect(await rig.config(MAC_A, "installed")).toContain("/etc/note");
      // What is taken back was never taken.
      expect(await rig.change(web({ onConfigChange }))).toMatchObject({ stale: FRESH });
    }
  });

  test("of one node's config is that node's", async () => {
    const rig = await Rig.start();
    await rig.apply(web());
    expect(await rig.change(web({ nodes: { ...NODES, a: { mac: MAC_A, machineConfig: [note("new")] } } }))).toEqual({
      planned: ["matchbox_profile.web_a_Profile replace"],
      plannedStale: { a: true, c: false },
      stale: { a: true, c: false },
      written: ["profile t-a"],
    });
  });

  test("of a quorum's config makes all stale at once, since it reaches none", async () => {
    const rig = await Rig.start();
    await rig.apply(web({ quorum: true }));
    expect(await rig.change(web({ quorum: true, machineConfig: [note("new")] }))).toMatchObject({ stale: { a: true, c: true } });
  });

  test("of the release is for new installations where Flatcar updates itself", async () => {
    const rig = await Rig.start();
    await rig.apply(web());
    expect(await rig.change(web({ release: NEW }))).toEqual({
      planned: ["matchbox_profile.web_a_InstallProfile replace", "matchbox_profile.web_c_InstallProfile replace"],
      plannedStale: FRESH,
      stale: FRESH,
      written: ["profile t-a-install", "profile t-c-install"],
    });
    expect((await rig.matchbox.ipxe({ mac: MAC_A })).text).toContain("/4593.2.5/");
    expect(textIn(JSON.parse(await rig.config(MAC_A)), `${INSTALL_VALUES}/version`)).toBe("4593.2.5\n");
  });

  test("of the release makes them stale where it does not, and one node's release that node", async () => {
    const rig = await Rig.start();
    const update = UpdateStrategy.disabled();
    await rig.apply(web({ update }));
    const one = await rig.change(web({ update, nodes: { ...NODES, c: { mac: MAC_C, release: NEW } } }));
    expect(one.planned).toEqual(["matchbox_profile.web_c_InstallProfile replace"]);
    expect(one.stale).toEqual({ a: false, c: true });
    const all = await rig.change(web({ update, release: NEW }));
    expect(all.written).toEqual(["profile t-a-install"]);
    expect(all.stale).toEqual({ a: true, c: true });
  });

  test("of a node's generation tells its installer, and makes it fresh again", async () => {
    const rig = await Rig.start();
    await rig.apply(web());
    const machineConfig = [note("new")];
    await rig.change(web({ machineConfig }));
    expect(await rig.change(web({ machineConfig, nodes: { ...NODES, a: { mac: MAC_A, generation: 2 } } }))).toEqual({
      planned: [
        "matchbox_profile.web_a_InstallProfile replace",
        "terraform_data.web_a_Generation replace",
        "terraform_data.web_a_Served replace",
      ],
      plannedStale: { a: "unknown", c: true },
      stale: { a: false, c: true },
      written: ["profile t-a-install"],
    });
    expect(textIn(JSON.parse(await rig.config(MAC_A)), `${INSTALL_VALUES}/generation`)).toBe("2\n");
    const later = await rig.change(web({ machineConfig: [note("newer")], nodes: { ...NODES, a: { mac: MAC_A, generation: 2 } } }));
    expect(later.stale).toEqual({ a: true, c: true });
  });

  test("of the keys is a change of the config, and of the installer's", async () => {
    const rig = await Rig.start();
    await rig.apply(web());
    const changed = await rig.change(web({ sshAuthorizedKeys: ["ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIA operator"] }));
    expect(changed.written).toEqual(["profile t-a", "profile t-a-install", "profile t-c", "profile t-c-install"]);
    expect(changed.stale).toEqual({ a: true, c: true });
  });

  test("of what the installer is told is for new installations", async () => {
    const rig = await Rig.start();
    await rig.apply(web());
    const nodes = { a: { mac: MAC_A, disk: InstallDisk.smallest() }, c: { mac: MAC_C, consoles: ["ttyS0"] } };
    expect(await rig.change(web({ nodes }))).toMatchObject({ written: ["profile t-a-install", "profile t-c-install"], stale: FRESH });
  });

  test("of the MAC gives the machine to another network card: both groups, and the installer that asks by it", async () => {
    const rig = await Rig.start();
    await rig.apply(web());
    const mac = "52:54:00:00:00:0d";
    const changed = await rig.change(web({ nodes: { ...NODES, c: { mac } } }));
    expect(changed.planned).toEqual([
      "matchbox_group.web_c_Group replace",
      "matchbox_group.web_c_InstallGroup replace",
      "matchbox_profile.web_c_InstallProfile replace",
    ]);
    expect((await rig.matchbox.ipxe({ mac: MAC_C })).status).toBe(404);
    expect(textIn(JSON.parse(await rig.config(mac)), `${INSTALL_VALUES}/config-url`)).toContain(`mac=${mac}&os=installed`);
    // In another spelling it is no change.
    expect(await rig.change(web({ nodes: { ...NODES, c: { mac: "52-54-00-00-00-0D" } } }))).toMatchObject(NOTHING);
  });

  test("of the policies alone is none", async () => {
    const rig = await Rig.start();
    await rig.apply(web());
    const both = (policy: ChangePolicy): object => ({ onConfigChange: policy, onReleaseChange: policy });
    expect(await rig.change(web(both(ChangePolicy.NEW_NODES_ONLY)))).toMatchObject(NOTHING);
    expect(await rig.change(web(both(ChangePolicy.REPLACE)))).toMatchObject(NOTHING);
    // A release that has waited counts from then on.
    await rig.change(web({ release: NEW }));
    expect(await rig.change(web({ release: NEW, ...both(ChangePolicy.REPLACE) }))).toMatchObject({
      ...NOTHING,
      stale: { a: true, c: true },
    });
  });

  test("of the pool's place and name is none where it says where it was", async () => {
    const rig = await Rig.start();
    await rig.apply(web());
    await rig.write(web({ poolName: "web", movedFrom: "web" }, "site"));
    const plan = await rig.terraform().plan();
    expect([plan.changes, Object.keys(plan.moves)]).toEqual([[], expect.objectContaining({ length: 12 })]);
    expect(await rig.change(web({ poolName: "web", movedFrom: "web" }, "site"))).toMatchObject({ ...NOTHING, stale: FRESH });
  });

  test("that would have matchbox forget a guarded machine fails at plan, and a config changes all the same", async () => {
    const rig = await Rig.start();
    await rig.apply(web({ protect: true }));
    expect(await rig.change(web({ protect: true, machineConfig: [note("new")] }))).toMatchObject({
      written: ["profile t-a", "profile t-c"],
    });
    await rig.write(web({ protect: true, nodes: { ...NODES, c: { mac: "52:54:00:00:00:0d" } } }));
    await expect(rig.terraform().plan()).rejects.toThrow("Instance cannot be destroyed");
  });
});

needs("a change of a pool's nodes", () => {
  const three = { ...NODES, x: { mac: "52:54:00:00:00:0b" } };

  test("adds one alone, and takes one away alone", async () => {
    const rig = await Rig.start();
    await rig.apply(web());
    const added = await rig.change(web({ nodes: three }));
    expect(added.written).toEqual(["group t-x", "group t-x-install", "profile t-x", "profile t-x-install"]);
    expect(added.planned.filter((action) => !/web_x_\w+ create$/.test(action))).toEqual([]);
    expect(added.plannedStale).toEqual({ ...FRESH, x: "unknown" });
    expect(added.stale).toEqual({ ...FRESH, x: false });
    const { a: _gone, ...left } = three;
    const removed = await rig.change(web({ nodes: left }));
    expect(removed.written).toEqual(["group t-a", "group t-a-install", "profile t-a", "profile t-a-install"]);
    expect(removed.planned.filter((action) => !/web_a_\w+ delete$/.test(action))).toEqual([]);
    expect(removed.stale).toEqual({ c: false, x: false });
  });

  test("that names one otherwise is another machine", async () => {
    const rig = await Rig.start();
    await rig.apply(web());
    const renamed = await rig.change(web({ nodes: { a: { mac: MAC_A }, d: { mac: MAC_C } } }));
    expect(renamed.written.filter((name) => /t-[ab]/.test(name))).toEqual([]);
    expect(renamed.planned).toHaveLength(12);
    expect(textIn(JSON.parse(await rig.config(MAC_C, "installed")), "/etc/hostname")).toBe("d\n");
  });
});

needs("a change of diskless machines", () => {
  const boot = BareMetalBoot.diskless();

  test("makes them stale whatever of it they would run: config, release, kernel arguments", async () => {
    const rig = await Rig.start();
    await rig.apply(web({ boot }));
    const both = { stale: { a: true, c: true }, written: ["profile t-a", "profile t-c"] };
    for (const change of [{ machineConfig: [note("new")] }, { release: NEW }, { kernelArguments: ["quiet"] }]) {
      expect(await rig.change(web({ boot, ...change }))).toMatchObject({ ...both, plannedStale: both.stale });
      expect(await rig.change(web({ boot }))).toMatchObject({ stale: FRESH });
    }
  });

  test("is over for the one whose generation is raised when it has been restarted", async () => {
    const rig = await Rig.start();
    await rig.apply(web({ boot }));
    await rig.change(web({ boot, release: NEW }));
    const raised = await rig.change(web({ boot, release: NEW, nodes: { ...NODES, a: { mac: MAC_A, generation: 2 } } }));
    expect(raised).toMatchObject({
      planned: ["terraform_data.web_a_Generation replace", "terraform_data.web_a_Served replace"],
      stale: { a: false, c: true },
      written: [],
    });
  });

  test("to installed ones, and back, makes them stale until they are", async () => {
    const rig = await Rig.start();
    await rig.apply(web());
    const diskless = await rig.change(web({ boot }));
    expect(diskless.stale).toEqual({ a: true, c: true });
    expect(rig.matchbox.profiles().map(({ id }) => id)).toEqual(["t-a", "t-c"]);
    const nodes = { a: { mac: MAC_A, generation: 2 }, c: { mac: MAC_C, generation: 2 } };
    expect((await rig.change(web({ boot, nodes }))).stale).toEqual(FRESH);
    const installed = await rig.change(web({ nodes }));
    expect(installed.stale).toEqual({ a: true, c: true });
    expect(
      rig.matchbox
        .profiles()
        .map(({ id }) => id)
        .sort(),
    ).toEqual(["t-a", "t-a-install", "t-c", "t-c-install"]);
  });
});
