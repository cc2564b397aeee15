import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createHash } from "crypto";
import * as fs from "fs";
import { INSTALL_SCRIPT, INSTALL_VALUES, VERIFYING_INSTALL_SCRIPT } from "../../lib/bare-metal/install-script";
import { encodeIgnition, IgnitionConfig, wrapGzip } from "../../lib/ignition";
import { run, scratch } from "../support/project";
import { GIB, InstallerMachine, MachineState, Outcome } from "./installer-machine";

let folder: string;
let machine: InstallerMachine;

beforeEach(() => {
  folder = scratch();
  machine = new InstallerMachine(folder);
});
afterEach(() => fs.rmSync(folder, { recursive: true }));

const config = (hostname: string, more: IgnitionConfig = {}): IgnitionConfig => ({
  ignition: { version: "3.4.0" },
  storage: { files: [{ path: "/etc/hostname", overwrite: true, contents: { source: `data:,${hostname}%0A` } }] },
  ...more,
});
const sha512 = (text: string): string => createHash("sha512").update(text).digest("hex");
const served = encodeIgnition(config("a"));
const usual: MachineState = { disks: [{ name: "one" }], served };
const installs = ({ calls }: Outcome): string[] => calls.filter((call) => call.startsWith("flatcar-install"));
const reboots = ({ calls }: Outcome): number => calls.filter((call) => call === "systemctl reboot").length;

