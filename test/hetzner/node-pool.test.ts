import { Fn, TerraformStack, TerraformVariable, Token } from "cdktf";
import { Construct } from "constructs";
import { describe, expect, test } from "vitest";
import { ChangePolicy, MachineConfig, UpdateStrategy, nodes } from "../../lib";
import { HcloudProvider, HetznerImage, HetznerNodePool, HetznerNodePoolProps, HetznerSubnet, SshKey } from "../../lib/hetzner";
import { Architecture } from "../../lib/release";
import { addresses, configIn, resourceAt, scratchStack, synthesise, textIn, thrown } from "../support";
import { NEWER, WITHOUT_IMAGE, byName, pool, serverOf, synthesiseHetzner, synthesisePool, triggerOf } from "./pool";

const { REPLACE, NEW_NODES_ONLY } = ChangePolicy;
const subnet = HetznerSubnet.fromAttributes({ subnetId: "7-10.0.1.0/24", ipRange: "10.0.1.0/24" });
const refused = (props: Partial<HetznerNodePoolProps>): ReturnType<typeof thrown> => thrown(() => pool(props));
const variable = (stack: TerraformStack = scratchStack()): TerraformVariable => new TerraformVariable(stack, "x", {});

describe("a server", () => {
  test("has what the shortest pool says, and nothing else", () => {
    const { user_data, lifecycle, public_net, "//": _, ...server } = serverOf(synthesisePool());
    expect(server).toEqual({
      name: "stack-a",
      server_type: "cx23",
      location: "fsn1",
      image: expect.stringMatching(/^\$\{data\.hcloud_image\.[\w-]+\.id\}$/),
      labels: { "flatcar-pool": "web", "flatcar-channel": "stable", "flatcar-version": "4593.2.5" },
      firewall_ids: [expect.stringMatching(/^\$\{hcloud_firewall\.web_Firewall_\w+\.id\}$/)],
      delete_protection: false,
      rebuild_protection: false,
      shutdown_before_deletion: true,
    });
    expect([user_data, lifecycle, public_net].every((value) => value !== undefined)).toBe(true);
    expect(textIn(configIn(user_data), "/etc/hostname")).toBe("a\n");
  });

  test("has what options and props say, a node's over the pool's", () => {
    const json = synthesisePool({
      nodes: { a: { serverType: "cx33", labels: { tier: "2" }, hostname: "first", privateIpv4: "10.0.1.5" }, c: {} },
      labels: { tier: "1", team: "x" },
      backups: true,
      keepDisk: true,
      sshKeys: ["operator"],
      firewallIds: [7, 8],
      subnet,
      namePrefix: "prod",
      location: "nbg1",
    });
    const servers = byName(json, "hcloud_server");
    expect(servers["prod-a"]).toMatchObject({
      server_type: "cx33",
      location: "nbg1",
      labels: { tier: "2", team: "x", "flatcar-pool": "web" },
      backups: true,
      keep_disk: true,
      ssh_keys: ["operator"],
      firewall_ids: [expect.any(String), 7, 8],
      network: [{ subnet_id: "7-10.0.1.0/24", ip: "10.0.1.5", alias_ips: [] }],
    });
    expect(servers["prod-c"]).toMatchObject({ server_type: "cx23", labels: { tier: "1", team: "x" } });
    expect(servers["prod-c"].network).toEqual([{ subnet_id: "7-10.0.1.0/24", alias_ips: [] }]);
    expect(textIn(configIn(servers["prod-a"].user_data), "/etc/hostname")).toBe("first\n");
  });

  test("has the image of its own release, and that release's labels", () => {
    const json = synthesisePool({ nodes: { a: { release: NEWER }, c: {}, d: { release: NEWER } } });
    expect(Object.keys(json.data?.hcloud_image ?? {})).toHaveLength(2);
    expect(serverOf(json, "a").labels).toMatchObject({ "flatcar-channel": "beta", "flatcar-version": "4757.1.0" });
    expect(serverOf(json, "a").image).toBe(serverOf(json, "d").image);
    expect(serverOf(json, "a").image).not.toBe(serverOf(json, "c").image);
    expect(serverOf(synthesisePool({ image: HetznerImage.byId("42") })).image).toBe("42");
  });

  test("has the architecture of its type, or the one that is given", () => {
    expect(pool({ serverType: "cax11" }).architecture).toBe(Architecture.ARM64);
    expect(pool({ serverType: "future1", architecture: Architecture.AMD64 }).architecture).toBe(Architecture.AMD64);
    const [image] = Object.values(synthesisePool({ serverType: "cax11" }).data?.hcloud_image ?? {});
    expect(image.with_architecture).toBe("arm");
  });

  test("gets firewalls whose list is known only at apply", () => {
    const json = synthesiseHetzner((stack) => void pool({ firewallIds: Token.asNumberList(variable(stack).value) }, stack));
    expect(serverOf(json).firewall_ids).toMatch(/^\$\{concat\(\[hcloud_firewall\.web_Firewall_\w+\.id\], var\.x\)\}$/);
  });
});

