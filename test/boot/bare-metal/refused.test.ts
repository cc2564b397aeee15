import { expect, test } from "vitest";
import { BareMetalBoot } from "../../../lib/bare-metal";
import { MAC_A } from "../../integration/bare-metal/rig";
import { Workspace } from "../../integration/harness";
import { LONG_TEST, Rack, requiresRack, type Web } from "./rack";

// matchbox reads what it serves, so that only what Ignition finds wrong on the machine gets as far: Flatcar has that file already.
const REFUSED = {
  ignition: { version: "3.4.0" },
  storage: { files: [{ path: "/etc/flatcar/update.conf", contents: { source: "data:," } }] },
};

const web: Web = () => ({ boot: BareMetalBoot.diskless(), nodes: { a: { mac: MAC_A } } });

requiresRack("a config that Ignition cannot apply, with a stand-in for Flatcar", () => {
  const workspace = Workspace.forSuite();

  test("ends in the emergency mode when it is forced past the pool, and whoever waits for the machine is told", LONG_TEST, async () => {
    const rack = await Rack.start(workspace);
    try {
      await rack.apply(web, { force: (pool) => pool.machine("a").profile.addOverride("raw_ignition", JSON.stringify(REFUSED)) });
      const machine = rack.machine({ mac: MAC_A });
      await machine.powerOn();
      await expect(rack.untilReady(machine)).rejects.toThrow(
        /the machine has stopped in the emergency mode[^]*Ignition has failed in stage files/,
      );
    } finally {
      await rack.stop();
    }
  });
});
