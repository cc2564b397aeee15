import * as path from "path";
import { Fn, TerraformOutput, TerraformVariable } from "cdktf";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ChangePolicy, MachineConfig, nodes, RebootWindow, UpdateStrategy } from "../../lib";
import { LibvirtNodeOptions, LibvirtNodePoolProps, LibvirtProvider } from "../../lib/libvirt";
import { Architecture } from "../../lib/release";
import { addresses, configIn, resourceAt, StackJson, textIn, thrown } from "../support";
import { addPool, byName, lab, NETWORK, NEW, poolJson } from "./small-pool";

describe("the machines of a pool", () => {
  test("are in the order of its nodes, each with what belongs to it", () => {
    lab((stack) => {
      const pool = addPool(stack, "web", {
        network: NETWORK,
        nodes: { b: { address: "10.17.3.11", hostname: "bee", release: NEW }, a: { mac: "52:54:00:00:00:0A" } },
        dataDisks: [{ name: "data", sizeGib: 1 }],
      });
      expect(pool.nodes.map(({ name }) => name)).toEqual(["b", "a"]);
      const { resource, rootVolume, dataVolumes, ...b } = pool.machine("b");
      expect(b).toEqual({ name: "b", hostname: "bee", release: NEW, ipv4Address: "10.17.3.11", mac: "4a:cb:a1:1d:a7:1c" });
      expect([resource.nameInput, rootVolume.nameInput, dataVolumes.data.nameInput]).toEqual([
        ...["lab-b", "lab-b.qcow2", "lab-b.disk-data.qcow2"],
      ]);
      expect(pool.machine("a").mac).toBe("52:54:00:00:00:0a");
      expect(pool).toMatchObject({ platform: "libvirt", architecture: Architecture.AMD64, poolName: "web" });
    });
  });

  test("of another name are unknown, and the nearest is named", () => {
    lab((stack) => {
      const pool = addPool(stack, "web", { nodes: nodes("web", 3) });
      expect(thrown(() => pool.machine("web-4"))).toMatchObject({ code: "machine-unknown", path: "lab/web", received: "web-4" });
    });
  });

  test("have addresses that outputs know before the first apply", () => {
    const json = lab((stack) => {
      const pool = addPool(stack, "web", { network: NETWORK, nodes: nodes("web", 3), firstAddress: "10.17.3.10" });
      new TerraformOutput(stack, "ips", { value: pool.nodes.map((node) => node.ipv4Address), staticId: true });
    });
    expect(json.output?.ips.value).toEqual(["10.17.3.10", "10.17.3.11", "10.17.3.12"]);
  });

  test("can be changed by hand where this package has no word for something", () => {
    const json = lab((stack) => addPool(stack, "web").machine("a").resource.addOverride("qemu_agent", true));
    expect(byName(json, "libvirt_domain")["lab-a"].qemu_agent).toBe(true);
  });

  test("tell a config of the user's own their address, where it is chosen before", () => {
    class Address extends MachineConfig {
      public override render(node: { readonly privateIpv4?: string }): object {
        return { storage: { files: [{ path: "/etc/address", contents: { source: `data:,${node.privateIpv4}` } }] } };
      }
    }
    const config = (address: string): unknown =>
      textIn(
        configIn(
          byName(poolJson({ network: NETWORK, nodes: { a: { address } }, machineConfig: [new Address()] }), "libvirt_ignition")["lab-a.ign"]
            .content,
        ),
        "/etc/address",
      );
    expect(config("10.17.3.10")).toBe("10.17.3.10");
    expect(config(Fn.cidrhost("10.17.3.0/24", 7))).toBe("undefined");
  });
});

describe("what a pool shares", () => {
  test("is a network and a storage pool of the stack, named after it", () => {
    const json = lab((stack) => {
      addPool(stack, "web");
      addPool(stack, "db", { nodes: { b: {} } });
    });
    expect(Object.keys(byName(json, "libvirt_network"))).toEqual(["lab"]);
    expect(byName(json, "libvirt_pool").lab.target).toEqual({ path: "/var/lib/libvirt/lab" });
  });

  test("is another one for each provider, which makes all of it", () => {
    const json = lab((stack) => {
      const provider = new LibvirtProvider(stack, "far", { uri: "qemu+ssh://far/system", alias: "far" });
      addPool(stack, "web");
      for (const id of ["x", "y"]) {
        const policies = { onReleaseChange: ChangePolicy.REPLACE, dataDisks: [{ name: "data", sizeGib: 1 }] };
        addPool(stack, id, { provider, ...policies, nodes: { [id]: {} } });
      }
    });
    const all = Object.entries(json.resource ?? {}).flatMap(([type, resources]) =>
      type === "terraform_data" ? [] : Object.entries(resources).map(([name, { provider }]) => [name, provider] as const),
    );
    const far = all.filter(([, provider]) => provider === "libvirt.far").map(([name]) => name.replace(/_[0-9A-F]{8}$/, ""));
    expect(far.sort()).toEqual([
      "FlatcarNetwork-far",
      "FlatcarStorage-far",
      "FlatcarStorage-far_FlatcarImages-far_flatcar-stable-459324-amd64",
      ...["x", "y"].flatMap((id) =>
        ["DataVolume-data", "Domain", "Ignition", "RootVolume"].map((part) => `${id}_${id}_${part}`.replace(/^(.)_\1_/, "$1_")),
      ),
    ]);
    expect(all.filter(([, provider]) => provider === undefined).map(([name]) => name.replace(/_[0-9A-F]{8}$/, ""))).toEqual(
      expect.arrayContaining(["FlatcarNetwork", "FlatcarStorage", "web_a_Domain"]),
    );
  });
});