describe("what replaces a server", () => {
  const lifecycle = (props: Partial<HetznerNodePoolProps>): unknown => serverOf(synthesisePool(props)).lifecycle;
  const trigger = (attribute = ""): unknown => expect.stringMatching(new RegExp(`^terraform_data\\.web_a_Generation_\\w{8}${attribute}$`));
  const LATER = ["image", 'labels["flatcar-channel"]', 'labels["flatcar-version"]'];
  const ALWAYS = ["ssh_keys", "placement_group_id"];

  test.each([
    ["updates in place", {}, [...ALWAYS, ...LATER]],
    ["no updates in place", { update: UpdateStrategy.disabled() }, ALWAYS],
    ["both REPLACE", { onReleaseChange: REPLACE, onConfigChange: REPLACE }, ALWAYS],
  ])("is its trigger, whatever it holds; %s", (_, props, ignore_changes) => {
    expect(lifecycle(props)).toEqual({ ignore_changes, replace_triggered_by: [trigger()] });
  });

  test.each([
    ["NEW_NODES_ONLY", { onConfigChange: NEW_NODES_ONLY }],
    ["a quorum", { quorum: true }],
  ])("is only generation and architecture where configs wait: %s", (_, props) => {
    expect(lifecycle(props)).toEqual({
      ignore_changes: [...ALWAYS, "user_data", ...LATER],
      replace_triggered_by: [trigger("\\.triggers_replace\\.generation"), trigger("\\.triggers_replace\\.architecture")],
    });
  });

  test("the trigger holds the same under every policy, so that a change of the policy replaces nothing", () => {
    for (const props of [{}, { onConfigChange: NEW_NODES_ONLY }, { quorum: true }, { onReleaseChange: REPLACE }]) {
      expect(triggerOf(synthesisePool(props))).toEqual({ generation: 1, architecture: "amd64" });
      const placed = synthesisePool({ ...props, placementGroups: 1, nodes: { a: { generation: 3 } } });
      expect(triggerOf(placed)).toEqual({ generation: 3, architecture: "amd64", placement_group: 0 });
    }
  });

  test("a generation may be known only at apply", () => {
    const json = synthesiseHetzner((stack) => void pool({ nodes: { a: { generation: variable(stack).numberValue } } }, stack));
    expect(triggerOf(json)).toMatchObject({ generation: "${var.x}" });
  });
});

describe("placement", () => {
  test("groups are made once, with names that hold the pool's", () => {
    const json = synthesisePool({ placementGroups: 2, nodes: { ...nodes("n", 11), x: { placementGroup: 1 } }, labels: { tier: "1" } });
    expect(Object.values(json.resource?.hcloud_placement_group ?? {})).toMatchObject([
      { name: "stack-web-0", type: "spread", labels: { tier: "1", "flatcar-pool": "web" } },
      { name: "stack-web-1" },
    ]);
    const group = (node: string): string => String(serverOf(json, node).placement_group_id);
    expect(group("n-0")).toMatch(/^\$\{hcloud_placement_group\.web_PlacementGroup0_\w+\.id\}$/);
    expect(group("n-9")).toBe(group("n-0"));
    expect([group("n-10"), group("x")].every((id) => id.includes("PlacementGroup1"))).toBe(true);
  });

  test("a node stays in its group whoever comes and goes", () => {
    const groups = (names: string[]): { [node: string]: unknown } => {
      const json = synthesisePool({ placementGroups: 3, nodes: Object.fromEntries(names.map((name) => [name, {}])) });
      return Object.fromEntries(names.map((name) => [name, serverOf(json, name).placement_group_id]));
    };
    const all = groups(["a", "b1", "c", "d", "e"]);
    expect(all).toMatchObject(groups(["e", "c"]));
    expect(new Set(Object.values(all)).size).toBeGreaterThan(1);
  });
});

