import * as path from "path";
import { caseCost, leastByTurns } from "./measure";
import type { Table } from "./table";

const ENTRIES = ["", "aws", "bare-metal", "hetzner", "libvirt"];

/** What importing the package costs over importing `cdktf`, which every app does. */
export const LOAD: Table = {
  name: "load",
  title: "importing the package, and cdktf with it",
  against: "importing cdktf alone",
  async measure({ runs }, add) {
    const entryOf = (entry: string): string => path.join(__dirname, "..", "lib", entry, "index.js");
    const ours = Object.fromEntries(ENTRIES.map((entry) => [nameOf(entry), async () => caseCost("load-case.js", entryOf(entry))]));
    const costs = await leastByTurns(3 * runs, { cdktf: async () => caseCost("load-case.js"), ...ours });
    for (const subject of ENTRIES.map(nameOf)) {
      add({ subject, what: "time", unit: "ms", ours: costs[subject].seconds * 1000, against: costs.cdktf.seconds * 1000 });
      add({ subject, what: "memory", unit: "MB", ours: costs[subject].megabytes, against: costs.cdktf.megabytes });
    }
  },
};

function nameOf(entry: string): string {
  return entry === "" ? "cdktf-flatcar" : `cdktf-flatcar/${entry}`;
}
