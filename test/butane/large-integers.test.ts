import { expect, test } from "vitest";
import { LargeIntegers } from "../../lib/butane/large-integers";
import { translated } from "./translated";

test("integers are found by their object and field", () => {
  const integers = new LargeIntegers();
  const object = {};
  expect(integers.isEmpty).toBe(true);
  integers.add(object, "uid", 1n);
  integers.add(object, "gid", 2n);
  expect(integers.isEmpty).toBe(false);
  expect([integers.get(object, "uid"), integers.get(object, "gid"), integers.get(object, "id"), integers.get({}, "uid")]).toEqual([
    1n,
    2n,
    undefined,
    undefined,
  ]);
});

test("integers of 64 bits reach the JSON as they are", () => {
  const { json } = translated("passwd:\n  users:\n    - {name: a, uid: 9223372036854775807}\n    - {name: b, uid: -9223372036854775808}");
  expect(json).toContain('"users":[{"name":"a","uid":9223372036854775807},{"name":"b","uid":-9223372036854775808}]');
});
