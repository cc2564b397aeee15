import { TerraformVariable } from "cdktf";
import { expect, test } from "vitest";
import { ChangePolicy, UpdateStrategy } from "../../lib";
import { BareMetalBoot, BareMetalNodePoolProps, InstallDisk } from "../../lib/bare-metal";
import { disklessUpdate } from "../../lib/bare-metal/diskless-rules";
import { scratchStack, thrown } from "../support";
import { OLD } from "./node";
import { DISK, MAC_A } from "./small-pool";

const props: BareMetalNodePoolProps = {
  release: OLD,
  matchboxUrl: "http://m.lan",
  boot: BareMetalBoot.diskless(),
  nodes: { a: { mac: MAC_A } },
};

test("a system in RAM has its updates off, by itself and when asked for", () => {
  expect(disklessUpdate(props).name).toBe("disabled");
  const update = UpdateStrategy.disabled();
  expect(disklessUpdate({ ...props, update })).toBe(update);
  expect(() => disklessUpdate({ ...props, onConfigChange: ChangePolicy.REPLACE, onReleaseChange: ChangePolicy.REPLACE })).not.toThrow();
});

test.each([UpdateStrategy.reboot(), UpdateStrategy.off(), UpdateStrategy.externallyCoordinated(), UpdateStrategy.etcdLock()])(
  "it has nothing to write an update to: $name",
  (update) => {
    expect(thrown(() => disklessUpdate({ ...props, update }))).toMatchObject({ code: "diskless-update", received: update.name });
  },
);

test.each(["onConfigChange", "onReleaseChange"] as const)("%s cannot keep what it starts with from a machine", (subject) => {
  expect(thrown(() => disklessUpdate({ ...props, [subject]: ChangePolicy.NEW_NODES_ONLY }))).toMatchObject({
    code: "diskless-policy",
    subject,
  });
});

test("nothing is installed, so that there is no disk to choose, known or not", () => {
  const disk = InstallDisk.byPath(new TerraformVariable(scratchStack(), "disk", {}).stringValue);
  for (const own of [DISK, InstallDisk.smallest(), disk]) {
    expect(thrown(() => disklessUpdate({ ...props, nodes: { a: { mac: MAC_A, disk: own } } }))).toMatchObject({
      code: "diskless-disk",
      subject: "nodes.a.disk",
    });
  }
});
