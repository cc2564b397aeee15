/** What a release mended in one of its parts. */
export interface SecurityFix {
  /** Such as `Linux` or `sysext-docker: docker`. */
  readonly component: string;
  /** `CVE-2026-68480` and the like, from old to new, each once. */
  readonly cves: readonly string[];
  /** Names of problems without such a number, such as `Gentoo#866237`. */
  readonly others: readonly string[];
}

const HEADING = /^\s*(?:#{1,6}\s+(.*?)|\*\*(.+?)\*\*:?)\s*$/;
const ITEM = /^\s*[-*]\s+(.*)$/;
const CVE = /CVE-\d{4}-\d{4,19}/g;
const LINK = /\[([^\]]*)\]\([^)]*\)/g;
// Nobody's notes move a cursor or turn a text around.
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Co}\p{Cs}]/gu;
const LONGEST_NAME = 80;

/**
 * What stands under "Security fixes" in the release notes, by part. The notes are not signed: their texts are for people to read, and bounded in length.
 *
 * @param notes Markdown
 */
export function securityFixes(notes: string): SecurityFix[] {
  const found = new Map<string, { cves: Set<string>; others: Set<string> }>();
  let inside = false;
  for (const line of notes.split(/\r?\n/)) {
    const heading = HEADING.exec(line);
    if (heading !== null) inside = /^security\b/i.test(heading[1] ?? heading[2]);
    const item = inside ? ITEM.exec(line)?.[1] : undefined;
    if (item === undefined) continue;
    const component = componentOf(item);
    const fix = found.get(component) ?? { cves: new Set(), others: new Set() };
    found.set(component, fix);
    for (const [cve] of item.matchAll(CVE)) fix.cves.add(cve);
    for (const [, label] of item.matchAll(LINK)) if (label.search(CVE) < 0) fix.others.add(plain(label));
  }
  return [...found].map(([component, { cves, others }]) => ({ component, cves: [...cves].sort(byNumbers), others: [...others] }));
}

/** The name before the problems, which stand in brackets but in some old notes; the whole text where there are none. */
function componentOf(item: string): string {
  const text = item.replace(LINK, "[$1]");
  const problems = text.search(/\s*\(\s*\[|[\s(:-]*\[?CVE-\d/);
  return plain(problems > 0 ? text.slice(0, problems) : text.replace(/\[([^\]]*)\]/g, "$1"));
}

function plain(text: string): string {
  const visible = text.replace(/\s+/g, " ").replace(INVISIBLE, "").replace(/[`*]/g, "").trim();
  return visible.length > LONGEST_NAME ? `${visible.slice(0, LONGEST_NAME - 1)}…` : visible;
}

function byNumbers(a: string, b: string): number {
  const [, yearA, numberA] = a.split("-").map(Number);
  const [, yearB, numberB] = b.split("-").map(Number);
  return yearA - yearB || numberA - numberB;
}
