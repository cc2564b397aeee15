import { beforeAll, expect, test } from "vitest";
import { exec } from "./exec";
import { Libvirtd } from "./libvirtd";
import { requires } from "./requirements";
import { Workspace } from "./workspace";

const SECONDS = 60;

// prettier-ignore
const WRITE_AND_STOP = [
  0xfa, 0xfc, 0x31, 0xc0, 0x8e, 0xd8, // cli; cld; xor ax, ax; mov ds, ax
  0xbe, 0x40, 0x7c, 0xba, 0xf8, 0x03, // mov si, 0x7c40; mov dx, 0x3f8
  0xac, 0x84, 0xc0, 0x74, 0x10,       // next: lodsb; test al, al; jz stop
  0x88, 0xc4, 0xb2, 0xfd, 0xec,       // mov ah, al; wait: mov dl, 0xfd; in al, dx
  0xa8, 0x20, 0x74, 0xf9,             // test al, 0x20; jz wait
  0xb2, 0xf8, 0x88, 0xe0, 0xee,       // mov dl, 0xf8; mov al, ah; out dx, al
  0xeb, 0xeb, 0xf4, 0xeb, 0xfd,       // jmp next; stop: hlt; jmp stop
];

/** A disk whose boot sector writes a text to the first serial port, and stops. SeaBIOS boots from none that is smaller than a cylinder. */
function talkingDisk(text: string): Uint8Array {
  const sector = Buffer.alloc(1024 * 1024);
  sector.set(WRITE_AND_STOP);
  sector.write(text, 0x40, "latin1");
  sector.writeUInt16LE(0xaa55, 510);
  return sector;
}

/** A machine as our provider makes them: its first serial port is a terminal. */
const domain = (name: string, disk: string): string => `
<domain type="qemu">
  <name>${name}</name>
  <memory unit="MiB">64</memory>
  <os><type arch="x86_64">hvm</type></os>
  <devices>
    <disk type="file"><driver type="raw"/><source file="${disk}"/><target dev="vda" bus="virtio"/></disk>
    <console type="pty"><target type="serial" port="0"/></console>
  </devices>
</domain>`;

requires("libvirtd")("the console of a machine", () => {
  const workspace = Workspace.forSuite();
  let libvirtd: Libvirtd;

  /** Starts a machine, and waits until it has said all it has to say. */
  const create = async (name: string, text: string): Promise<void> => {
    const disk = workspace.write(`${text}.raw`, talkingDisk(`${text}.\n`));
    await libvirtd.virsh("create", workspace.write(`${text}.xml`, domain(name, disk)));
    await libvirtd.console(name).until(`${text}.\n`, SECONDS);
  };

  beforeAll(async () => {
    libvirtd = await Libvirtd.start();
    return () => libvirtd.stop();
  });

  test("is read from its first byte on, though nobody has opened its terminal", async () => {
    expect(libvirtd.console("one").text()).toBe("");
    await create("one", "first boot");
    expect(libvirtd.console("one").text()).toBe("first boot.\n");
  });

  test("still tells what it told when the machine is gone, and begins anew with the next of its name", async () => {
    await libvirtd.virsh("destroy", "one");
    expect(libvirtd.console("one").text()).toBe("first boot.\n");
    await create("one", "second boot");
    expect(libvirtd.console("one").text()).toBe("second boot.\n");
  });

  test("is that of no other machine, whatever its name holds", async () => {
    await create("two, of it", "other boot");
    expect(libvirtd.console("two, of it").text()).toBe("other boot.\n");
    expect(libvirtd.console("one").text()).toBe("second boot.\n");
  });

  test("is a terminal all the same, as the machine's definition has it", async () => {
    expect((await libvirtd.virsh("ttyconsole", "one")).trim()).toMatch(/^\/dev\/pts\/\d+$/);
    expect(await libvirtd.virsh("dumpxml", "one")).not.toContain("<log");
  });
});

requires("libvirtd")("programs within a private libvirtd", () => {
  let libvirtd: Libvirtd;

  beforeAll(async () => {
    libvirtd = await Libvirtd.start();
    return () => libvirtd.stop();
  });

  test("find it where libvirt's clients look for the host's", async () => {
    const { stdout } = await exec("virsh", ["--connect", "qemu:///system", "list", "--name"], { within: libvirtd });
    expect(stdout.trim()).toBe("");
  });

  test("are on the network of its machines, and on no other", async () => {
    const network =
      '<network><name>n</name><forward mode="nat"/><bridge name="virbr7"/><ip address="10.17.7.1" netmask="255.255.255.0"/></network>';
    await libvirtd.virsh("net-create", Workspace.forTest().write("net.xml", network));
    const { stdout } = await exec("ip", ["-4", "-o", "addr"], { within: libvirtd });
    expect(
      stdout
        .trim()
        .split("\n")
        .map((line) => line.split(/\s+/).slice(1, 4).join(" ")),
    ).toEqual(["lo inet 127.0.0.1/8", "virbr7 inet 10.17.7.1/24"]);
  });
});
