import { expect, test } from "vitest";
import { Plan, type PlanResourceChange } from "./plan";

function change(address: string, actions: string[], more: Partial<PlanResourceChange> = {}): PlanResourceChange {
  const [type, name] = address.split(".");
  return { address, mode: "managed", type, name, change: { actions }, ...more };
}

test("a plan lists what is neither nothing nor a read, in order of address", () => {
  const resource_changes = [
    change("b.z", ["delete", "create"]),
    change("b.noop", ["no-op"]),
    change("data.a.read", ["read"], { mode: "data" }),
    change("a.u", ["update"]),
    change("B.u", ["create"]),
  ];
  const plan = new Plan({ format_version: "1.2", resource_changes }, "");
  expect(plan.changes).toEqual([
    { address: "B.u", actions: ["create"] },
    { address: "a.u", actions: ["update"] },
    { address: "b.z", actions: ["delete", "create"] },
  ]);
  expect(plan.isEmpty).toBe(false);
});

test("a plan without changes is empty, and one with reads and nothing else too", () => {
  expect(new Plan({ format_version: "1.2" }, "").isEmpty).toBe(true);
  const resource_changes = [change("a.b", ["no-op"]), change("data.a.b", ["read"], { mode: "data" })];
  expect(new Plan({ format_version: "1.2", resource_changes }, "").isEmpty).toBe(true);
});

test("a plan that changes an output or moves an address is not empty", () => {
  const output_changes = { ip: { actions: ["update"] }, name: { actions: ["no-op"] } };
  const outputs = new Plan({ format_version: "1.2", output_changes }, "");
  expect(outputs.outputChanges).toEqual(["ip"]);
  expect(outputs.isEmpty).toBe(false);
  const resource_changes = [change("a.new", ["no-op"], { previous_address: "a.old" })];
  const moved = new Plan({ format_version: "1.2", resource_changes }, "");
  expect(moved.moves).toEqual({ "a.old": "a.new" });
  expect(moved.changes).toEqual([]);
  expect(moved.isEmpty).toBe(false);
});

test("asking for an address that is not in the plan names those that are", () => {
  const plan = new Plan({ format_version: "1.2", resource_changes: [change("a.b", ["create"])] }, "");
  expect(plan.change("a.b").change.actions).toEqual(["create"]);
  expect(() => plan.change("a.c")).toThrow("the plan has no a.c; it has a.b");
});
