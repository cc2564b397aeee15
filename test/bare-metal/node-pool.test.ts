import { TerraformOutput, TerraformStack, TerraformVariable } from "cdktf";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ChangePolicy, MachineConfig, UpdateStrategy } from "../../lib";
import {
  BareMetalBoot,
  BareMetalNodeOptions,
  BareMetalNodePoolProps,
  DisklessState,
  InstallDisk,
  MATCHBOX_CONFIG_LIMIT,
  PxeAssets,
  PxeProtocol,
} from "../../lib/bare-metal";
import { INSTALL_VALUES } from "../../lib/bare-metal/install-script";
import { Architecture, FlatcarRelease } from "../../lib/release";
import { addresses, configIn, resourceAt, scratchStack, StackJson, textIn, thrown, unitIn } from "../support";
import { LockedFile, lockedRelease } from "../support/locked-release";
import { NEW, OLD } from "./node";
import { addPool, addProvider, byName, DISK, INSTALL, lab, MAC_A, MAC_B, poolJson } from "./small-pool";

const DISKLESS = BareMetalBoot.diskless();
const warnings = (props: Partial<BareMetalNodePoolProps>): string[] =>
  addPool(scratchStack(), "web", props).node.metadata.map(({ data }) => String(data));
const wrong = (props: Partial<BareMetalNodePoolProps>): unknown => thrown(() => poolJson(props));

describe("a machine that is installed to disk", () => {
  const json = poolJson({ consoles: ["ttyS0,115200n8"], kernelArguments: ["flatcar.autologin"] });

  test("boots the installer of its release by its MAC, with its own config waiting under os=installed", () => {
    const profiles = byName(json, "matchbox_profile");
    expect(Object.keys(profiles).sort()).toEqual(["lab-a", "lab-a-install"]);
    const server = "https://stable.release.flatcar-linux.net/amd64-usr/4593.2.4";
    expect(profiles["lab-a-install"]).toMatchObject({
      kernel: `${server}/flatcar_production_pxe.vmlinuz`,
      initrd: [`${server}/flatcar_production_pxe_image.cpio.gz`],
      args: [
        "initrd=flatcar_production_pxe_image.cpio.gz",
        "flatcar.first_boot=1",
        "ignition.config.url=http://matchbox.lan:8080/ignition?uuid=$${uuid}&mac=$${mac:hexhyp}",
        "console=ttyS0,115200n8",
        "flatcar.autologin",
      ],
    });
    for (const key of ["kernel", "initrd", "args"]) expect(profiles["lab-a"]).not.toHaveProperty(key);
    const groups = byName(json, "matchbox_group");
    expect(groups["lab-a-install"].selector).toEqual({ mac: MAC_A });
    expect(groups["lab-a"].selector).toEqual({ mac: MAC_A, os: "installed" });
    expect(groups["lab-a"].profile).toMatch(/^\$\{matchbox_profile\.web_a_Profile_\w+\.name\}$/);
    expect(groups["lab-a-install"].profile).toMatch(/^\$\{matchbox_profile\.web_a_InstallProfile_\w+\.name\}$/);
  });

  test("has the hostname of its node before and after, and the installer what to install", () => {
    const profiles = byName(json, "matchbox_profile");
    const [installed, installer] = [configIn(profiles["lab-a"].raw_ignition), configIn(profiles["lab-a-install"].raw_ignition)];
    expect([textIn(installed, "/etc/hostname"), textIn(installer, "/etc/hostname")]).toEqual(["a\n", "a\n"]);
    expect(unitIn(installer, "cdktf-flatcar-install.service").enabled).toBe(true);
    expect(textIn(installer, "/etc/cdktf-flatcar/install/disk")).toBe("/dev/disk/by-id/one\n");
    expect(textIn(installer, "/etc/cdktf-flatcar/install/version")).toBe("4593.2.4\n");
    expect(installed.ignition?.version).toBe("3.4.0");
  });

  test("is replaced in no place by making the new one first, which matchbox could not hold beside the old", () => {
    expect(JSON.stringify(json)).not.toContain("create_before_destroy");
  });

  test("may have a disk, consoles, arguments and a release of its own", () => {
    const own: BareMetalNodeOptions = {
      mac: MAC_B,
      disk: InstallDisk.smallest(),
      consoles: [],
      kernelArguments: ["quiet"],
      release: NEW,
      generation: 4,
      hostname: "bee",
    };
    const profiles = byName(poolJson({ consoles: ["tty0"], nodes: { a: { mac: MAC_A }, b: own } }), "matchbox_profile");
    expect(profiles["lab-a-install"].args).toContain("console=tty0");
    const install = profiles["lab-b-install"];
    expect(install.args).not.toContain("console=tty0");
    expect(install.args).toContain("quiet");
    expect(install.kernel).toContain("/4593.2.5/");
    const value = (name: string): string => textIn(configIn(install.raw_ignition), `/etc/cdktf-flatcar/install/${name}`);
    expect(["disk", "version", "generation", "node", "hostname"].map(value)).toEqual(["smallest\n", "4593.2.5\n", "4\n", "b\n", "bee\n"]);
  });

  test("of arm64 gets files for arm64, to boot and to install", () => {
    const made = byName(poolJson({ architecture: Architecture.ARM64, assets: PxeAssets.fromMirror("http://m.lan") }), "matchbox_profile");
    const install = made["lab-a-install"];
    expect(install.kernel).toBe("http://m.lan/arm64-usr/4593.2.4/flatcar_production_pxe.vmlinuz");
    const value = (name: string): string => textIn(configIn(install.raw_ignition), `/etc/cdktf-flatcar/install/${name}`);
    expect([value("board"), value("image-base")]).toEqual(["arm64-usr\n", "http://m.lan/arm64-usr\n"]);
  });
});