test.each([
  ["the installer", INSTALL_SCRIPT],
  ["the one that verifies", VERIFYING_INSTALL_SCRIPT],
])("the text of %s is one that bash reads, and in no place has a value in it", (_, text) => {
  expect(run("/bin/bash", ["-n", "-c", text])).toMatchObject({ status: 0, stderr: "" });
  expect(text).toContain(`values=${INSTALL_VALUES}\n`);
  expect(text).not.toMatch(/[\r\0]|\$\{/);
});

describe("an empty machine", () => {
  test("is installed with the version, board and config of its node, marked, and restarted", () => {
    const outcome = machine.boot(usual);
    expect(outcome.status).toBe(0);
    expect(outcome.console).toBe(
      "Installing Flatcar 4593.2.5 to /dev/disk/by-id/one for a, generation 1\n\nFlatcar 4593.2.5 is on /dev/disk/by-id/one; restarting",
    );
    const [call, ...others] = installs(outcome);
    expect(others).toEqual([]);
    expect(call).toMatch(/^flatcar-install -d \/dev\/disk\/by-id\/one -C stable -V 4593\.2\.5 -B amd64-usr -o {2}-i \S+\/config\.ign$/);
    expect(machine.oem("one", "config.ign")).toBe(served);
    expect(machine.oem("one", "cdktf-flatcar-installed")).toBe("1 a\n");
    expect(outcome.calls.at(-1)).toBe("systemctl reboot");
    expect(outcome.calls.filter((found) => /^u?mount/.test(found)).map((found) => found.split(" ")[0])).toEqual(["mount", "umount"]);
  });

  test("fetches the config of what is installed, once the server is there, and fails on an error page", () => {
    const [curl] = machine.boot(usual).calls;
    expect(curl).toContain("--url http://m.lan:8080/ignition?mac=52:54:00:00:00:0a&os=installed");
    for (const option of ["--fail", "--location", "--globoff", "--retry 10", "--retry-all-errors"]) expect(curl).toContain(option);
  });

  test("takes the image from a mirror where it is told one", () => {
    const [call] = installs(machine.boot({ ...usual, values: { "image-base": "http://m.lan:8080/assets/flatcar" } }));
    expect(call).toMatch(/ -b http:\/\/m\.lan:8080\/assets\/flatcar$/);
  });

  test("with UEFI gets an entry of the firmware for its disk, and loses those of a former system", () => {
    const outcome = machine.boot({ ...usual, uefi: true });
    expect(installs(outcome)[0]).toMatch(/ -u$/);
    expect(outcome.calls.filter((call) => call.startsWith("efibootmgr"))).toEqual([]);
    const again = machine.boot({ ...usual, uefi: true, values: { generation: "2" } });
    expect(again.calls.filter((call) => call.startsWith("efibootmgr"))).toEqual(["efibootmgr -q -b 0003 -B"]);
    expect(again.calls.findIndex((call) => call.startsWith("efibootmgr"))).toBeGreaterThan(again.calls.indexOf(installs(again)[0]));
  });

  test("can be called anything", () => {
    const strange = `it's "$(touch x)" \\ \`b\` $HOME *`;
    const outcome = machine.boot({ ...usual, values: { node: strange, channel: strange, "image-base": strange } });
    expect(outcome.status).toBe(0);
    expect(installs(outcome)[0]).toContain(`-C ${strange} -V`);
    expect(machine.oem("one", "cdktf-flatcar-installed")).toBe(`1 ${strange}\n`);
    expect(outcome.console).toContain(strange);
  });
});

describe("a machine that was installed", () => {
  beforeEach(() => void machine.boot(usual));

  test("is left as it is when it comes from the network again, and says how to end that", () => {
    const outcome = machine.boot(usual);
    expect(outcome.status).toBe(0);
    expect(installs(outcome)).toEqual([]);
    expect(reboots(outcome)).toBe(0);
    expect(outcome.console).toMatch(/^Nothing was written: \/dev\/disk\/by-id\/one has a, generation 1\. Put the disk before the network/);
    expect(outcome.motd.trim()).toBe(outcome.console);
    expect(outcome.calls.find((call) => call.startsWith("mount"))).toMatch(/^mount -o ro /);
  });

  test("is installed anew when its generation was raised", () => {
    const values = { generation: "2" };
    expect(installs(machine.boot({ ...usual, values }))).toHaveLength(1);
    expect(machine.oem("one", "cdktf-flatcar-installed")).toBe("2 a\n");
    expect(installs(machine.boot({ ...usual, values }))).toEqual([]);
    expect(installs(machine.boot({ ...usual, values: { generation: "10" } }))).toHaveLength(1);
  });

  test("is not when the number was lowered, as an edit taken back does", () => {
    machine.boot({ ...usual, values: { generation: "2" } });
    expect(installs(machine.boot(usual))).toEqual([]);
  });

  test("is installed anew as another node", () => {
    const values = { node: "b", hostname: "b" };
    expect(installs(machine.boot({ ...usual, served: encodeIgnition(config("b")), values }))).toHaveLength(1);
  });

  test("with UEFI is sent to its disk, and again only when it has started from there since", () => {
    const uefi = { ...usual, uefi: true };
    const first = machine.boot(uefi);
    expect(first.calls).toContain("efibootmgr -q -n 0003");
    expect(reboots(first)).toBe(1);
    expect(first.calls.indexOf("efibootmgr -q -n 0003")).toBeLessThan(first.calls.indexOf("systemctl reboot"));
    const second = machine.boot(uefi);
    expect(reboots(second)).toBe(0);
    expect(second.console).toContain("Nothing was written");
    machine.startFrom("one");
    expect(reboots(machine.boot(uefi))).toBe(1);
    expect(reboots(machine.boot(uefi))).toBe(0);
    expect(machine.oem("one", "cdktf-flatcar-installed")).toBe("1 a\n");
  });

  test("with UEFI is sent to its disk once where nothing counts its starts", () => {
    const uefi = { ...usual, uefi: true, failing: ["tune2fs"] };
    expect(reboots(machine.boot(uefi))).toBe(1);
    machine.startFrom("one");
    expect(reboots(machine.boot(uefi))).toBe(0);
  });

  test("with UEFI stays up where the firmware takes no order, or its disk cannot be written", () => {
    expect(reboots(machine.boot({ ...usual, uefi: true, failing: ["efibootmgr"] }))).toBe(0);
    const outcome = machine.boot({ ...usual, uefi: true, failing: ["sync"] });
    expect(reboots(outcome)).toBe(0);
    expect(outcome.console).toContain("Nothing was written");
  });

  test("is not touched where nobody can read what it has", () => {
    const outcome = machine.boot({ ...usual, values: { generation: "2" }, failing: ["mount"] });
    expect(outcome.status).toBe(1);
    expect(installs(outcome)).toEqual([]);
    expect(outcome.console).toMatch(/^Flatcar is not installed: the OEM partition of .* cannot be read/);
  });
});

describe("nothing is written", () => {
  const refused = (state: Partial<MachineState>, why: RegExp): void => {
    const outcome = machine.boot({ ...usual, ...state });
    expect(outcome.status).toBe(1);
    expect(installs(outcome)).toEqual([]);
    expect(reboots(outcome)).toBe(0);
    expect(outcome.console.split("\n").at(-1)).toMatch(/^Flatcar is not installed: /);
    expect(outcome.console).toMatch(why);
    expect(outcome.motd).toMatch(why);
  };

  test("where the disk is not there", () => refused({ disks: [{ name: "two" }] }, /there is no disk \/dev\/disk\/by-id\/one/));

  test("where the disk is too small", () =>
    refused({ disks: [{ name: "one", bytes: 8 * GIB - 1 }] }, /has 8589934591 bytes, and Flatcar 4593.2.5 needs 8589934592/));

  test("where it is a partition", () => refused({ disks: [{ name: "one", type: "part" }] }, /is no whole disk/));

  test("where something on it is mounted, or built on it", () => {
    refused({ disks: [{ name: "one", mounted: "/data" }] }, /is in use/);
    refused({ disks: [{ name: "one", holder: "lvm" }] }, /is in use/);
  });

  test("where matchbox does not answer", () => refused({ served: undefined }, /could not be fetched from http:\/\/m\.lan:8080/));

  test.each([
    ["the empty config that matchbox serves for one it cannot read", encodeIgnition({ ignition: { version: "3.4.0" } })],
    ["another node's config", encodeIgnition(config("aa"))],
    ["a config without a hostname", encodeIgnition({ ...config("a"), storage: {} })],
    ["no config at all", "<html>a%0A /etc/hostname</html>"],
    ["another node's config in the gzip wrapper", wrapGzip(encodeIgnition(config("b")), "3.4.0")],
  ])("for %s", (_, text) => refused({ served: text }, /is not the machine config of a/));

  test("for the installer's own config, which matchbox serves where the node's group is missing", () => {
    const files = [...(config("a").storage?.files ?? []), { path: `${machine.valuesFolder}/node` }];
    refused({ served: encodeIgnition(config("a", { storage: { files } })) }, /is not the machine config of a/);
  });

  test("where the generation is no number", () => refused({ values: { generation: "two" } }, /is no whole number: two/));

  test("where a command that has to work does not", () => refused({ failing: ["lsblk"] }, /there is no disk/));
});

test("a config in the gzip wrapper is the node's when what is packed is, and is installed packed", () => {
  const packed = wrapGzip(encodeIgnition(config("a")), "3.4.0");
  expect(installs(machine.boot({ ...usual, served: packed }))).toHaveLength(1);
  expect(machine.oem("one", "config.ign")).toBe(packed);
});

test("a hostname that Terraform has encoded is known as well", () => {
  const encoded = served.replace("data:,a%0A", `data:;base64,${Buffer.from("a\n").toString("base64")}`);
  expect(installs(machine.boot({ ...usual, served: encoded }))).toHaveLength(1);
});

test("an installation that fails is not tried again, and leaves no mark", () => {
  const outcome = machine.boot({ ...usual, failing: ["flatcar-install"] });
  expect(outcome.status).toBe(1);
  expect(outcome.calls.filter((call) => call.startsWith("flatcar-install"))).toEqual(["flatcar-install failed"]);
  expect(reboots(outcome)).toBe(0);
  expect(outcome.console).toMatch(/Flatcar is not installed: flatcar-install failed/);
  expect(machine.oem("one", "cdktf-flatcar-installed")).toBe("");
});

test("an installation that cannot be marked is not restarted, which would repeat it for ever", () => {
  const outcome = machine.boot({ ...usual, failing: ["mount"] });
  expect(installs(outcome)).toHaveLength(1);
  expect(reboots(outcome)).toBe(0);
  expect(outcome.console).toMatch(/Flatcar is not installed: the installer failed/);
});

describe("an image that is held against the lock", () => {
  const image = "packed image";
  const lockedValues = { "image-file": "flatcar_production_image.bin.bz2", "image-sha512": sha512(image) };
  const locked: MachineState = { ...usual, verified: { image }, values: lockedValues };

  test("is fetched once, by flatcar-install, which looks at its signature, and is what is written", () => {
    const outcome = machine.boot({ ...locked, values: { ...lockedValues, "image-base": "http://m.lan:8080/assets/flatcar" } });
    expect(outcome.status).toBe(0);
    const [fetched, installed, ...others] = installs(outcome);
    expect(others).toEqual([]);
    expect(fetched).toBe("flatcar-install -D -C stable -V 4593.2.5 -B amd64-usr -o  -b http://m.lan:8080/assets/flatcar");
    expect(installed).toMatch(
      /^flatcar-install -d \S+ -C stable -V 4593\.2\.5 -B amd64-usr -o {2}-i \S+\/config\.ign -f \S+\/flatcar_production_image\.bin\.bz2$/,
    );
    expect(machine.written).toBe(image);
    expect(machine.oem("one", "config.ign")).toBe(served);
    expect(machine.oem("one", "cdktf-flatcar-installed")).toBe("1 a\n");
    expect(reboots(outcome)).toBe(1);
  });

  test("comes from the release server where there is no mirror, and with UEFI the machine gets its entry all the same", () => {
    const [fetched, installed] = installs(machine.boot({ ...locked, uefi: true }));
    expect(fetched).toBe("flatcar-install -D -C stable -V 4593.2.5 -B amd64-usr -o ");
    expect(installed).toMatch(/ -f \S+ -u$/);
  });

  test.each([
    [
      "has other bytes",
      { image: "packed imagf" },
      new RegExp(`is not the one that the lock holds; nothing was written\\. Its SHA-512 is ${sha512("packed imagf")}`),
    ],
    ["is empty", { image: "" }, /is not the one that the lock holds; nothing was written/],
    ["is not there, or has no good signature", {}, /could not be fetched, or its signature is not good; nothing was written/],
  ])("that %s is not written: the disk is as it was", (_, verified, why) => {
    machine.boot(locked);
    const outcome = machine.boot({ ...locked, verified, values: { ...lockedValues, generation: "2" } });
    expect(outcome.status).toBe(1);
    expect(installs(outcome)).toEqual([expect.stringMatching(/^flatcar-install -D /)]);
    expect(reboots(outcome)).toBe(0);
    expect(outcome.console.split("\n").at(-1)).toMatch(why);
    expect(outcome.motd).toMatch(why);
    expect(machine.written).toBe("");
    expect(machine.oem("one", "cdktf-flatcar-installed")).toBe("1 a\n");
  });

  test("is fetched only when the disk and the machine config are as they should be, and not by a machine that is installed", () => {
    expect(installs(machine.boot({ ...locked, disks: [{ name: "one", mounted: "/data" }] }))).toEqual([]);
    expect(installs(machine.boot({ ...locked, served: encodeIgnition(config("b")) }))).toEqual([]);
    machine.boot(locked);
    expect(installs(machine.boot(locked))).toEqual([]);
  });

  test("is not written where nothing can compute its hash", () => {
    const outcome = machine.boot({ ...locked, values: { ...lockedValues, "image-file": "other.bin.bz2" } });
    expect(outcome.status).toBe(1);
    expect(installs(outcome)).toHaveLength(1);
    expect(machine.written).toBe("");
  });
});

describe("the smallest disk", () => {
  const values = { disk: "smallest" };
  const chosen = (disks: MachineState["disks"]): string | undefined =>
    /-d (\S+)/.exec(installs(machine.boot({ ...usual, disks, values }))[0] ?? "")?.[1];

  test("is the smallest that is large enough, fixed, writable and unused", () => {
    expect(
      chosen([
        { name: "sda", bytes: 4000 * GIB },
        { name: "sdb", bytes: 120 * GIB },
        { name: "sdc", bytes: 20 * GIB, removable: true },
        { name: "sdd", bytes: 20 * GIB, readOnly: true },
        { name: "sde", bytes: 20 * GIB, type: "rom" },
        { name: "sdf", bytes: 9 * GIB },
        { name: "sdg", bytes: 20 * GIB, mounted: "/data" },
        { name: "sdh", bytes: 20 * GIB, holder: "raid1" },
      ]),
    ).toBe("/dev/sdb");
  });

  test("of several of one size is the first by name, in whatever order they were found", () => {
    expect(chosen([{ name: "sdb" }, { name: "sda" }, { name: "sdc" }])).toBe("/dev/sda");
  });

  test("is the same at the next boot, so that it is not installed again", () => {
    const disks = [{ name: "sda" }, { name: "sdb" }];
    expect(chosen(disks)).toBe("/dev/sda");
    expect(chosen(disks)).toBeUndefined();
  });

  test("that there is none is said", () => {
    const outcome = machine.boot({ ...usual, disks: [{ name: "sda", bytes: 9 * GIB }], values });
    expect(outcome.status).toBe(1);
    expect(outcome.console).toMatch(/no fixed disk over 10000000000 bytes, and of 8589934592 at least, is free/);
  });
});
