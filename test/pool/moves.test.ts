import { TerraformElement, TerraformStack, TerraformVariable } from "cdktf";
import { Construct } from "constructs";
import { expect, test } from "vitest";
import { LibvirtNodePool, LibvirtProvider } from "../../lib/libvirt";
import { SynthOptions, addresses, scratchStack, synthesise, thrown } from "../support";
import { RELEASE, TestPool } from "./test-pool";

// A pool at a path of the stack, in plain constructs.
function poolAt(stack: TerraformStack, path: string, movedFrom?: string): TestPool {
  const parts = path.split("/");
  let home: Construct = stack;
  for (const part of parts.slice(0, -1)) home = (home.node.tryFindChild(part) as Construct | undefined) ?? new Construct(home, part);
  return new TestPool(home, parts[parts.length - 1], { poolName: "db", nodes: { a: {}, "b-2": {} }, movedFrom });
}

class OwnNames extends TerraformStack {
  protected override allocateLogicalId(element: TerraformElement): string {
    return `own-${element.node.path.split("/").slice(1).join("-")}`;
  }
}

const ownNames: SynthOptions = { makeStack: (app, id) => new OwnNames(app, id) };

test.each<[string, string, string, SynthOptions]>([
  ["is renamed", "db", "database", {}],
  ["is moved into a construct", "db", "group/db", {}],
  ["is moved out of one", "group/db", "db", {}],
  ["is moved between nested ones", "a/b/c", "x/y/z/c", {}],
  ["was at a path whose ids are left out of names", "group/Default/Resource", "db", {}],
  ["was at a path whose ids have dropped characters", "my group.1/db", "db", {}],
  ["is in a stack with names of its own", "group/db", "other/db", ownNames],
])("a pool that %s names every resource's former address: %s to %s", (_, from, to, options) => {
  const before = addresses(synthesise((stack) => poolAt(stack, from), options));
  const json = synthesise((stack) => poolAt(stack, to, from), options);
  expect(before.length).toBeGreaterThan(0);
  expect(json.moved?.map((move) => move.from).sort()).toEqual(before);
  expect(json.moved?.map((move) => move.to).sort()).toEqual(addresses(json));
});

test("each address moves to that of the same resource", () => {
  const json = synthesise((stack) => poolAt(stack, "group/db", "old"));
  const last = (address: string) => address.split("_").slice(-3, -1).join("_");
  for (const { from, to } of json.moved ?? []) expect(last(to)).toBe(last(from));
  expect(json.moved).toHaveLength(2);
});

test("every resource of a real pool moves, and what the stack's pools share does not", () => {
  const build = (id: string, movedFrom?: string) => (stack: TerraformStack) => {
    new LibvirtProvider(stack, "Provider", { uri: "qemu:///system" });
    const dataDisks = [{ name: "data", sizeGib: 1 }];
    new LibvirtNodePool(stack, id, { release: RELEASE, poolName: "db", nodes: { a: {}, b: {} }, dataDisks, movedFrom });
  };
  const before = synthesise(build("old"));
  const after = synthesise(build("new", "old"));
  const shared = addresses(before).filter((address) => addresses(after).includes(address));
  expect(after.moved?.map(({ from }) => from).sort()).toEqual(addresses(before).filter((address) => !shared.includes(address)));
  expect(shared.length).toBeGreaterThan(0);
});

test("without movedFrom nothing is moved", () => {
  expect(synthesise((stack) => poolAt(stack, "db")).moved).toBeUndefined();
});

test("two pools may swap their places", () => {
  const json = synthesise((stack) => {
    new TestPool(stack, "one", { nodes: { a: {} }, movedFrom: "two" });
    new TestPool(stack, "two", { nodes: { b: {} }, movedFrom: "one" });
  });
  expect(json.moved).toHaveLength(2);
});

test.each(["", "/", "/db", "db/", "a//b", "database"])(
  "the former path cannot be %j, and the error names where the pool is now",
  (movedFrom) => {
    const error = thrown(() => poolAt(scratchStack(), "database", movedFrom));
    expect(error).toMatchObject({ code: "moved-from", received: movedFrom, path: "stack/database" });
    expect(error.mend).toContain('"database"');
  },
);

test("the former path cannot be a token: addresses are made at synth", () => {
  const stack = scratchStack();
  const error = thrown(() => poolAt(stack, "db", new TerraformVariable(stack, "v", {}).stringValue));
  expect(error.code).toBe("moved-from");
  expect(error.allowed).toContain("known at synth");
});
