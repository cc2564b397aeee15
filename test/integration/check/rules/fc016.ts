import { MachineConfig } from "../../../../lib";
import { BareMetalBoot } from "../../../../lib/bare-metal";
import type { IgnitionStorage } from "../../../../lib/ignition";
import { MAC_A, web } from "../../bare-metal/rig";
import type { LabScope } from "../../libvirt/lab";
import type { RuleCases } from "./rule-cases";

const layer = (storage: IgnitionStorage) => [MachineConfig.ignition({ storage })];
const data = (wipeFilesystem?: boolean): IgnitionStorage => ({
  filesystems: [{ device: "/dev/vdb", format: "ext4", path: "/var/lib/db", wipeFilesystem }],
});

/** One machine with a data disk, whose config has this of disks. */
const domain =
  (storage: IgnitionStorage, { note = "", memoryMib = 1024 } = {}) =>
  ({ pool }: LabScope): void =>
    void pool("db", {
      nodes: { a: { address: "10.17.3.10", memoryMib } },
      dataDisks: [{ name: "data", sizeGib: 1 }],
      machineConfig: [...layer(storage), ...(note === "" ? [] : [MachineConfig.file({ path: "/etc/note", contents: note })])],
    });
const metal = (device: string, wipeTable?: boolean) =>
  web({ boot: BareMetalBoot.diskless(), nodes: { a: { mac: MAC_A } }, machineConfig: layer({ disks: [{ device, wipeTable }] }) });

/** Disks that outlive their machines and are wiped, and machines that are replaced without Ignition running again. */
export const FC016: RuleCases = {
  libvirt: {
    "fc016-newly-wiped": [domain(data()), domain(data(true))],
    "fc016-wiped-again": [domain(data(true)), domain(data(true), { note: "new" })],
    "fc016-domain-alone": [domain(data(true)), domain(data(true), { memoryMib: 1280 })],
    "fc016-root-disk": [
      domain({}),
      domain({ disks: [{ device: "/dev/vda", partitions: [{ number: 11, label: "more", wipePartitionEntry: true }] }] }),
    ],
  },
  "bare-metal": {
    "fc016-diskless": [metal("/dev/disk/by-id/data"), metal("/dev/disk/by-id/data", true)],
  },
};
