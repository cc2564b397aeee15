import { describe, expect, test } from "vitest";
import { PlanChange } from "../../../../lib/check/plan/plan";
import { keptDisks } from "../../../../lib/check/rules/disks/kept-disks";
import { Resources, SynthesisedStack } from "../../../../lib/check/synth/stack";
import { checked, foreignStack, noteOf, poolStack } from "../../config-stacks";
import { changeOf, planOf } from "../../model/changes-of";
import { recordedSubject } from "../subject";

/** What is known beside a stack. */
interface Beside {
  readonly base?: SynthesisedStack | null;
  readonly changes?: readonly PlanChange[];
}

/** Which of some devices outlive the first machine of a stack. */
function kept(stack: SynthesisedStack, devices: readonly string[], { base, changes }: Beside = {}): string[] {
  const found = checked(stack, base, changes === undefined ? {} : { plan: planOf(...changes) });
  const [pool] = found.pools;
  return devices.filter((device) => keptDisks({ stack: found, pool, machine: pool.machines[0] }, device, {}).length > 0);
}

const foreign = (resources: Resources): SynthesisedStack => foreignStack(resources);
const create = (type: string, name: string): PlanChange => changeOf(type, { address: `${type}.${name}`, actions: ["create"] });

describe("of a domain", () => {
  const volume = (name: string) => ({ volume_id: `\${libvirt_volume.${name}.id}` });
  const domain = (...disk: object[]): SynthesisedStack =>
    foreign({ libvirt_domain: { a: { disk } }, libvirt_volume: { root: {}, data: {}, more: {} } });
  const STACK = domain(volume("root"), volume("data"));
  const DEVICES = ["/dev/vda", "/dev/vda9", "/dev/vdb", "/dev/vdb1", "/dev/vdc", "/dev/disk/by-label/ROOT", "/dev/disk/by-id/virtio-x"];

  test("data disks stay, and what cannot be told from one where there are any; the root and disks that are not there do not", () => {
    expect(kept(STACK, DEVICES)).toEqual(["/dev/vdb", "/dev/vdb1", "/dev/disk/by-id/virtio-x"]);
    expect(kept(domain(volume("root")), DEVICES)).toEqual([]);
  });

  test("a volume that is new has nothing on it: the base branch says so, or the plan", () => {
    const without = foreign({ libvirt_domain: { a: {} }, libvirt_volume: { root: {} } });
    expect(kept(STACK, ["/dev/vdb"], { base: STACK })).toEqual(["/dev/vdb"]);
    expect(kept(STACK, ["/dev/vdb", "/dev/disk/by-id/x"], { base: without })).toEqual([]);
    expect(kept(STACK, ["/dev/vdb"], { base: null })).toEqual([]);
    expect(kept(STACK, ["/dev/vdb"], { changes: [create("libvirt_volume", "data")] })).toEqual([]);
    const replaced = changeOf("libvirt_volume", { address: "libvirt_volume.data", actions: ["delete", "create"] });
    expect(kept(STACK, ["/dev/vdb"], { base: STACK, changes: [replaced] })).toEqual([]);
    const left = changeOf("libvirt_volume", { address: "libvirt_volume.data" });
    expect(kept(STACK, ["/dev/vdb"], { base: without, changes: [left] })).toEqual(["/dev/vdb"]);
  });

  test("disks by SCSI are called otherwise, and those that are no volumes stay", () => {
    const scsi = domain(volume("root"), { ...volume("data"), scsi: true }, { file: "/srv/x.img" });
    expect(kept(scsi, ["/dev/sdb", "/dev/vdb", "/dev/vdc"])).toEqual(["/dev/sdb", "/dev/vdc"]);
  });

  test("0.9 says what its disks are called", () => {
    const disk = (name: string, dev: string) => ({
      source: { volume: { pool: "p", volume: `\${libvirt_volume.${name}.name}` } },
      target: { dev },
    });
    const stack = foreign({
      libvirt_domain: { a: { devices: { disks: [disk("root", "vda"), disk("data", "vdx")] } } },
      libvirt_volume: { root: {}, data: {} },
    });
    expect(kept(stack, ["/dev/vda", "/dev/vdb", "/dev/vdx"])).toEqual(["/dev/vdx"]);
  });
});