describe("protection", () => {
  test("is the API's and Terraform's, and no shutdown before what will be refused", () => {
    const json = synthesisePool({ protect: true, nodes: { a: {}, c: { protect: false } } });
    expect(serverOf(json, "a")).toMatchObject({
      delete_protection: true,
      rebuild_protection: true,
      shutdown_before_deletion: false,
      lifecycle: { prevent_destroy: true },
    });
    expect(serverOf(json, "c")).toMatchObject({ delete_protection: false, rebuild_protection: false, shutdown_before_deletion: true });
    expect(serverOf(json, "c").lifecycle).not.toHaveProperty("prevent_destroy");
    const ips = byName(json, "hcloud_primary_ip");
    expect(ips["stack-a-fsn1-ipv4"]).toMatchObject({ delete_protection: true, lifecycle: { prevent_destroy: true } });
    expect(ips["stack-c-fsn1-ipv4"].delete_protection).toBe(false);
    expect(ips["stack-c-fsn1-ipv4"].lifecycle).not.toHaveProperty("prevent_destroy");
  });

  test("may be one node's alone", () => {
    const json = synthesisePool({ nodes: { a: { protect: true }, c: {} } });
    expect(serverOf(json, "a").lifecycle?.prevent_destroy).toBe(true);
    expect(serverOf(json, "c").delete_protection).toBe(false);
  });
});

describe("what the pool shares", () => {
  test("is named by stack and pool, or by what is pinned", () => {
    const names = (props: Partial<HetznerNodePoolProps>): string[] => Object.keys(byName(synthesisePool(props), "hcloud_firewall"));
    expect(names({})).toEqual(["stack-web"]);
    expect(names({ poolName: "db", namePrefix: "prod" })).toEqual(["prod-db"]);
  });

  test("is made by the given provider, all of it", () => {
    const json = synthesise((stack) => {
      new HcloudProvider(stack, "default", {});
      const provider = new HcloudProvider(stack, "other", { alias: "other" });
      pool({ provider, placementGroups: 1 }, stack);
    });
    for (const address of addresses(json).filter((a) => a.startsWith("hcloud_"))) {
      expect(resourceAt(json, address).provider, address).toBe("hcloud.other");
    }
    expect(Object.values(json.data?.hcloud_image ?? {})[0].provider).toBe("hcloud.other");
  });

  test("must not be called like another pool's of the stack", () => {
    const stack = scratchStack();
    pool({}, new Construct(stack, "one"));
    const error = thrown(() => pool({ nodes: { c: {} } }, new Construct(stack, "two")));
    expect(error).toMatchObject({ code: "hetzner-name-taken", path: "stack/two/web", received: "stack-web" });
    pool({ nodes: { c: {} }, poolName: "front" }, new Construct(stack, "three"));
  });

  test("nor must two servers be called alike", () => {
    const stack = scratchStack();
    pool({ namePrefix: "a", nodes: { "b-c": {} } }, stack, "one");
    const error = thrown(() => pool({ namePrefix: "a-b", nodes: { c: {} } }, stack, "two"));
    expect(error).toMatchObject({ code: "hetzner-name-taken", received: "a-b-c" });
  });
});

describe("an ssh key of the project", () => {
  test("may be known only at apply, and is never a reason to replace", () => {
    const json = synthesiseHetzner((stack) => {
      const key = new SshKey(stack, "key", { name: "k", publicKey: "p" });
      pool({ sshKeys: [key.id] }, stack);
    });
    expect(serverOf(json).ssh_keys).toEqual(["${hcloud_ssh_key.key.id}"]);
    expect(serverOf(json).lifecycle?.ignore_changes).toContain("ssh_keys");
    const list = synthesiseHetzner((stack) => void pool({ sshKeys: Fn.split(",", variable(stack).stringValue) }, stack));
    expect(serverOf(list).ssh_keys).toBe('${split(",", var.x)}');
  });
});

