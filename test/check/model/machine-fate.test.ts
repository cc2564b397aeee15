import { expect, test } from "vitest";
import { Fate, Reason } from "../../../lib/check/model/fate";
import { machineFate } from "../../../lib/check/model/machine-fate";
import { changeOf } from "./changes-of";

const REASON: Reason = { address: "t.a", actions: ["update"], paths: [] };
const fate = (actions: readonly string[] | undefined, reasons: readonly Reason[] = []) =>
  machineFate("a", "hcloud_server.a", actions === undefined ? undefined : changeOf("hcloud_server", { actions }), reasons);

test.each<[readonly string[], Fate, boolean, boolean]>([
  [["no-op"], Fate.UNTOUCHED, true, true],
  [["create"], Fate.CREATED, false, true],
  [["delete"], Fate.DESTROYED, true, false],
  [["update"], Fate.UPDATED, true, true],
  [["delete", "create"], Fate.REPLACED, true, true],
  [["create", "delete"], Fate.REPLACED, true, true],
  [["create", "forget"], Fate.CREATED, false, true],
])("%j: %s", (actions, expected, isBefore, isAfter) => {
  expect(fate(actions)).toMatchObject({ name: "a", address: "hcloud_server.a", fate: expected, count: 1, isBefore, isAfter });
});

test("a replacement has its order, and nothing else has", () => {
  expect(fate(["delete", "create"]).order).toBe("destroy-first");
  expect(fate(["create", "delete"]).order).toBe("create-first");
  expect(fate(["update"])).not.toHaveProperty("order");
});

test("a machine whose other resources change runs on, and one that Terraform forgets does too, and is the pool's no more", () => {
  expect(fate(["no-op"], [REASON])).toMatchObject({ fate: Fate.UPDATED, reasons: [REASON] });
  expect(fate(["forget"], [REASON])).toMatchObject({ fate: Fate.UPDATED, isBefore: true, isAfter: false });
});

test("a machine that the plan does not know is untouched", () => {
  expect(fate(undefined)).toMatchObject({ fate: Fate.UNTOUCHED, isBefore: true, isAfter: true });
});
