import fc from "fast-check";
import { expect, test } from "vitest";
import { rebootSlotOf } from "../../lib/update/reboot-slot";
import { thrown } from "./thrown";

test("a node's own slot counts before its index, its index before its name", () => {
  expect(rebootSlotOf({ name: "web-5", rebootSlot: 3, index: 5 }, 4)).toBe(3);
  expect(rebootSlotOf({ name: "web-5", index: 5 }, 4)).toBe(1);
  expect(rebootSlotOf({ name: "web-5", index: 0 }, 4)).toBe(0);
});

// The first 48 bits of the SHA-256 of the name; these must not change, or a node would change its window with the package.
test.each([
  ["db-a", 4, 0],
  ["db-b", 4, 3],
  ["db-c", 4, 0],
  ["web-0", 7, 6],
])("the slot of %s among %d is %d for ever", (name, slots, slot) => {
  expect(rebootSlotOf({ name }, slots)).toBe(slot);
});

test("every node has a slot that is there, which only its own name decides", () => {
  fc.assert(
    fc.property(fc.string(), fc.integer({ min: 1, max: 1000 }), (name, slots) => {
      const slot = rebootSlotOf({ name }, slots);
      expect(slot).toBeGreaterThanOrEqual(0);
      expect(slot).toBeLessThan(slots);
      expect(rebootSlotOf({ name }, slots)).toBe(slot);
    }),
  );
});

test("names are spread over all slots", () => {
  const used = new Set(Array.from({ length: 100 }, (_, i) => rebootSlotOf({ name: `node-${i}` }, 4)));
  expect(used.size).toBe(4);
});

test("a slot that is not there is an error that names the node", () => {
  const error = thrown(() => rebootSlotOf({ name: "db-a", rebootSlot: 4 }, 4));
  expect(error).toMatchObject({ code: "reboot-slot-range", received: 4, allowed: "a whole number from 0 to 3" });
  expect(error.subject).toContain("db-a");
  for (const rebootSlot of [-1, 0.5, Number.NaN]) {
    expect(thrown(() => rebootSlotOf({ name: "db-a", rebootSlot }, 4)).code).toBe("reboot-slot-range");
  }
});

test("a slot other than 0 without a staggered window is an error, because it would do nothing", () => {
  expect(rebootSlotOf({ name: "db-a", rebootSlot: 0 }, 1)).toBe(0);
  expect(thrown(() => rebootSlotOf({ name: "db-a", rebootSlot: 1 }, 1)).mend).toContain("stagger");
});

test("an index is a whole number from 0, the number of slots one from 1", () => {
  for (const index of [-1, 1.5]) expect(thrown(() => rebootSlotOf({ name: "a", index }, 4)).code).toBe("reboot-slot-range");
  for (const slots of [0, -2, 1.5]) expect(thrown(() => rebootSlotOf({ name: "a" }, slots)).code).toBe("reboot-window-slots");
});
