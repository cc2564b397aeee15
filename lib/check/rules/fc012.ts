import { IgnitionChange, formatIgnitionDiff, maskSecrets } from "../../ignition";
import type { CheckedPool } from "../model/checked-stack";
import { PoolDiff, poolDiffs } from "../model/config-diff";
import { Reach } from "../model/reach";
import { REACH_WORDS } from "../model/reach-words";
import { Severity } from "../severity";
import { changeCounts } from "./change-counts";
import { Need, Problem, Rule } from "./rule";

/** Details of one finding; the report has all that differs. */
const MOST_DETAILS = 20;

const MENDS: { readonly [reach in Reach]?: string } = {
  [Reach.NEXT_INSTALLATION]: "raise the generation of the machines that are to be installed anew",
  [Reach.NEW_MACHINES]: "replace the machines that are to have it, those of a pool by raising their generation",
};

/** What the machine configs of a change say otherwise than before, and when a machine that is there has it. */
export const FC012: Rule = {
  id: "FC012",
  title: "machine configs that change",
  severity: Severity.INFO,
  why:
    "A plan shows a changed machine config as a hash, as one long line, or not at all where changes of it are ignored. Ignition reads it when a machine boots " +
    "for the first time, so it matters as much when a machine gets it as what is in it.",
  mend: "Read in the report what differs, and whether it is what was meant.",
  triggers: "A file of a pool's machine config has other contents than on the base branch.",
  passes: "A machine config is written in another order, with other white space or in another compression, and leaves the same machine.",
  parts: [
    {
      needs: [Need.BASE],
      *find({ stack }) {
        for (const alike of byReach(poolDiffs(stack))) yield problemOf(alike);
      },
    },
  ],
};

/** Those of one pool whose change reaches machines in the same way. */
function byReach(diffs: readonly PoolDiff[]): PoolDiff[][] {
  const found: PoolDiff[][] = [];
  for (const diff of diffs) {
    const alike = found.find(([first]) => first.pool === diff.pool && first.reach === diff.reach);
    if (alike === undefined) found.push([diff]);
    else alike.push(diff);
  }
  return found;
}

function problemOf(diffs: readonly PoolDiff[]): Problem {
  const [{ pool, reach }] = diffs;
  const machines = pool.machines.map(({ name }) => name).filter((name) => diffs.some((diff) => diff.machines.includes(name)));
  const counts = changeCounts(diffs.flatMap(({ diff }) => diff.changes));
  return {
    pool,
    subjects: pool.kind === "group" ? [] : machines,
    message: `the machine config of ${pool.name} changes${onMachines(pool, machines)}: ${counts}; it ${REACH_WORDS[reach]}`,
    mend: MENDS[reach],
    details: detailsOf(diffs, machines.length),
  };
}

function onMachines({ path, kind, machines: all }: CheckedPool, machines: readonly string[]): string {
  // The machine is the resource that the message names already.
  if (path === undefined) return "";
  if (kind === "group") return " on every machine";
  if (all.length === 1) return ` on ${machines[0]}`;
  return machines.length === all.length ? ` on all ${all.length} machines` : ` on ${machines.length} of ${all.length} machines`;
}

function detailsOf(diffs: readonly PoolDiff[], machines: number): string[] {
  const byLine = new Map<string, string[]>();
  for (const { diff, machines: names } of diffs) {
    for (const change of diff.changes) {
      const line = lineOf(change);
      byLine.set(line, [...(byLine.get(line) ?? []), ...names]);
    }
  }
  const lines = [...byLine].map(([line, names]) => (names.length === machines ? line : `${line} on ${shortly(names)}`));
  return lines.length <= MOST_DETAILS ? lines : [...lines.slice(0, MOST_DETAILS), `… and ${lines.length - MOST_DETAILS} more`];
}

/** `~ file /etc/x (contents, mode)`. */
function lineOf(change: IgnitionChange): string {
  const title = formatIgnitionDiff({ changes: [{ ...change, fields: [] }] }).trimEnd();
  const fields = change.kind === "changed" ? ` (${change.fields.map(({ field }) => field).join(", ")})` : "";
  return maskSecrets(title + fields);
}

/** A few names: that it is not every machine is what a line has to say. */
function shortly(names: readonly string[]): string {
  return names.length <= 3 ? names.join(", ") : `${names.slice(0, 3).join(", ")} and ${names.length - 3} more`;
}
