import { Need, Rule } from "./rules/rule";

/** What there is to say about a rule, as titles and texts in the order in which people want them. */
export interface Explanation {
  /** `FC001 machines replaced or restarted at once`. */
  readonly heading: string;
  readonly parts: readonly { readonly title: string; readonly text: string }[];
}

const NEEDS: { readonly [need in Need]: string } = {
  [Need.PLAN]: "a plan",
  [Need.BASE]: "what the base branch synthesises",
  [Need.LOCK]: "the lock file",
  [Need.FEED]: "what Flatcar has published (`--feed`)",
};

/** What there is to say about a rule. */
export function explained({ id, title, severity, why, mend, triggers, passes, parts }: Rule): Explanation {
  const told = [
    { title: "Severity", text: `${severity}, unless a finding says otherwise${parts.length === 0 ? "" : ", or the settings do"}.` },
    { title: "Needs", text: parts.length === 0 ? "Settings or plans." : needsText(parts.map(({ needs }) => needs)) },
    { title: "Why it matters", text: why },
    { title: "How to mend it", text: mend },
    { title: "What triggers it", text: triggers },
    { title: "What comes close and does not", text: passes },
  ];
  return { heading: `${id} ${title}`, parts: told };
}

/** `Nothing but the synthesised stack; for a part of it a plan and the lock file.` */
function needsText(parts: readonly (readonly Need[])[]): string {
  const isOnlySynth = parts.every((needs) => needs.length === 0);
  if (isOnlySynth) return "Nothing but the synthesised stack.";
  const wanted = [...new Set(parts.filter((needs) => needs.length > 0).map((needs) => needs.map((need) => NEEDS[need]).join(" and ")))];
  const [first, ...others] = wanted;
  const hasSynth = parts.some((needs) => needs.length === 0);
  const begin = hasSynth ? `Nothing but the synthesised stack; for a part of it ${first}` : `${first[0].toUpperCase()}${first.slice(1)}`;
  return `${[begin, ...others.map((each) => `for another part ${each}`)].join(", ")}.`;
}