describe("of a server", () => {
  const server = "${hcloud_server.a.id}";
  const DEVICES = [
    "/dev/sda",
    "/dev/sda1",
    "/dev/sdb",
    "/dev/disk/by-label/OEM",
    "/dev/disk/by-id/scsi-0HC_Volume_1",
    "/dev/disk/by-id/scsi-0QEMU_QEMU_HARDDISK_1",
    "/dev/disk/by-label/x",
  ];

  test("volumes stay, whether the stack attaches them or somebody else", () => {
    const volumes = ["/dev/sdb", "/dev/disk/by-id/scsi-0HC_Volume_1"];
    expect(kept(foreign({ hcloud_server: { a: {} } }), DEVICES)).toEqual(volumes);
    expect(kept(foreign({ hcloud_server: { a: {} }, hcloud_volume: { v: { server_id: server } } }), DEVICES)).toEqual([
      ...volumes,
      "/dev/disk/by-label/x",
    ]);
  });

  test("one that is new has nothing on it, one that is attached by its id has", () => {
    const attachment = (volume: string | number): SynthesisedStack =>
      foreign({
        hcloud_server: { a: {} },
        hcloud_volume: { v: {} },
        hcloud_volume_attachment: { at: { server_id: server, volume_id: volume } },
      });
    const ours = attachment("${hcloud_volume.v.id}");
    const base = foreign({ hcloud_server: { a: {} } });
    expect(kept(ours, ["/dev/sdb"], { base: ours })).toEqual(["/dev/sdb"]);
    expect(kept(ours, ["/dev/sdb"], { base })).toEqual([]);
    expect(kept(ours, ["/dev/sdb"], { changes: [create("hcloud_volume", "v")] })).toEqual([]);
    expect(kept(attachment(4711), ["/dev/sdb"], { base })).toEqual(["/dev/sdb"]);
  });

  test("a volume of another server is not its own", () => {
    const stack = foreign({ hcloud_server: { a: {}, b: {} }, hcloud_volume: { v: { server_id: "${hcloud_server.b.id}" } } });
    expect(kept(stack, ["/dev/disk/by-label/x"])).toEqual([]);
  });
});

describe("of an instance", () => {
  const attached = (deviceName: string): Resources => ({
    aws_instance: { a: { ebs_block_device: [{ device_name: "/dev/sdg" }] } },
    aws_ebs_volume: { v: {} },
    aws_volume_attachment: { at: { device_name: deviceName, instance_id: "${aws_instance.a.id}", volume_id: "${aws_ebs_volume.v.id}" } },
  });
  const DEVICES = ["/dev/xvda", "/dev/nvme0n1p9", "/dev/xvdf", "/dev/sdf", "/dev/xvdg", "/dev/nvme1n1", "/dev/disk/by-label/ROOT"];

  test("volumes that are attached stay, by the letter where there is one; its own, and its instance store, do not", () => {
    expect(kept(foreign(attached("/dev/sdf")), DEVICES)).toEqual(["/dev/xvdf", "/dev/sdf", "/dev/nvme1n1"]);
    expect(kept(foreign({ aws_instance: { a: { ebs_block_device: [{ device_name: "/dev/sdg" }] } } }), DEVICES)).toEqual([]);
  });

  test("a volume that is called by its id stays, and one that is new has nothing on it", () => {
    const named = "/dev/disk/by-id/nvme-Amazon_Elastic_Block_Store_vol0123456789abcdef0";
    expect(kept(foreign({ aws_instance: { a: {} } }), [named])).toEqual([named]);
    expect(kept(foreign(attached("/dev/sdf")), ["/dev/xvdf"], { base: foreign({ aws_instance: { a: {} } }) })).toEqual([]);
    const other = { ...attached("x"), aws_volume_attachment: { at: { instance_id: "${aws_instance.a.id}", volume_id: "vol-1" } } };
    expect(kept(foreign(other), ["/dev/nvme1n1"], { base: null })).toEqual(["/dev/nvme1n1"]);
  });
});

test("of a group's machines nothing stays", () => {
  expect(kept(foreign({ aws_autoscaling_group: { a: {} } }), ["/dev/nvme1n1", "/dev/xvdf"])).toEqual([]);
});

describe("of bare metal", () => {
  const DEVICES = ["/dev/sdb", "/dev/disk/by-id/one", "/dev/disk/by-id/one-part9", "/dev/disk/by-partlabel/ROOT"];

  test("of an installed machine all but the disk that it is installed to", () => {
    const { stack } = recordedSubject("bare-metal", "config");
    expect(kept(stack.stack, DEVICES)).toEqual(["/dev/sdb"]);
  });

  test("of a diskless machine all, and of one that no pool made all but Flatcar's own", () => {
    const { stack } = recordedSubject("bare-metal", "diskless-config");
    expect(kept(stack.stack, DEVICES)).toEqual(DEVICES);
    expect(kept(foreign({ matchbox_group: { a: {} } }), DEVICES)).toEqual(DEVICES.slice(0, 3));
  });
});

test("a device is looked for through the config, and a disk that stays among several is told alone", () => {
  const stack = checked(
    poolStack(
      { a: noteOf("1") },
      { platform: "libvirt" },
      {
        type: "libvirt_domain",
        resources: {
          libvirt_domain: { a: { disk: [{ volume_id: "${libvirt_volume.root.id}" }, { volume_id: "${libvirt_volume.data.id}" }] } },
        },
      },
    ),
  );
  const [pool] = stack.pools;
  const storage = { raid: [{ name: "r", level: "raid1", devices: ["/dev/vda9", "/dev/vdb"] }] };
  expect(keptDisks({ stack, pool, machine: pool.machines[0] }, "/dev/md/r", storage)).toEqual(["/dev/vdb"]);
});
