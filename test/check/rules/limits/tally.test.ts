import { describe, expect, test } from "vitest";
import { Tallies, targetOf } from "../../../../lib/check/rules/limits/tally";
import { stackOf } from "../../manifests";

const TYPE = "hcloud_placement_group";

describe("a target", () => {
  const of = (value: unknown, group: object = {}) => targetOf(stackOf({ resources: { [TYPE]: { g: { ...group } } } }), TYPE, value);

  test("is what the stack makes, or an id that is written down", () => {
    expect(of("${hcloud_placement_group.g.id}")).toEqual({ name: `${TYPE}.g`, copies: 1 });
    expect(of(42)).toEqual({ name: `${TYPE} 42`, copies: 1 });
    expect(of("42")).toEqual({ name: `${TYPE} 42`, copies: 1 });
  });

  test("of several copies is the one that an index names, or all together", () => {
    expect(of("${hcloud_placement_group.g[1].id}", { count: 2 })).toEqual({ name: `${TYPE}.g[1]`, copies: 1 });
    expect(of('${hcloud_placement_group.g["a"].id}', { for_each: { a: 1 } })).toEqual({ name: `${TYPE}.g["a"]`, copies: 1 });
    expect(of("${hcloud_placement_group.g[count.index % 2].id}", { count: 2 })).toEqual({ name: `${TYPE}.g`, copies: 2 });
    expect(of("${hcloud_placement_group.g[count.index % 2].id}", { count: "${var.n}" })).toBeUndefined();
  });

  test("is not known of one of two, of a data source, or of nothing", () => {
    expect(of("${var.x ? hcloud_placement_group.g.id : hcloud_placement_group.h.id}")).toBeUndefined();
    expect(of("${data.hcloud_placement_group.g.id}")).toBeUndefined();
    expect(of(undefined)).toBeUndefined();
  });
});

describe("a tally", () => {
  const count = (copies: number, ...counts: unknown[]) => {
    const tallies = new Tallies();
    counts.forEach((each, i) => tallies.add({ name: "g", copies }, `s.${i}`, each === undefined ? {} : { count: each }));
    return tallies.over(10).map((tally) => tally.count);
  };

  test("counts every instance, and none of an unknown number", () => {
    expect(count(1, 10)).toEqual([]);
    expect(count(1, 10, undefined)).toEqual([11]);
    expect(count(1, 10, "${var.n}")).toEqual([]);
    expect(count(1)).toEqual([]);
  });

  test("compares with what all copies take", () => {
    expect(count(2, 20)).toEqual([]);
    expect(count(2, 21)).toEqual([21]);
  });

  test("knows what it counted", () => {
    const tallies = new Tallies();
    tallies.add({ name: "g", copies: 1 }, "s.a", {});
    tallies.add({ name: "h", copies: 1 }, "s.b", { count: 2 });
    tallies.add({ name: "g", copies: 1 }, "s.c", {});
    expect(tallies.over(1)).toEqual([
      { target: { name: "g", copies: 1 }, count: 2, by: ["s.a", "s.c"] },
      { target: { name: "h", copies: 1 }, count: 2, by: ["s.b"] },
    ]);
  });
});
