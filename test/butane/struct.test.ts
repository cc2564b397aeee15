import { expect, test } from "vitest";
import { struct } from "../../lib/butane/struct";

test("a struct keeps its fields in order, and finds each by its key", () => {
  const path = { key: "path", kind: "string", plain: true } as const;
  const mode = { key: "mode", kind: "int", plain: false } as const;
  const file = struct("v0_5.File", [path, mode]);
  expect(file.type).toBe("v0_5.File");
  expect(file.fields).toEqual([path, mode]);
  expect(file.byKey.get("mode")).toBe(mode);
  expect(file.byKey.get("constructor")).toBeUndefined();
});