describe("a machine whose image is held against the lock", () => {
  const artifact = (sha512: string): LockedFile => ({ name: "flatcar_production_image.bin.bz2", sha512 });
  const [old, newer] = [lockedRelease("4593.2.4", [artifact("ab".repeat(64))]), lockedRelease("4593.2.5", [artifact("cd".repeat(64))])];
  const verify = { boot: BareMetalBoot.installToDisk({ disk: DISK, verify: true }) };
  const told = (json: StackJson, node: string): string =>
    textIn(configIn(byName(json, "matchbox_profile")[`lab-${node}-install`].raw_ignition as string), `${INSTALL_VALUES}/image-sha512`);

  test("is told the hash of its own release's image, which is no secret", () => {
    const json = poolJson({ ...verify, release: old, nodes: { a: { mac: MAC_A }, b: { mac: MAC_B, release: newer } } });
    expect(told(json, "a")).toBe(`${"ab".repeat(64)}\n`);
    expect(told(json, "b")).toBe(`${"cd".repeat(64)}\n`);
  });

  test("cannot be of a release whose hash no lock holds", () => {
    expect(wrong({ ...verify, release: OLD })).toMatchObject({
      code: "image-not-locked",
      path: "lab/web",
      subject: "boot: BareMetalBoot.installToDisk({ verify })",
      mend: "take the release from a lock file, or leave 'verify' out",
    });
    expect(wrong({ ...verify, release: old, nodes: { a: { mac: MAC_A, release: lockedRelease("4593.2.5") } } })).toMatchObject({
      code: "image-not-locked",
      received: "stable 4593.2.5 on amd64",
    });
  });

  test("differs in nothing else from one that is not: without the word, the lock's hashes change no byte", () => {
    const unlocked = JSON.stringify(poolJson({ release: lockedRelease("4593.2.4") }));
    expect(JSON.stringify(poolJson({ release: old }))).toBe(unlocked);
    expect(JSON.stringify(poolJson({ release: old, boot: BareMetalBoot.installToDisk({ disk: DISK, verify: false }) }))).toBe(unlocked);
  });
});

