import { expect, test } from "vitest";
import { lastingLosses, newLosses, refusals } from "../../../../lib/check/rules/disks/data-losses";
import { IgnitionStorage } from "../../../../lib/ignition";
import { checked, configOf, poolStack } from "../../config-stacks";
import { poolPairs } from "../../../../lib/check/model/pairs";

const DISKS = {
  libvirt_domain: { a: { disk: [{ volume_id: "${libvirt_volume.r.id}" }, { volume_id: "${libvirt_volume.d.id}" }] } },
  libvirt_volume: { r: {}, d: {} },
};

function machineOf(before: IgnitionStorage | string, after: IgnitionStorage | string) {
  const made = (storage: IgnitionStorage | string) => {
    const config = typeof storage === "string" ? configOf() : configOf({ storage });
    const stack = poolStack({ a: config }, { platform: "libvirt" }, { type: "libvirt_domain", resources: DISKS });
    if (typeof storage !== "string") return stack;
    return {
      ...stack,
      resources: { ...stack.resources, libvirt_domain: { a: { ...stack.resources.libvirt_domain.a, user_data: storage } } },
    };
  };
  const stack = checked(made(after), made(before));
  const [{ after: pool, machines }] = poolPairs(stack);
  return { of: { stack, pool, machine: machines[0].after }, pair: machines[0] };
}

const filesystem = (device: string, more: object = {}): IgnitionStorage => ({ filesystems: [{ device, format: "ext4", ...more }] });

test("new wipes, and what is made anew, are losses on disks that stay alone", () => {
  const { of, pair } = machineOf(
    {},
    { ...filesystem("/dev/vdb", { wipeFilesystem: true }), disks: [{ device: "/dev/vda", wipeTable: true }] },
  );
  expect(newLosses(of, pair)).toEqual([{ disks: ["/dev/vdb"], what: "wipeFilesystem of /dev/vdb" }]);
  const array = (level: string): IgnitionStorage => ({ raid: [{ name: "r", level, devices: ["/dev/vdb"] }] });
  const remade = machineOf(array("raid1"), array("raid0"));
  expect(newLosses(remade.of, remade.pair)).toEqual([{ disks: ["/dev/vdb"], what: "RAID array r (level)" }]);
  expect(refusals(remade.of, remade.pair)).toEqual([]);
});

test("what is only described otherwise is refused", () => {
  const { of, pair } = machineOf(filesystem("/dev/vdb"), filesystem("/dev/vdb", { format: "xfs" }));
  expect(refusals(of, pair)).toEqual([{ disks: ["/dev/vdb"], what: "filesystem of /dev/vdb (format)" }]);
  expect(newLosses(of, pair)).toEqual([]);
});

test("what is wiped whenever Ignition runs is told but where it was told as new, and what is wiped only where it differs is not", () => {
  const wiping: IgnitionStorage = {
    ...filesystem("/dev/vdb", { wipeFilesystem: true }),
    disks: [{ device: "/dev/vdb", partitions: [{ number: 1, wipePartitionEntry: true }] }],
  };
  const again = machineOf(wiping, wiping);
  const loss = { disks: ["/dev/vdb"], what: "wipeFilesystem of /dev/vdb" };
  expect(newLosses(again.of, again.pair)).toEqual([]);
  expect(lastingLosses(again.of, [])).toEqual([loss]);
  expect(lastingLosses(again.of, [loss])).toEqual([]);
});

test("of a config that cannot be read there is nothing to say", () => {
  const wiping = filesystem("/dev/vdb", { wipeFilesystem: true });
  const [old, now] = [machineOf("#!/bin/sh", wiping), machineOf(wiping, "#!/bin/sh")];
  expect([newLosses(old.of, old.pair), refusals(old.of, old.pair)]).toEqual([[], []]);
  expect([newLosses(now.of, now.pair), refusals(now.of, now.pair), lastingLosses(now.of, [])]).toEqual([[], [], []]);
});
