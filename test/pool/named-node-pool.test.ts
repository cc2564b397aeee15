import { Fn, TerraformStack, TerraformVariable } from "cdktf";
import { Construct } from "constructs";
import { describe, expect, test } from "vitest";
import { ChangePolicy } from "../../lib/pool/change-policy";
import { MachineConfig } from "../../lib/pool/machine-config";
import { NodeOptions } from "../../lib/pool/node-options";
import { Architecture, FlatcarLock, FlatcarRelease } from "../../lib/release";
import { UpdateServer, UpdateStrategy } from "../../lib/update";
import { addresses, configIn, resourceAt, scratchStack, synthesise, synthesiseApp, textIn, thrown } from "../support";
import { LTS, RELEASE, TestPool, TestPoolProps } from "./test-pool";

const pool = (props: TestPoolProps = {}, stack: TerraformStack = scratchStack()) => new TestPool(stack, "db", props);
const PRIVATE = "-----BEGIN OPENSSH PRIVATE KEY-----\nAAAA";

const amd64Only = FlatcarLock.parse(
  JSON.stringify({
    lockVersion: 1,
    releases: {
      prod: { channel: "stable", version: "4593.2.5", ignition: "2.24.0", architectures: { amd64: { artifacts: {}, amis: {} } } },
    },
  }),
  "/flatcar.lock.json",
).release("prod");

describe("defaults", () => {
  test("the pool is named by its id and updates by rebooting", () => {
    const made = pool();
    expect([made.poolName, made.platform, made.quorum, made.update.name]).toEqual(["db", "test", false, "reboot"]);
    expect([made.release, made.architecture]).toEqual([RELEASE, Architecture.AMD64]);
    expect(made.changePolicies).toEqual({ onConfigChange: ChangePolicy.REPLACE, onReleaseChange: ChangePolicy.NEW_NODES_ONLY });
  });

  test("the policies follow from strategy and quorum", () => {
    expect(pool({ update: UpdateStrategy.disabled() }).changePolicies.onReleaseChange).toBe(ChangePolicy.REPLACE);
    expect(pool({ quorum: true }).changePolicies.onConfigChange).toBe(ChangePolicy.NEW_NODES_ONLY);
  });

  test("what is given takes their place", () => {
    const made = pool({ poolName: "database", update: UpdateStrategy.off(), quorum: true });
    expect([made.poolName, made.quorum, made.update.name]).toEqual(["database", true, "off"]);
  });

  test("a machine is called by the stack and its name on the platform, or by a prefix of one's own", () => {
    const names = (props: TestPoolProps) => {
      const json = synthesise((stack) => pool(props, stack), { id: "prod-test" });
      return addresses(json).map((address) => (resourceAt(json, address).input as { name: string }).name);
    };
    expect(names({ nodes: { one: {}, two: {} } })).toEqual(["prod-test-one", "prod-test-two"]);
    expect(names({ namePrefix: "x" })).toEqual(["x-a"]);
  });
});

describe("machines", () => {
  test("come in the order of the pool's nodes", () => {
    const made = pool({ nodes: { c: {}, a: { hostname: "aa", release: LTS }, b: {} } });
    expect(made.nodes.map(({ name }) => name)).toEqual(["c", "a", "b"]);
    expect(made.nodes[1]).toEqual({ name: "a", hostname: "aa", release: LTS });
  });

  test("are found by name", () => {
    const made = pool({ nodes: { a: {}, b: {} } });
    expect(made.machine("b")).toBe(made.nodes[1]);
  });

  test("that are not there are an error with the pool's path, the names there are and the near one", () => {
    const error = thrown(() => pool({ nodes: { "web-0": {}, "web-1": {} } }).machine("web0"));
    expect(error).toMatchObject({ code: "machine-unknown", path: "stack/db", received: "web0", allowed: "web-0, web-1" });
    expect(error.mend).toBe('did you mean "web-0"?');
  });

  test("that are not there in a large pool are an error that names twenty", () => {
    const nodes = Object.fromEntries(Array.from({ length: 21 }, (_, i) => [`n${i}`, {}]));
    const { allowed } = thrown(() => pool({ nodes }).machine("zzzzzzzzz"));
    expect(allowed).toMatch(/^n0, .*, n19, … \(21\)$/);
  });

  test("a list of nodes is the caller's own", () => {
    const made = pool();
    made.nodes.pop();
    expect(made.nodes).toHaveLength(1);
  });
});