describe("a diskless machine", () => {
  test("boots what it runs: one profile with kernel, arguments and its config", () => {
    const json = poolJson({ boot: DISKLESS });
    const profiles = byName(json, "matchbox_profile");
    expect(Object.keys(profiles)).toEqual(["lab-a"]);
    expect(profiles["lab-a"].kernel).toContain("flatcar_production_pxe.vmlinuz");
    expect(profiles["lab-a"].args).toContain("flatcar.first_boot=1");
    expect(textIn(configIn(profiles["lab-a"].raw_ignition), "/etc/hostname")).toBe("a\n");
    expect(byName(json, "matchbox_group")["lab-a"].selector).toEqual({ mac: MAC_A });
  });

  test("updates by a restart only", () => {
    lab((stack) => {
      const pool = addPool(stack, "web", { boot: DISKLESS });
      expect(pool.update.name).toBe("disabled");
      expect(pool.changePolicies).toEqual({ onConfigChange: ChangePolicy.REPLACE, onReleaseChange: ChangePolicy.REPLACE });
      expect(pool.machine("a").installer).toBeUndefined();
    });
  });

  test("keeps what is on its partition, which its config brings along", () => {
    const boot = BareMetalBoot.diskless({ state: DisklessState.partition({ label: "state" }) });
    const config = configIn(byName(poolJson({ boot }), "matchbox_profile")["lab-a"].raw_ignition);
    expect(config.storage?.filesystems?.[0].device).toBe("/dev/disk/by-partlabel/state");
    expect(unitIn(config, "var-lib.mount").enabled).toBe(true);
  });

  test("cannot have a file there that Ignition would write at every boot", () => {
    const boot = BareMetalBoot.diskless({ state: DisklessState.partition({ label: "state" }) });
    const file = { path: "/var/lib/x", contents: "x" };
    expect(wrong({ boot, machineConfig: [MachineConfig.file(file)] })).toMatchObject({ code: "diskless-state-file", path: "lab/web" });
    expect(wrong({ boot, nodes: { a: { mac: MAC_A, machineConfig: [MachineConfig.file(file)] } } })).toMatchObject({
      code: "diskless-state-file",
    });
    expect(() => poolJson({ boot, machineConfig: [MachineConfig.file({ ...file, overwrite: true })] })).not.toThrow();
    expect(() => poolJson({ boot: DISKLESS, machineConfig: [MachineConfig.file(file)] })).not.toThrow();
  });

  test("cannot have another config write the unit of its partition", () => {
    const boot = BareMetalBoot.diskless({ state: DisklessState.partition({ label: "state" }) });
    const unit = MachineConfig.unit({ name: "var-lib.mount", contents: "[Mount]\nWhat=/dev/vda1\nWhere=/var/lib\n" });
    expect(wrong({ boot, machineConfig: [unit] })).toMatchObject({ code: "two-writers" });
  });
});

describe("the machines of a pool", () => {
  test("are in the order of its nodes, each with what belongs to it", () => {
    lab((stack) => {
      const pool = addPool(stack, "web", { nodes: { b: { mac: "5254.0000.000B", hostname: "bee", release: NEW }, a: { mac: MAC_A } } });
      expect(pool.nodes.map(({ name }) => name)).toEqual(["b", "a"]);
      const b = pool.machine("b");
      expect(b).toMatchObject({ name: "b", hostname: "bee", release: NEW, mac: MAC_B });
      expect(b.ipv4Address).toBeUndefined();
      expect([b.profile.nameInput, b.group.nameInput]).toEqual(["lab-b", "lab-b"]);
      expect([b.installer?.profile.nameInput, b.installer?.group.nameInput]).toEqual(["lab-b-install", "lab-b-install"]);
      expect(pool).toMatchObject({ platform: "bare-metal", architecture: Architecture.AMD64, poolName: "web" });
    });
  });

  test("can be changed by hand where this package has no word for something", () => {
    const json = lab((stack) => addPool(stack, "web").machine("a").group.addOverride("selector.region", "eu"));
    expect(byName(json, "matchbox_group")["lab-a"].selector).toEqual({ mac: MAC_A, os: "installed", region: "eu" });
  });

  test("are made by the provider that the pool is given", () => {
    const json = lab((stack) => void addPool(stack, "web", { provider: addProvider(stack, "far") }));
    for (const type of ["matchbox_profile", "matchbox_group"] as const) {
      for (const [name, resource] of Object.entries(byName(json, type))) expect(resource.provider, name).toBe("matchbox.far");
    }
  });

  test("are guarded by their groups, since a changed config replaces its profile", () => {
    const json = poolJson({ protect: true });
    for (const { lifecycle } of Object.values(byName(json, "matchbox_group"))) expect(lifecycle).toEqual({ prevent_destroy: true });
    for (const { lifecycle } of Object.values(byName(json, "matchbox_profile"))) expect(lifecycle).toBeUndefined();
  });

  test("are in the manifest with their MAC, what they take when, and the record of it", () => {
    const manifest = (props: Partial<BareMetalNodePoolProps>): { [key: string]: unknown } =>
      (poolJson(props)["//"] as any).flatcar.pools["lab/web"].nodes.a; // eslint-disable-line @typescript-eslint/no-explicit-any
    const installed = manifest({});
    expect(installed.machine).toMatch(/^matchbox_group\.web_a_Group_/);
    expect(installed.config).toMatchObject({
      address: expect.stringMatching(/^matchbox_profile\.web_a_Profile_/),
      attribute: "raw_ignition",
    });
    expect(installed.resources).toHaveLength(6);
    expect(installed.served).toEqual({
      mac: MAC_A,
      taken: "at-installation",
      digest: expect.stringMatching(/^[0-9a-f]{64}$/),
      record: expect.stringMatching(/^terraform_data\.web_a_Served_/),
    });
    expect(manifest({ boot: DISKLESS }).served).toMatchObject({ taken: "at-boot" });
    const unknown = lab((stack) => {
      const value = new TerraformVariable(stack, "v", {}).stringValue;
      addPool(stack, "web", { nodes: { a: { mac: value } }, machineConfig: [MachineConfig.file({ path: "/x", contents: value })] });
    });
    // eslint-disable-next-line @typescript-eslint/no-explicit-any
    const { served } = (unknown["//"] as any).flatcar.pools["lab/web"].nodes.a;
    expect(Object.keys(served).sort()).toEqual(["record", "taken"]);
  });
});

