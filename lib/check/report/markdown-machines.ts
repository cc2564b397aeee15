import { printable } from "../../ignition/printable";
import { listed } from "../listed";
import { Fate, PoolFates } from "../model/fate";
import { FateGroup, fateGroups, isUntouched } from "./fate-words";
import { Rank, Section } from "./markdown-budget";
import { cell, clipped, code, codeBlock, prose } from "./markdown-text";
import { wholeReason } from "./reason-words";
import type { StackReport } from "./report";
import { unplannedWords } from "./verdict-words";

/** Names and reasons in one cell of the table. */
const NAMES_IN_CELL = 8;
const REASONS_IN_CELL = 3;

/** Changes of a plan that are written out of one pool. */
const MOST_REASONS = 40;

/** What a reviewer must not overlook. */
const LOUD: readonly Fate[] = [Fate.DESTROYED, Fate.REPLACED, Fate.REFRESHED];

/** The machines of all stacks as a table, the pools to which something happens first, and what is to be said of stacks without a plan. */
export function machineSections(stacks: readonly StackReport[]): Section[] {
  const pools = stacks.flatMap((stack) => stack.pools);
  const changed = pools.filter((pool) => !isUntouched(pool));
  const untouched = pools.filter(isUntouched);
  return [
    {
      head: "\n| Stack | Pool | Machines | Why |\n| --- | --- | --- | --- |\n",
      foot: "",
      blocks: [
        ...changed.map((pool) => ({ rank: Rank.CHANGED_POOL, text: () => row(pool) })),
        ...untouched.map((pool) => ({ rank: Rank.UNTOUCHED_POOL, text: () => row(pool) })),
      ],
    },
    {
      head: "",
      foot: "",
      blocks: stacks
        .filter(({ hasPlan }) => !hasPlan)
        .map((stack) => ({ rank: Rank.CHANGED_POOL, text: () => `\n${code(clipped(stack.name, 200))}: ${unplannedWords(stack)}.\n` })),
    },
    {
      head: "\n<details><summary>What the plan changes</summary>\n",
      foot: "\n</details>\n",
      blocks: changed.map((pool) => ({ rank: Rank.DETAILS, text: () => `\n${reasonsText(pool)}\n` })),
    },
  ];
}

function reasonsText(pool: PoolFates): string {
  const reasons = [...new Set(pool.machines.flatMap((machine) => machine.reasons).map(wholeReason))];
  const lines = reasons.slice(0, MOST_REASONS).map((reason) => clipped(printable(reason), 300));
  const more = reasons.length > MOST_REASONS ? [`… (${reasons.length})`] : [];
  return `${code(clipped(pool.path ?? pool.name, 200))}\n\n${codeBlock("text", [...lines, ...more])}`;
}

function row(pool: PoolFates): string {
  const groups = fateGroups(pool);
  const cells = [
    code(clipped(pool.stack, 200)),
    code(clipped(pool.path ?? pool.name, 200)) + (pool.quorum ? " (quorum)" : ""),
    groups.map(machinesCell).join("<br>"),
    [...new Set(groups.flatMap(({ why }) => why))]
      .slice(0, REASONS_IN_CELL)
      .map((why) => prose(clipped(why, 300)))
      .join("<br>"),
  ];
  return `| ${cells.map(cell).join(" | ")} |\n`;
}

function machinesCell({ fate, words, names }: FateGroup): string {
  const shown = LOUD.includes(fate) ? `**${words}**` : words;
  if (names.length === 0) return shown;
  const first = names.slice(0, NAMES_IN_CELL).map((name) => code(clipped(name, 100)));
  return `${shown}: ${listed([...first, ...names.slice(NAMES_IN_CELL)], NAMES_IN_CELL)}`;
}