describe("what is wrong gets one error, with the pool's path", () => {
  // Noise, which gzip does not make smaller.
  let noise = 1;
  const large = (path: string, size: number): MachineConfig => {
    const letters = Array.from({ length: size }, () => String.fromCharCode(33 + ((noise = (noise * 48271) % 2147483647) % 90)));
    return MachineConfig.file({ path, contents: letters.join("") });
  };

  test.each<[string, Partial<HetznerNodePoolProps>, object]>([
    ["an empty pool", { nodes: {} }, { code: "pool-empty" }],
    ["a type of another architecture", { architecture: Architecture.ARM64 }, { code: "server-type-architecture", subject: "serverType" }],
    ["one node's", { nodes: { a: { serverType: "cax11" } } }, { code: "server-type-architecture", subject: "nodes.a.serverType" }],
    ["a type nobody knows", { serverType: "future1" }, { code: "server-type-unknown" }],
    ["a release without image", { release: WITHOUT_IMAGE }, { code: "image-not-published" }],
    ["one node's", { nodes: { a: { release: WITHOUT_IMAGE } } }, { code: "image-not-published" }],
    ["an image that is none", { image: HetznerImage.byId("debian-13") }, { code: "hetzner-image-id" }],
    ["a name Hetzner refuses", { namePrefix: "my_stack" }, { code: "hetzner-name", received: "my_stack-a" }],
    ["a name too long", { nodes: { ["n".repeat(60)]: {} } }, { code: "hetzner-name" }],
    ["a label Hetzner refuses", { labels: { "my label": "1" } }, { code: "hetzner-label", received: "my label" }],
    ["one node's", { nodes: { a: { labels: { tier: "a b" } } } }, { code: "hetzner-label", subject: "labels.tier" }],
    ["a pool's name that is no label", { poolName: "a b" }, { code: "hetzner-label", subject: "poolName" }],
    ["too many servers in a group", { placementGroups: 1, nodes: nodes("n", 11) }, { code: "placement-group-range" }],
    [
      "too many servers in a chosen group",
      { placementGroups: 2, nodes: nodes("n", 11, { placementGroup: 1 } as object) },
      { code: "placement-group-full", subject: "nodes.n-10: placement group 1" },
    ],
    ["a group the pool has not", { nodes: { a: { placementGroup: 0 } } }, { code: "placement-group-range" }],
    ["groups that cannot be counted", { placementGroups: -1 }, { code: "placement-groups" }],
    [
      "too many servers in a network",
      { subnet, nodes: nodes("n", 101) },
      { code: "hetzner-network-full", subject: "nodes.n-100: network" },
    ],
    ["an address without a network", { nodes: { a: { privateIpv4: "10.0.1.5" } } }, { code: "address-without-network" }],
    ["an address outside", { subnet, nodes: { a: { privateIpv4: "10.0.2.5" } } }, { code: "address-outside-subnet" }],
    ["a reserved address", { subnet, nodes: { a: { privateIpv4: "10.0.1.255" } } }, { code: "address-reserved" }],
    ["no address at all", { subnet, nodes: { a: { privateIpv4: "five" } } }, { code: "address-malformed" }],
    ["one address twice", { subnet, nodes: { a: { privateIpv4: "10.0.1.5" }, c: { privateIpv4: "10.0.1.5" } } }, { code: "address-taken" }],
    ["no network", { publicIpv4: false, publicIpv6: false }, { code: "server-without-network" }],
    ["a quorum replaced by one edit", { quorum: true, onConfigChange: REPLACE }, { code: "quorum-replace", subject: "onConfigChange" }],
    ["a limit over the platform's", { userDataLimit: 32_769 }, { code: "user-data-limit" }],
  ])("%s", (_, props, expected) => {
    expect(refused(props)).toMatchObject({ path: "stack/web", ...expected });
  });

  test("a machine config over the budget names its three largest files", () => {
    const sizes: Array<[string, number]> = [
      ["/etc/small", 100],
      ["/etc/third", 14_000],
      ["/etc/first", 18_000],
      ["/etc/second", 16_000],
    ];
    const error = refused({ machineConfig: sizes.map(([path, size]) => large(path, size)) });
    expect(error).toMatchObject({ code: "user-data-over-budget", path: "stack/web" });
    expect(error.allowed).toBe("at most 32768 bytes on this platform");
    expect(error.mend).toMatch(/\/etc\/first .*\/etc\/second .*\/etc\/third /);
    expect(error.mend).not.toContain("/etc/small");
  });

  test("a config with values known only at apply over the budget is not compressed in silence", () => {
    const stack = scratchStack();
    const contents = `${"x".repeat(40_000)}${variable(stack).stringValue}`;
    const error = thrown(() => pool({ machineConfig: [MachineConfig.file({ path: "/etc/large", contents })] }, stack));
    expect(error).toMatchObject({ code: "user-data-over-budget", path: "stack/web" });
    expect(error.mend).toContain("/etc/large");
  });

  test("an image that need not be known while planning", () => {
    const stack = scratchStack();
    const key = new SshKey(stack, "key", { name: "k", publicKey: "p" });
    expect(thrown(() => pool({ image: HetznerImage.byId(key.id) }, stack))).toMatchObject({
      code: "image-unknown-at-plan",
      path: "stack/web",
    });
  });

  test("a network is full across pools, and an address taken", () => {
    const stack = scratchStack();
    pool({ subnet, nodes: nodes("n", 99), serverType: "cax11" }, stack, "one");
    pool({ subnet, nodes: { a: { privateIpv4: "10.0.1.5" } } }, stack, "two");
    expect(thrown(() => pool({ subnet, nodes: { c: {} } }, stack, "three"))).toMatchObject({
      code: "hetzner-network-full",
      path: "stack/three",
    });
    const other = scratchStack();
    pool({ subnet, nodes: { a: { privateIpv4: "10.0.1.5" } } }, other, "one");
    const error = thrown(() => pool({ subnet, nodes: { c: { privateIpv4: "10.0.1.5" } } }, other, "two"));
    expect(error).toMatchObject({ code: "address-taken", path: "stack/two" });
    expect(error.allowed).toContain("stack/one/a has this one");
  });
});