describe("values known only at apply", () => {
  test("are good for the MAC, the disk, the address of matchbox, consoles and arguments, and stand where they belong", () => {
    const json = lab((stack) => {
      const value = (name: string): string => new TerraformVariable(stack, name, {}).stringValue;
      addPool(stack, "web", {
        matchboxUrl: value("url"),
        consoles: [value("console")],
        kernelArguments: [value("argument")],
        nodes: { a: { mac: value("mac"), disk: InstallDisk.byPath(value("disk")) } },
      });
    });
    const install = byName(json, "matchbox_profile")["lab-a-install"];
    expect((install.args as string[]).slice(2)).toEqual([
      'ignition.config.url=${trimsuffix(var.url, "/")}/ignition?uuid=${"$"}{uuid}&mac=${"$"}{mac:hexhyp}',
      "console=${var.console}",
      "${var.argument}",
    ]);
    expect(byName(json, "matchbox_group")["lab-a"].selector).toEqual({ mac: "${var.mac}", os: "installed" });
    const locals = Object.values(json.locals ?? {});
    expect(locals).toContain("${var.disk}\n");
    expect(locals).toContain('${trimsuffix(var.url, "/")}/ignition?mac=${var.mac}&os=installed\n');
  });

  test("are good for a generation, which reaches the record and the installer", () => {
    const json = lab((stack) => {
      const generation = new TerraformVariable(stack, "generation", { type: "number" }).numberValue;
      addPool(stack, "web", { nodes: { a: { mac: MAC_A, generation } } });
    });
    expect(JSON.stringify(json.resource?.terraform_data)).toContain("${var.generation}");
    expect(Object.values(json.locals ?? {})).toContain("${var.generation}\n");
  });

  test("in a config are held against what matchbox takes when Terraform knows them", () => {
    const json = lab((stack) => {
      const contents = new TerraformVariable(stack, "v", {}).stringValue;
      addPool(stack, "web", { machineConfig: [MachineConfig.file({ path: "/x", contents })] });
    });
    const { lifecycle } = byName(json, "matchbox_profile")["lab-a"];
    expect(lifecycle?.precondition).toMatchObject([{ error_message: expect.stringContaining("more than matchbox takes") }]);
  });
});

test("a config that is larger than one message to matchbox goes packed, and no pool may ask for more", () => {
  const machineConfig = [MachineConfig.file({ path: "/x", contents: "line after line\n".repeat(300_000) })];
  const packed = byName(poolJson({ machineConfig }), "matchbox_profile")["lab-a"].raw_ignition;
  expect(String(packed)).toContain('"compression":"gzip"');
  expect(textIn(configIn(packed), "/etc/hostname")).toBe("a\n");
  expect(wrong({ userDataLimit: MATCHBOX_CONFIG_LIMIT + 1 })).toMatchObject({ code: "user-data-limit" });
});