describe("a change", () => {
  const lifecycles = (props: Partial<LibvirtNodePoolProps>): { [part: string]: unknown } => {
    const json = poolJson(props);
    const parts = addresses(json).map(
      (address) => [/web_a_([A-Za-z]+)/.exec(address)?.[1] ?? "", resourceAt(json, address).lifecycle] as const,
    );
    return Object.fromEntries(parts.filter(([part]) => part !== ""));
  };

  test("of the config replaces the root disk, unless the policy keeps it from being seen", () => {
    expect(lifecycles({}).Ignition).not.toHaveProperty("ignore_changes");
    expect(lifecycles({ onConfigChange: ChangePolicy.NEW_NODES_ONLY }).Ignition).toMatchObject({ ignore_changes: ["content"] });
    expect(lifecycles({ quorum: true }).Ignition).toMatchObject({ ignore_changes: ["content"] });
    expect(lifecycles({}).RootVolume).toMatchObject({
      replace_triggered_by: [
        expect.stringMatching(/^libvirt_ignition\.web_a_Ignition_\w+$/),
        expect.stringMatching(/^terraform_data\.web_a_Generation_\w+$/),
        expect.stringMatching(/^libvirt_pool\.FlatcarStorage_\w+\.id$/),
      ],
    });
  });

  test("of the generation or the architecture replaces config, image and root disk of that node", () => {
    const trigger = (props: Partial<LibvirtNodePoolProps>): unknown => {
      const json = poolJson(props);
      const address = addresses(json).find((found) => found.includes("web_a_Generation")) ?? "";
      return resourceAt(json, address).triggers_replace;
    };
    expect(trigger({})).toEqual({ generation: 1, architecture: "amd64" });
    expect(trigger({ nodes: { a: { generation: 3 } }, architecture: Architecture.ARM64 })).toEqual({
      generation: 3,
      architecture: "arm64",
    });
    const parts = lifecycles({ dataDisks: [{ name: "data", sizeGib: 1 }] });
    for (const part of ["Ignition", "ImageVolume", "RootVolume"]) expect(JSON.stringify(parts[part])).toContain("web_a_Generation");
    expect(JSON.stringify(parts.DataVolume)).not.toContain("web_a_");
  });

  test("of a generation known only at apply is one when Terraform knows it", () => {
    const json = lab((stack) => {
      const generation = new TerraformVariable(stack, "generation", { type: "number" }).numberValue;
      addPool(stack, "web", { nodes: { a: { generation } } });
    });
    expect(JSON.stringify(json.resource?.terraform_data)).toContain("${var.generation}");
  });

  test("that would destroy fails at plan where the machine is protected", () => {
    const guarded = (props: Partial<LibvirtNodePoolProps>): string[] =>
      Object.entries(lifecycles({ dataDisks: [{ name: "data", sizeGib: 1 }], ...props }))
        .filter(([, lifecycle]) => (lifecycle as { prevent_destroy?: boolean } | undefined)?.prevent_destroy === true)
        .map(([part]) => part)
        .sort();
    expect(guarded({})).toEqual([]);
    expect(guarded({ protect: true })).toEqual(["DataVolume", "Domain", "ImageVolume", "RootVolume"]);
    expect(guarded({ protect: true, onReleaseChange: ChangePolicy.REPLACE })).toEqual(["DataVolume", "Domain", "RootVolume"]);
    expect(guarded({ protect: true, nodes: { a: { protect: false } } })).toEqual([]);
    expect(guarded({ nodes: { a: { protect: true } } })).toHaveLength(4);
  });

  test("of every member of a quorum at once is an error", () => {
    const props = { quorum: true, onConfigChange: ChangePolicy.REPLACE };
    expect(thrown(() => poolJson(props))).toMatchObject({ code: "quorum-replace", path: "lab/web" });
  });

  test("of place in the tree names where each resource was", () => {
    const before = addresses(poolJson({ dataDisks: [{ name: "data", sizeGib: 1 }] }));
    const after = lab(
      (stack) => void addPool(stack, "site", { poolName: "web", movedFrom: "web", dataDisks: [{ name: "data", sizeGib: 1 }] }),
    );
    const moved = Object.fromEntries((after.moved ?? []).map(({ from, to }) => [to, from]));
    expect(
      addresses(after)
        .map((address) => moved[address] ?? address)
        .sort(),
    ).toEqual(before);
  });
});

