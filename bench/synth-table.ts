import * as path from "path";
import { Cost, caseCost, leastByTurns } from "./measure";
import { PLATFORM_NAMES, type Table } from "./table";

/** What synthesising a pool costs over the same resources written by hand with the generated classes, and the same user data given ready. */
export const SYNTH: Table = {
  name: "synth",
  title: "synthesising a pool, by nodes",
  against: "the same resources written by hand",
  async measure({ scratch, runs, sizes, platforms }, add) {
    for (const platform of platforms) {
      const subject = PLATFORM_NAMES[platform];
      const perNode = new Map<number, number>();
      for (const size of sizes) {
        const userData = path.join(scratch, `${platform}-${size}.json`);
        const variant = async (name: string): Promise<Cost> => caseCost("synth-case.js", platform, name, String(size), userData);
        const { pool, hand } = await leastByTurns(repeats(runs, size), {
          pool: async () => variant("pool"),
          hand: async () => variant("hand"),
        });
        perNode.set(size, (pool.seconds / size) * 1000);
        add({ subject, size, what: "time", unit: "s", ours: pool.seconds, against: hand.seconds });
        add({ subject, size, what: "memory", unit: "MB", ours: pool.megabytes, against: hand.megabytes });
        add({ subject, size, what: "output", unit: "MB", ours: (pool.bytes ?? 0) / 1e6, against: (hand.bytes ?? 0) / 1e6 });
      }
      const [last, before] = [...perNode].sort(([a], [b]) => b - a);
      if (before !== undefined) {
        const what = `time a node, against that of ${before[0]}`;
        add({ subject, size: last[0], what, unit: "ms", ours: last[1], against: before[1] });
      }
    }
  },
};

/** A small case is over in a blink, and what the machine does beside it counts for more; a large one takes most of the time of the bench. */
function repeats(runs: number, size: number): number {
  if (size < 1000) return 3 * runs;
  return size < 10_000 ? runs : Math.ceil(runs / 2);
}
