import { IgnitionConfig } from "../../ignition";
import { own } from "../record";
import { isSame } from "../same";

/** Sections whose members are lists of entries that stand for themselves: a file, a unit, a user. */
const SECTIONS = ["passwd", "storage", "systemd"] as const;

/**
 * Two configs without the entries of lists that both write in the same words. What differs between the two is what differs between the results, and most
 * of a config is the same on both sides of a change: the name of each machine, for one.
 */
export function differingParts(before: IgnitionConfig, after: IgnitionConfig): readonly [before: IgnitionConfig, after: IgnitionConfig] {
  // Under another version the same words may mean something else.
  if (before.ignition?.version !== after.ignition?.version) return [before, after];
  return [without(before, after), without(after, before)];
}

function without(config: IgnitionConfig, other: IgnitionConfig): IgnitionConfig {
  const sections = SECTIONS.flatMap((section) => {
    const [own, others] = [config[section], other[section]] as readonly (Lists | undefined)[];
    return own === undefined ? [] : [[section, pruned(own, others ?? {})] as const];
  });
  return { ...config, ...Object.fromEntries(sections) };
}

interface Lists {
  readonly [list: string]: readonly unknown[] | undefined;
}

function pruned(lists: Lists, others: Lists): Lists {
  const kept = Object.entries(lists).map(([name, entries = []]) => {
    const known = new Map((others[name] ?? []).map((entry) => [keyOf(entry), entry]));
    return [name, entries.filter((entry) => !isSame(entry, known.get(keyOf(entry))))] as const;
  });
  return Object.fromEntries(kept.filter(([, entries]) => entries.length > 0));
}

/** What an entry of these lists is called. */
function keyOf(entry: unknown): unknown {
  return own(entry, "path") ?? own(entry, "name") ?? own(entry, "device");
}
