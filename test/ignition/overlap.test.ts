import fc from "fast-check";
import { expect, test } from "vitest";
import { firstOverlap } from "../../lib/ignition/overlap";
import { IgnitionPartition } from "../../lib/ignition";

/** What Ignition does: it compares each with each. */
function compared(partitions: readonly IgnitionPartition[]): number | undefined {
  const placed = partitions.flatMap(({ startMiB = 0, sizeMiB }, index) =>
    startMiB === 0 || sizeMiB === undefined ? [] : [{ index, a: startMiB, z: sizeMiB === 0 ? startMiB : startMiB + sizeMiB - 1 }],
  );
  for (const p of placed) {
    for (const o of placed) {
      if (o.index === p.index) continue;
      if ((p.a >= o.a && p.a <= o.z) || (p.z >= o.a && p.z <= o.z) || (p.a < o.a && p.z > o.z)) return o.index;
    }
  }
  return undefined;
}

test("the partition is named that comparing each with each names, negative starts and sizes included", () => {
  const number = fc.integer({ min: -6, max: 40 });
  const partition = fc.record({ startMiB: number, sizeMiB: fc.oneof(fc.integer({ min: -4, max: 6 }), number) }, { requiredKeys: [] });
  fc.assert(
    fc.property(fc.array(partition, { maxLength: 12 }), (partitions) => {
      expect(firstOverlap(partitions)).toBe(compared(partitions));
    }),
    { numRuns: 5000, seed: 5 },
  );
});

test("the last of many partitions is found to overlap the one before", () => {
  const partitions = Array.from({ length: 200_000 }, (_, i) => ({ number: i + 1, startMiB: i * 10 + 1, sizeMiB: 5 }));
  expect(firstOverlap(partitions)).toBeUndefined();
  expect(firstOverlap([...partitions, { number: 200_001, startMiB: 1_999_995, sizeMiB: 1 }])).toBe(200_000);
});