describe("the user data", () => {
  test("has no limit of the platform's own, and the pool's where it gives one", () => {
    const large = MachineConfig.file({ path: "/etc/large", contents: "line after line\n".repeat(10_000) });
    const content = (props: Partial<LibvirtNodePoolProps>): string =>
      String(byName(poolJson({ machineConfig: [large], ...props }), "libvirt_ignition")["lab-a.ign"].content);
    expect(Buffer.byteLength(content({}))).toBeGreaterThan(160_000);
    expect(Buffer.byteLength(content({ userDataLimit: 4096 }))).toBeLessThanOrEqual(4096);
    expect(thrown(() => content({ userDataLimit: 200 }))).toMatchObject({ code: "user-data-over-budget", path: "lab/web" });
  });

  test("with a value known only at apply is held against the pool's limit by Terraform", () => {
    const json = lab((stack) => {
      const token = new TerraformVariable(stack, "token", {}).stringValue;
      addPool(stack, "web", { userDataLimit: 4096, machineConfig: [MachineConfig.file({ path: "/etc/token", contents: token })] });
    });
    const [{ lifecycle }] = Object.values(json.resource?.libvirt_ignition ?? {});
    expect(lifecycle?.precondition).toMatchObject([{ error_message: "The machine config is over the pool's userDataLimit." }]);
  });
});

describe("a wrong pool", () => {
  const wrong = (props: Partial<LibvirtNodePoolProps>): unknown => thrown(() => poolJson(props));

  test("without nodes is an error", () => {
    expect(wrong({ nodes: {} })).toMatchObject({ code: "pool-empty", path: "lab/web" });
  });

  test.each(["", "A", "a.b", "-a", "a_b", "x".repeat(64)])("with a node named %j is an error", (name) => {
    expect(wrong({ nodes: { [name]: {} } })).toMatchObject({ code: "node-name", path: "lab/web", received: name });
  });

  test("with a node's name that another pool of the stack has is an error", () => {
    const make = (): StackJson =>
      lab((stack) => {
        addPool(stack, "web");
        addPool(stack, "db");
      });
    expect(thrown(make)).toMatchObject({ code: "node-name-taken", path: "lab/db", received: "a" });
  });

  test("with a MAC address twice is an error, whatever its case", () => {
    const twice: { [name: string]: LibvirtNodeOptions } = { a: { mac: "52:54:00:00:00:0a" }, b: { mac: "52:54:00:00:00:0A" } };
    expect(wrong({ nodes: twice })).toMatchObject({ code: "mac-taken", path: "lab/web", subject: "nodes.b.mac" });
  });

  test("with a malformed MAC address is an error", () => {
    expect(wrong({ nodes: { a: { mac: "52:54:00:00:00" } } })).toMatchObject({ code: "mac-address", path: "lab/web" });
  });
});

test("any order and subset of nodes gives each node the same resources", () => {
  const names = ["a", "b", "web-0", "web-1", "1"];
  const json = (order: readonly string[]): StackJson =>
    poolJson({ network: NETWORK, dataDisks: [{ name: "data", sizeGib: 1 }], nodes: Object.fromEntries(order.map((name) => [name, {}])) });
  const whole = json(names);
  fc.assert(
    fc.property(fc.shuffledSubarray(names, { minLength: 1 }), (order) => {
      const part = json(order);
      for (const address of addresses(part)) expect(resourceAt(part, address)).toEqual(resourceAt(whole, address));
      expect(addresses(part).filter((address) => address.includes("_Domain_"))).toHaveLength(order.length);
    }),
    { numRuns: 15 },
  );
});

test("names, MAC and other addresses, and bytes of a pool are API", async () => {
  const json = lab((stack) => {
    addPool(stack, "etcd", {
      nodes: {
        "etcd-a": { address: "10.17.3.11" },
        "etcd-b": { address: "10.17.3.12", generation: 2 },
        "etcd-c": { address: "10.17.3.13" },
      },
      network: NETWORK,
      quorum: true,
      protect: true,
      dataDisks: [{ name: "data", sizeGib: 20 }],
      sshAuthorizedKeys: ["ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGqVbB1uJ6u5v1m2kq0nTj6b1vI8kX4l2b7s9c0d1e2f operator"],
      machineConfig: [MachineConfig.file({ path: "/etc/motd", contents: "hello ${world}\n" })],
      update: UpdateStrategy.etcdLock({ window: RebootWindow.daily({ start: "02:00", length: "2h" }) }),
    });
    addPool(stack, "web", { nodes: nodes("web", 2), onReleaseChange: ChangePolicy.REPLACE });
  });
  const plain = JSON.stringify(
    { resource: json.resource, locals: json.locals },
    (key, value: unknown) => (key === "//" ? undefined : value),
    2,
  );
  await expect(`${plain}\n`).toMatchFileSnapshot(path.join(__dirname, "__snapshots__", "pools.json"));
});
