import { ChangeKind, LockChange, ReleaseFacts, ReleaseFixes, alike } from "./changes";
import { SecurityFix } from "./notes";

/** More are counted, not listed: a terminal is no place for the four hundred problems of a kernel. */
const RELEASES_SHOWN = 8;
const COMPONENTS_SHOWN = 10;
const PROBLEMS_SHOWN = 3;

/** The rows of a change, in order: what they are called and what they show. */
export const FACTS: readonly (readonly [string, (facts: ReleaseFacts) => string | undefined])[] = [
  ["version", ({ version }) => version],
  ["released", ({ releaseDate }) => releaseDate],
  ["kernel", ({ kernel }) => kernel],
  ["containerd", ({ containerd }) => containerd],
  ["docker", ({ docker }) => docker],
  ["systemd", ({ systemd }) => systemd],
  ["Ignition", ({ ignition, ignitionSpec }) => (ignitionSpec === undefined ? ignition : `${ignition} (spec ${ignitionSpec})`)],
];

/** A change in one line: `stable 4593.2.4 → 4593.2.5`. */
export function changeTitle({ before, after, kind }: LockChange): string {
  const text = `${after.channel} ${after.version}`;
  if (kind === ChangeKind.COMPLETED || kind === ChangeKind.NONE || before === undefined) return text;
  const arrow =
    before.channel === after.channel
      ? `${before.channel} ${before.version} → ${after.version}`
      : `${before.channel} ${before.version} → ${text}`;
  return kind === ChangeKind.DOWNGRADE ? `${arrow}, which is older` : arrow;
}

/** Changes for a terminal. Names that change alike share a paragraph; those that change nothing are told of in one line at the end. */
export function changesText(changes: readonly LockChange[]): string {
  const changed = changes.filter(({ kind }) => kind !== ChangeKind.NONE);
  const same = changes.filter(({ kind }) => kind === ChangeKind.NONE).map(({ name, after }) => `${name} (${after.version})`);
  const parts = alike(changed).map(changeText);
  if (same.length > 0) parts.push(`up to date: ${same.join(", ")}\n`);
  return parts.join("\n");
}

function changeText(group: readonly LockChange[]): string {
  const [change] = group;
  const names = group.map(({ name }) => name).join(", ");
  const { kind, before, after, security } = change;
  const width = Math.max(...FACTS.map(([title]) => title.length));
  const rows =
    kind === ChangeKind.COMPLETED
      ? []
      : FACTS.map(([title, of]) => `  ${title.padEnd(width)}  ${arrow(before && of(before), of(after))}\n`);
  const fixes = security.filter(({ fixes }) => fixes.length > 0);
  const shown = fixes.slice(0, RELEASES_SHOWN).map((release) => `    ${release.version}  ${fixesLine(release)}\n`);
  const more = fixes.length > RELEASES_SHOWN ? [`    and ${fixes.length - RELEASES_SHOWN} more releases\n`] : [];
  const heading = fixes.length === 0 ? [] : [`  ${kind === ChangeKind.DOWNGRADE ? "security fixes that are lost" : "security fixes"}:\n`];
  return [`${names}: ${changeTitle(change)}\n`, ...rows, ...heading, ...shown, ...more, ...lockedLine(change)].join("");
}

/** How much is locked that was not, or nothing. */
export function newValues({ newHashes, newAmis }: LockChange): string {
  const count = (number: number, one: string): string[] =>
    number === 0 ? [] : [`${number} ${one}${number === 1 ? "" : one.endsWith("h") ? "es" : "s"}`];
  return [...count(newHashes, "hash"), ...count(newAmis, "AMI")].join(" and ");
}

function lockedLine(change: LockChange): string[] {
  const values = newValues(change);
  return values === "" ? ["  no hashes are newly locked\n"] : [`  newly locked: ${values}\n`];
}

function arrow(before: string | undefined, after: string | undefined): string {
  if (before === after || before === undefined) return after ?? "not known";
  return `${before} → ${after ?? "not known"}`;
}

/** What a release mended, in one line, with as much as a terminal has room for. */
export function fixesLine({ fixes }: Pick<ReleaseFixes, "fixes">): string {
  const shown = fixes.slice(0, COMPONENTS_SHOWN).map(fixText);
  return [...shown, ...(fixes.length > COMPONENTS_SHOWN ? [`and ${fixes.length - COMPONENTS_SHOWN} more`] : [])].join(", ");
}

function fixText({ component, cves, others }: SecurityFix): string {
  const problems = [...cves, ...others];
  if (problems.length === 0) return component;
  return problems.length > PROBLEMS_SHOWN ? `${component} (${problems.length} problems)` : `${component} (${problems.join(", ")})`;
}
