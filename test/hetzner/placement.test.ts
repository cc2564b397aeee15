import { Token } from "cdktf";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { PlacementGroup } from "../../lib/hetzner";
import { PlacementGroups } from "../../lib/hetzner/placement";
import { scratchStack, thrown, untyped } from "../support";

function groups(count: number): PlacementGroups {
  return new PlacementGroups(scratchStack(), count, (at, id, i) => new PlacementGroup(at, id, { name: `g${i}`, type: "spread" }));
}
const NUMBER = (): number => Token.asNumber({ resolve: () => 1, toString: () => "1", creationStack: [] });

test("without groups nothing is placed", () => {
  expect(groups(0).groupOf({ name: "a", index: 12 })).toBeUndefined();
});

test("an explicit group wins, then the index counts ten by ten", () => {
  const three = groups(3);
  expect(three.groupOf({ name: "a", index: 0, placementGroup: 2 })?.bucket).toBe(2);
  expect([0, 9, 10, 29].map((index) => three.groupOf({ name: `n-${index}`, index })?.bucket)).toEqual([0, 0, 1, 2]);
});

test("without either it is a hash of the name (SHA-256), the same for ever", () => {
  const four = groups(4);
  const names = ["a", "b", "c", "db-a", "db-b", "db-c", "web"];
  expect(names.map((name) => four.groupOf({ name })?.bucket)).toEqual([2, 2, 3, 2, 2, 2, 2]);
});

test("a node's group does not depend on the nodes before it", () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.stringMatching(/^[a-z][a-z0-9]{0,8}$/), { minLength: 1, maxLength: 9 }), (names) => {
      const [one, other] = [groups(3), groups(3)];
      const at = (places: PlacementGroups, order: string[]): unknown =>
        Object.fromEntries(order.map((name) => [name, places.groupOf({ name })?.bucket]));
      expect(at(one, names)).toEqual(at(other, [...names].reverse()));
    }),
    { numRuns: 30 },
  );
});

test("the eleventh server of a group is refused", () => {
  const two = groups(2);
  for (let i = 0; i < 10; i++) two.groupOf({ name: `a${i}`, placementGroup: 0 });
  const error = thrown(() => two.groupOf({ name: "late", placementGroup: 0 }));
  expect(error).toMatchObject({ code: "placement-group-full", subject: "nodes.late: placement group 0" });
  expect(error.received).toHaveLength(11);
  expect(two.groupOf({ name: "late", placementGroup: 1 })?.bucket).toBe(1);
});

test.each([-1, 2, 1.5, NaN])("the group %s is not one of two", (placementGroup) => {
  const error = thrown(() => groups(2).groupOf({ name: "a", placementGroup }));
  expect(error).toMatchObject({ code: "placement-group-range", subject: "nodes.a.placementGroup", received: placementGroup });
});

test("an index beyond the groups is refused, by its name", () => {
  const error = thrown(() => groups(2).groupOf({ name: "n-20", index: 20 }));
  expect(error).toMatchObject({ code: "placement-group-range", subject: "nodes.n-20.index", received: "20, which is group 2" });
});

test("a group is refused where the pool has none", () => {
  const error = thrown(() => groups(0).groupOf({ name: "a", placementGroup: 0 }));
  expect(error).toMatchObject({ code: "placement-group-range", received: 0 });
  expect(error.allowed).toContain("the pool has no placement groups");
});

test.each([-1, 1.5, 1001, NaN, untyped<number>("2")])("%s is no number of groups", (count) => {
  expect(thrown(() => groups(count))).toMatchObject({ code: "placement-groups", received: count });
});

test("what must be known at synth is refused as what it is", () => {
  expect(thrown(() => groups(NUMBER()))).toMatchObject({ code: "placement-groups", received: "a number known only at apply" });
  const error = thrown(() => groups(2).groupOf({ name: "a", placementGroup: NUMBER() }));
  expect(error).toMatchObject({ code: "placement-group-range", received: "a number known only at apply" });
});