describe("a value known only at apply", () => {
  test("is taken wherever the text is Terraform's", () => {
    const json = synthesiseHetzner((stack) => {
      const token = variable(stack).stringValue;
      pool(
        {
          serverType: token,
          architecture: Architecture.ARM64,
          location: token,
          namePrefix: token,
          labels: { tier: token },
          image: HetznerImage.byId(token),
          sshKeys: [token],
          subnet: HetznerSubnet.fromAttributes({ subnetId: token, ipRange: token }),
          nodes: { a: { privateIpv4: token, labels: { role: token } } },
          poolName: token,
        },
        stack,
      );
    });
    const [server] = Object.values(json.resource?.hcloud_server ?? {});
    expect(server).toMatchObject({
      name: "${var.x}-a",
      server_type: "${var.x}",
      location: "${var.x}",
      image: "${var.x}",
      labels: { tier: "${var.x}", role: "${var.x}", "flatcar-pool": "${var.x}" },
      network: [{ subnet_id: "${var.x}", ip: "${var.x}", alias_ips: [] }],
    });
  });

  test("in a machine config makes a precondition of the budget, with the limit that is in force", () => {
    const json = synthesiseHetzner((stack) => {
      const contents = variable(stack).stringValue;
      pool({ machineConfig: [MachineConfig.file({ path: "/etc/x", contents })], userDataLimit: 20_000 }, stack);
    });
    const [precondition] = serverOf(json).lifecycle?.precondition ?? [];
    expect(precondition.error_message).toBe("The machine config of a is over 20000 bytes of user data.");
    expect(precondition.condition).toContain("<= 26667");
    expect(serverOf(synthesisePool()).lifecycle).not.toHaveProperty("precondition");
  });
});

test("pools are the same in an app with classes of its own for them", () => {
  class Web extends HetznerNodePool {}
  const json = synthesiseHetzner((stack) => {
    new Web(stack, "web", { release: NEWER, serverType: "cx23", location: "fsn1", nodes: { a: {} } });
  });
  expect(serverOf(json).name).toBe("stack-a");
});
