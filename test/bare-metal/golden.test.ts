import { expect, test } from "vitest";
import { ChangePolicy, MachineConfig, nodes, RebootWindow, UpdateStrategy } from "../../lib";
import { BareMetalBoot, DisklessState, InstallDisk, PxeAssets } from "../../lib/bare-metal";
import { StackJson } from "../support";
import { lockedRelease } from "../support/locked-release";
import { NEW } from "./node";
import { addPool, DISK, lab } from "./small-pool";

// Addresses, names and bytes of a pool are API: a change of one of them makes machines stale of those who use the package. A difference in a golden is
// a change of the major version, or behind a context flag.

/** The JSON without what tells of the machine it was made on. */
function golden({ "//": _, terraform: _backend, ...json }: StackJson): string {
  const withoutComments = (key: string, value: unknown): unknown => (key === "//" ? undefined : value);
  return `${JSON.stringify(json, withoutComments, 2)}\n`;
}

const KEY = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIA operator";

test("a pool with nothing but what it needs", async () => {
  await expect(golden(lab((stack) => void addPool(stack, "web")))).toMatchFileSnapshot("golden/minimal.golden");
});

test("a quorum that is installed to disk, with everything", async () => {
  const json = lab((stack) => {
    addPool(stack, "etcd", {
      quorum: true,
      protect: true,
      assets: PxeAssets.fromMatchbox(),
      consoles: ["tty0", "ttyS0,115200n8"],
      kernelArguments: ["ip=${net0/ip}"],
      sshAuthorizedKeys: [KEY],
      machineConfig: [MachineConfig.file({ path: "/etc/motd", contents: "hello ${world}\n" })],
      update: UpdateStrategy.etcdLock({ window: RebootWindow.daily({ start: "02:00", length: "2h" }) }),
      nodes: {
        "etcd-a": { mac: "52-54-00-00-01-0A", disk: InstallDisk.smallest() },
        "etcd-b": { mac: "52:54:00:00:01:0b", generation: 2, release: NEW },
        "etcd-c": { mac: "52:54:00:00:01:0c", hostname: "c.example.com", consoles: [], kernelArguments: [] },
      },
    });
  });
  await expect(golden(json)).toMatchFileSnapshot("golden/install.golden");
});

test("diskless machines that keep a partition", async () => {
  const json = lab((stack) => {
    const named = nodes("render", 2);
    addPool(stack, "render", {
      boot: BareMetalBoot.diskless({ state: DisklessState.partition({ label: "state", path: "/srv/my-data" }) }),
      nodes: Object.fromEntries(Object.entries(named).map(([name, options], i) => [name, { ...options, mac: `52:54:00:00:02:0${i}` }])),
    });
    addPool(stack, "web", {
      nodes: { web: { mac: "52:54:00:00:03:00" } },
      boot: BareMetalBoot.installToDisk({ disk: DISK }),
      onReleaseChange: ChangePolicy.REPLACE,
      userDataLimit: 2048,
      machineConfig: [MachineConfig.file({ path: "/etc/large", contents: "line after line\n".repeat(400) })],
    });
  });
  await expect(golden(json)).toMatchFileSnapshot("golden/diskless.golden");
});

test("a pool whose image is held against the lock", async () => {
  const release = lockedRelease("4593.2.5", [{ name: "flatcar_production_image.bin.bz2", sha512: "0123456789abcdef".repeat(8) }]);
  const boot = BareMetalBoot.installToDisk({ disk: DISK, verify: true });
  await expect(golden(lab((stack) => void addPool(stack, "web", { release, boot })))).toMatchFileSnapshot("golden/verified.golden");
});