describe("a pool warns", () => {
  test("of disks that may be other ones at the next boot, once for all nodes, and not of those in by-id", () => {
    const [warning, ...others] = warnings({
      boot: BareMetalBoot.installToDisk({ disk: InstallDisk.byPath("/dev/sda") }),
      nodes: {
        a: { mac: MAC_A },
        b: { mac: MAC_B, disk: InstallDisk.byPath("/dev/nvme0n1") },
        c: { mac: "52:54:00:00:00:0c", disk: DISK },
      },
    });
    expect(others).toEqual([]);
    expect(warning).toMatch(/received \{"a":"\/dev\/sda","b":"\/dev\/nvme0n1"\}; .*\[disk-unstable:/);
    expect(warnings({})).toEqual([]);
  });

  test("of a kernel over plain http from beyond the local network", () => {
    const [kernel, initrd, ...others] = warnings({ assets: PxeAssets.fromReleaseServer({ protocol: PxeProtocol.HTTP }) });
    expect(others).toEqual([]);
    for (const warning of [kernel, initrd]) expect(warning).toMatch(/received "http:\/\/stable\.release\.\S+"; .*\[assets-plain-http:/);
    expect(warnings({ assets: PxeAssets.fromMirror("http://mirror.lan") })).toEqual([]);
    expect(warnings({ assets: PxeAssets.fromMatchbox() })).toEqual([]);
  });

  test("of a matchbox over plain http beyond the local network", () => {
    expect(warnings({ matchboxUrl: "http://matchbox.example.com" })).toEqual([expect.stringContaining("[matchbox-plain-http:")]);
    expect(warnings({ matchboxUrl: "https://matchbox.example.com" })).toEqual([]);
  });

  test("of nothing that is known only at apply", () => {
    const stack = scratchStack();
    const value = new TerraformVariable(stack, "v", {}).stringValue;
    const disk = InstallDisk.byPath(value);
    const assets = PxeAssets.fromUrls({ kernel: value, initrd: value });
    const pool = addPool(stack, "web", { matchboxUrl: value, boot: BareMetalBoot.installToDisk({ disk }), assets });
    expect(pool.node.metadata).toEqual([]);
  });
});

describe("a wrong pool", () => {
  test.each<[string, Partial<BareMetalNodePoolProps>, string]>([
    ["without nodes", { nodes: {} }, "pool-empty"],
    ["with a malformed MAC", { nodes: { a: { mac: "52:54" } } }, "mac-address"],
    ["with one MAC in two spellings", { nodes: { a: { mac: MAC_A }, b: { mac: "52-54-00-00-00-0A" } } }, "mac-taken"],
    ["with a malformed address of matchbox", { matchboxUrl: "matchbox:8080" }, "matchbox-url"],
    ["without a disk", { boot: BareMetalBoot.installToDisk() }, "install-disk-missing"],
    ["with a malformed disk", { nodes: { a: { mac: MAC_A, disk: InstallDisk.byPath("sda") } } }, "install-disk"],
    ["with a malformed disk for all", { boot: BareMetalBoot.installToDisk({ disk: InstallDisk.byPath("sda") }) }, "install-disk"],
    ["of diskless machines with a disk", { boot: DISKLESS, nodes: { a: { mac: MAC_A, disk: DISK } } }, "diskless-disk"],
    ["of diskless machines that update themselves", { boot: DISKLESS, update: UpdateStrategy.reboot() }, "diskless-update"],
    ["of diskless machines for whose configs to wait", { boot: DISKLESS, onConfigChange: ChangePolicy.NEW_NODES_ONLY }, "diskless-policy"],
    [
      "of diskless machines for whose releases to wait",
      { boot: DISKLESS, onReleaseChange: ChangePolicy.NEW_NODES_ONLY },
      "diskless-policy",
    ],
    [
      "of arm64 with files for amd64",
      { architecture: Architecture.ARM64, assets: PxeAssets.fromUrls({ kernel: "http://m.lan/amd64-usr/k", initrd: "/assets/i" }) },
      "assets-architecture",
    ],
    [
      "of another version than its files",
      { assets: PxeAssets.fromUrls({ kernel: "/assets/4593.2.5/k", initrd: "/assets/i" }) },
      "assets-version",
    ],
    ["with an argument of two", { kernelArguments: ["a b"] }, "kernel-argument"],
    ["whose release cannot read what matchbox serves", { release: FlatcarRelease.version("3374.2.5") }, "release-below-platform-spec"],
    [
      "with a config that matchbox cannot read",
      { machineConfig: [MachineConfig.ignition({ ignition: { version: "3.5.0" } })] },
      "ignition-spec-too-new",
    ],
    ["with names too long", { namePrefix: "x".repeat(250) }, "matchbox-name"],
  ])("%s is an error, with the pool's path", (_, props, code) => {
    expect(wrong(props)).toMatchObject({ code, path: "lab/web" });
  });

  test("whose node is called as the installer of another is an error", () => {
    expect(wrong({ nodes: { a: { mac: MAC_A }, "a-install": { mac: MAC_B } } })).toMatchObject({ code: "matchbox-name-taken" });
    expect(wrong({ nodes: { "a-install": { mac: MAC_B }, a: { mac: MAC_A } } })).toMatchObject({ code: "matchbox-name-taken" });
    expect(() => poolJson({ boot: DISKLESS, nodes: { a: { mac: MAC_A }, "a-install": { mac: MAC_B } } })).not.toThrow();
  });

  test("with a MAC that a machine of another pool of the stack has is an error", () => {
    const twice = (): StackJson =>
      lab((stack) => {
        addPool(stack, "web");
        addPool(stack, "db", { nodes: { b: { mac: "52-54-00-00-00-0A" } } });
      });
    expect(thrown(twice)).toMatchObject({ code: "mac-taken", path: "lab/db" });
  });
});

test("a lower limit is held against the machine's config, not against the installer, which the pool writes", () => {
  const large = [MachineConfig.file({ path: "/etc/large", contents: "line after line\n".repeat(400) })];
  const profiles = byName(poolJson({ userDataLimit: 1024, machineConfig: large }), "matchbox_profile");
  expect(Buffer.byteLength(String(profiles["lab-a"].raw_ignition))).toBeLessThanOrEqual(1024);
  expect(Buffer.byteLength(String(profiles["lab-a-install"].raw_ignition))).toBeGreaterThan(8192);
});

test("another place in the tree names where each resource was", () => {
  const before = addresses(poolJson());
  const after = lab((stack) => void addPool(stack, "site", { poolName: "web", movedFrom: "web" }));
  const moved = Object.fromEntries((after.moved ?? []).map(({ from, to }) => [to, from]));
  expect(
    addresses(after)
      .map((address) => moved[address] ?? address)
      .sort(),
  ).toEqual(before);
});

test("any order and subset of nodes gives each node the same resources", () => {
  const names = ["a", "b", "web-0", "web-1", "1"];
  const node = (name: string): BareMetalNodeOptions => ({ mac: `52:54:00:00:00:1${names.indexOf(name)}` });
  for (const boot of [INSTALL, DISKLESS]) {
    const json = (order: readonly string[]): StackJson =>
      poolJson({ boot, nodes: Object.fromEntries(order.map((name) => [name, node(name)])) });
    const whole = json(names);
    fc.assert(
      fc.property(fc.shuffledSubarray(names, { minLength: 1 }), (order) => {
        const part = json(order);
        for (const address of addresses(part)) expect(resourceAt(part, address)).toEqual(resourceAt(whole, address));
        expect(Object.keys(byName(part, "matchbox_group"))).toHaveLength(order.length * (boot.isDiskless ? 1 : 2));
      }),
      { numRuns: 10 },
    );
  }
});

test("what is stale is an output of the stack, by the name of each machine", () => {
  const json = lab((stack: TerraformStack) => {
    const pool = addPool(stack, "web", { nodes: { b: { mac: MAC_B }, a: { mac: MAC_A } }, release: OLD });
    new TerraformOutput(stack, "stale", { value: pool.staleMachines, staticId: true });
  });
  const value = json.output?.stale.value as { [name: string]: string };
  expect(Object.keys(value).sort()).toEqual(["a", "b"]);
  expect(value.a).toMatch(/^\$\{try\(terraform_data\.web_a_Served_\w+\.output\.config, ""\) != "[0-9a-f]{64}"\}$/);
});