describe("the config of a node", () => {
  const configs = (props: TestPoolProps) => {
    const json = synthesise((stack) => pool(props, stack));
    return addresses(json).map((address) => configIn((resourceAt(json, address).input as { user_data: string }).user_data));
  };

  test("has the pool's layer, the node's and the update settings", () => {
    const machineConfig = [MachineConfig.file({ path: "/a", contents: "pool" }), MachineConfig.file({ path: "/b", contents: "pool" })];
    const [a, b] = configs({
      machineConfig,
      updateServer: UpdateServer.public({ group: "beta" }),
      nodes: { one: {}, two: { hostname: "bee", machineConfig: [MachineConfig.file({ path: "/a", contents: "node" })] } },
    });
    expect([textIn(a, "/a"), textIn(a, "/b"), textIn(b, "/a"), textIn(b, "/b")]).toEqual(["pool", "pool", "node", "pool"]);
    expect([textIn(a, "/etc/hostname"), textIn(b, "/etc/hostname")]).toEqual(["one\n", "bee\n"]);
    expect(textIn(a, "/etc/flatcar/update.conf")).toBe("GROUP=beta\nREBOOT_STRATEGY=reboot\n");
  });

  test("is of the spec its own release boots", () => {
    const [a, b] = configs({ nodes: { one: {}, two: { release: FlatcarRelease.version("3510.3.8") } } });
    expect([a.ignition?.version, b.ignition?.version]).toEqual(["3.4.0", "3.3.0"]);
  });

  test("is packed where the budget asks for it, and the budget may be lowered", () => {
    const machineConfig = [MachineConfig.file({ path: "/a", contents: "a".repeat(3000) })];
    const size = (props: TestPoolProps) => {
      const json = synthesise((stack) => pool({ machineConfig, ...props }, stack));
      const [address] = addresses(json);
      return (resourceAt(json, address).input as { user_data: string }).user_data.length;
    };
    expect(size({})).toBeGreaterThan(3000);
    expect(size({ platformUserDataLimit: 4000 })).toBeGreaterThan(3000);
    expect(size({ platformUserDataLimit: 2000 })).toBeLessThan(2000);
    expect(size({ platformUserDataLimit: 4000, userDataLimit: 2000 })).toBeLessThan(2000);
    const random = Array.from({ length: 3000 }, (_, i) => String.fromCharCode(0x4e00 + ((i * 7919) % 20_000))).join("");
    const over = { machineConfig: [MachineConfig.file({ path: "/a", contents: random })], platformUserDataLimit: 2000 };
    expect(thrown(() => pool(over))).toMatchObject({ code: "user-data-over-budget", path: "stack/db" });
  });

  test("with a token within a budget is checked again at apply", () => {
    const json = synthesise((stack) => {
      const contents = new TerraformVariable(stack, "v", {}).stringValue;
      pool({ machineConfig: [MachineConfig.file({ path: "/a", contents })], platformUserDataLimit: 1000 }, stack);
    });
    const [address] = addresses(json);
    expect(resourceAt(json, address).lifecycle?.precondition?.[0].condition).toMatch(
      /^\$\{\(length\(replace\(base64encode\(local\..*<= 1334\)\}$/,
    );
  });
});

describe("names are taken once in a stack", () => {
  test("two pools cannot have one node's name, and the error names both places", () => {
    const stack = scratchStack();
    new TestPool(new Construct(stack, "group"), "db", { nodes: { a: {} } });
    const error = thrown(() => new TestPool(stack, "web", { nodes: { b: {}, a: { hostname: "other" } } }));
    expect(error).toMatchObject({ code: "node-name-taken", path: "stack/web", received: "a" });
    expect(error.message).toContain("stack/group/db/a has this one");
  });

  test("two nodes cannot have one hostname, in one pool or in two", () => {
    const error = thrown(() => pool({ nodes: { a: {}, b: { hostname: "a" } } }));
    expect(error).toMatchObject({ code: "hostname-taken", path: "stack/db", subject: "nodes.b.hostname", received: "a" });
    expect(error.message).toContain("stack/db/a has this one");
    const stack = scratchStack();
    new TestPool(stack, "one", { nodes: { a: { hostname: "host.example" } } });
    expect(thrown(() => new TestPool(stack, "two", { nodes: { b: { hostname: "host.example" } } })).code).toBe("hostname-taken");
  });

  test("hostnames that differ in case alone are one", () => {
    expect(thrown(() => pool({ nodes: { a: { hostname: "Host" }, b: { hostname: "hOST" } } })).code).toBe("hostname-taken");
  });

  test("one hostname token cannot be two machines', different ones can", () => {
    const stack = scratchStack();
    const { stringValue } = new TerraformVariable(stack, "v", {});
    expect(thrown(() => pool({ nodes: { a: { hostname: stringValue }, b: { hostname: stringValue } } })).code).toBe("hostname-taken");
    expect(() => pool({ nodes: { a: { hostname: Fn.upper(stringValue) }, b: { hostname: Fn.lower(stringValue) } } })).not.toThrow();
  });

  test("two stacks may have the same nodes", () => {
    synthesiseApp((app) => {
      pool({}, new TerraformStack(app, "one"));
      expect(() => pool({}, new TerraformStack(app, "two"))).not.toThrow();
    });
  });
});

describe("guards", () => {
  test.each<[string, TestPoolProps]>([
    ["pool-empty", { nodes: {} }],
    ["node-name", { nodes: { A: {} } }],
    ["hostname", { nodes: { a: { hostname: "a_b" } } }],
    ["generation", { nodes: { a: { generation: 0 } } }],
    ["node-index", { nodes: { a: { index: -1 } } }],
    ["reboot-slot-range", { nodes: { a: { rebootSlot: 1 } } }],
    ["quorum-replace", { quorum: true, onConfigChange: ChangePolicy.REPLACE }],
    ["ssh-key", { sshAuthorizedKeys: [PRIVATE] }],
    ["moved-from", { movedFrom: "" }],
    [
      "two-writers",
      { machineConfig: [MachineConfig.file({ path: "/a", contents: "1" }), MachineConfig.file({ path: "/a", contents: "2" })] },
    ],
    ["config-path-relative", { machineConfig: [MachineConfig.ignitionFile("a.ign")] }],
    ["update-group", { updateServer: UpdateServer.public({ group: "edge" }) }],
    ["channel-retired", { release: FlatcarRelease.version("4593.99.0") }],
    ["version-malformed", { release: FlatcarRelease.version("latest") }],
    ["version-malformed", { nodes: { a: { release: FlatcarRelease.version("latest") } } }],
    ["release-without-ignition-3", { release: FlatcarRelease.version("3033.3.18") }],
    ["architecture-not-released", { release: amd64Only, architecture: Architecture.ARM64 }],
    ["architecture-not-released", { architecture: Architecture.ARM64, nodes: { a: { release: amd64Only } } }],
    ["user-data-limit", { userDataLimit: 0 }],
    ["user-data-limit", { userDataLimit: 1.5 }],
    ["user-data-limit", { userDataLimit: 1001, platformUserDataLimit: 1000 }],
  ])("%s names the pool: %o", (code, props) => {
    expect(thrown(() => pool(props))).toMatchObject({ code, path: "stack/db" });
  });

  test("of an architecture that the release lacks say whose release it is and what there is", () => {
    const error = thrown(() => pool({ architecture: Architecture.ARM64, nodes: { a: { release: amd64Only } } }));
    expect(error).toMatchObject({ subject: "nodes.a.release", allowed: "amd64" });
  });

  test("let a token pass where one can serve", () => {
    const json = synthesise((stack) => {
      const { stringValue, numberValue } = new TerraformVariable(stack, "v", {});
      const options: NodeOptions = { hostname: stringValue, generation: numberValue };
      pool({ poolName: stringValue, namePrefix: stringValue, sshAuthorizedKeys: [stringValue], nodes: { a: options } }, stack);
    });
    const [address] = addresses(json);
    expect(resourceAt(json, address).input).toMatchObject({ name: "${var.v}-a", generation: "${var.v}" });
  });

  test("say that the limit of user data cannot be a token", () => {
    const stack = scratchStack();
    const error = thrown(() => pool({ userDataLimit: new TerraformVariable(stack, "v", {}).numberValue }, stack));
    expect(error).toMatchObject({ code: "user-data-limit", received: "a number known only at apply" });
    expect(error.allowed).toContain("known at synth");
  });
});
