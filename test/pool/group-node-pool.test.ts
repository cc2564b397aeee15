import { TerraformStack, TerraformVariable } from "cdktf";
import { describe, expect, test } from "vitest";
import { ChangePolicy } from "../../lib/pool/change-policy";
import { MachineConfig } from "../../lib/pool/machine-config";
import { NodeContext } from "../../lib/pool/node-context";
import { nodes } from "../../lib/pool/node-options";
import { Architecture, FlatcarLock } from "../../lib/release";
import { RebootWindow, UpdateServer, UpdateStrategy } from "../../lib/update";
import { StackJson, addresses, resourceAt, scratchStack, synthesise, textIn, thrown } from "../support";
import { RELEASE, TestGroup, TestGroupProps, TestPool } from "./test-pool";

const group = (props: TestGroupProps = {}, stack: TerraformStack = scratchStack()) => new TestGroup(stack, "web", props);
const { REPLACE, NEW_NODES_ONLY } = ChangePolicy;

function userDataOf(json: StackJson): string {
  const [template] = addresses(json).filter((address) => address.includes("Template"));
  return (resourceAt(json, template).input as { user_data: string }).user_data;
}

describe("a group", () => {
  test("has what every pool has, its capacity, and REPLACE for config and release alike", () => {
    const made = group();
    expect([made.poolName, made.platform, made.release, made.update.name]).toEqual(["web", "test", RELEASE, "reboot"]);
    expect(made.capacity).toEqual({ min: 1, max: 3 });
    expect(made.changePolicies).toEqual({ onConfigChange: REPLACE, onReleaseChange: REPLACE });
  });

  test("has one machine config for all machines, as base64, without a hostname", () => {
    const json = synthesise((stack) => group({ machineConfig: [MachineConfig.file({ path: "/a", contents: "${x}" })] }, stack));
    const config = JSON.parse(Buffer.from(userDataOf(json), "base64").toString("utf8"));
    expect(textIn(config, "/a")).toBe("${x}");
    expect(config.storage.files.map((file: { path: string }) => file.path)).toEqual(["/etc/flatcar/update.conf", "/a"]);
  });

  test("encodes a config with a token at apply", () => {
    const json = synthesise((stack) => {
      const { stringValue } = new TerraformVariable(stack, "v", {});
      group({ machineConfig: [MachineConfig.file({ path: "/a", contents: stringValue })], platformUserDataLimit: 1000 }, stack);
    });
    expect(userDataOf(json)).toMatch(/^\$\{base64encode\(local\.[\w-]+\)\}$/);
    expect(JSON.stringify(json.locals)).toContain('"ignition');
  });

  test("renders a config of the user's own once, for a node that has the pool's name and no hostname", () => {
    const seen: NodeContext[] = [];
    class Own extends MachineConfig {
      public override render(node: NodeContext) {
        seen.push(node);
        return {};
      }
    }
    group({ machineConfig: [new Own()] });
    expect(seen.map(({ name, hostname, pool, platform }) => [name, hostname, pool, platform])).toEqual([["web", undefined, "web", "test"]]);
  });

  test("refuses a config that writes the hostname, which all its machines would share", () => {
    const machineConfig = [MachineConfig.file({ path: "/etc/hostname", contents: "a" })];
    expect(thrown(() => group({ machineConfig }))).toMatchObject({ code: "hostname-in-config", path: "stack/web" });
  });

  test("claims no name of a node, so that a pool of named machines beside it may have any", () => {
    const stack = scratchStack();
    group({}, stack);
    expect(new TestPool(stack, "named", { nodes: nodes("web", 1) }).nodes).toHaveLength(1);
  });

  test("refuses an architecture that its release does not have", () => {
    const release = FlatcarLock.parse(
      JSON.stringify({
        lockVersion: 1,
        releases: { prod: { channel: "stable", version: "4593.2.5", ignition: "2.24.0", architectures: { amd64: {} } } },
      }),
      "/flatcar.lock.json",
    ).release("prod");
    const error = thrown(() => group({ release, architecture: Architecture.ARM64 }));
    expect(error).toMatchObject({ code: "architecture-not-released", subject: "release", path: "stack/web" });
  });
});

describe("what would be one machine's own", () => {
  test("is refused: a window staggered over machines that share a slot", () => {
    const window = RebootWindow.daily({ start: "02:00", length: "1h" }).staggered({ slots: 3 });
    const error = thrown(() => group({ update: UpdateStrategy.reboot({ window }) }));
    expect(error).toMatchObject({ code: "group-per-machine", received: "3 slots", path: "stack/web" });
    expect(error.mend).toContain("etcdLock");
  });

  test("is refused: an alias at the update server that all would have", () => {
    const updateServer = UpdateServer.nebraska("https://nebraska.example.com/v1/update/", "stable", { machineAlias: true });
    expect(thrown(() => group({ updateServer }))).toMatchObject({ code: "group-per-machine", subject: "updateServer: machineAlias" });
  });

  test("does not include a window for all, or a server without aliases", () => {
    const window = RebootWindow.daily({ start: "02:00", length: "1h" });
    const updateServer = UpdateServer.nebraska("https://nebraska.example.com/v1/update/", "stable");
    expect(() => group({ update: UpdateStrategy.reboot({ window }), updateServer })).not.toThrow();
  });

  test("has no place in a group's props", () => {
    // @ts-expect-error: machines of a group have no names
    group({ nodes: { a: {} } });
  });
});

test("a generation is a whole number from 1, or a token", () => {
  expect(thrown(() => group({ generation: 0 }))).toMatchObject({ code: "generation", subject: "generation", received: 0 });
  expect(() => group({ generation: new TerraformVariable(scratchStack(), "v", {}).numberValue })).not.toThrow();
});

test("the two policies of a group must agree, and one is enough for both", () => {
  const error = thrown(() => group({ onConfigChange: REPLACE, onReleaseChange: NEW_NODES_ONLY }));
  expect(error).toMatchObject({ code: "group-policies", path: "stack/web" });
  expect(group({ onReleaseChange: NEW_NODES_ONLY }).changePolicies.onConfigChange).toBe(NEW_NODES_ONLY);
});
