import { ChangeKind, LockChange, ReleaseFixes, alike } from "./changes";
import { FACTS, changeTitle, newValues } from "./changes-text";
import { SecurityFix } from "./notes";

/**
 * The body of a pull request may have 65536 characters; this leaves room for what else somebody writes there.
 *
 * @see https://docs.github.com/en/rest/pulls/pulls#create-a-pull-request
 */
const LONGEST = 60_000;

/** Problems of one part that are listed with their links; more are counted. */
const PROBLEMS_LISTED = 20;

/** How much of the security fixes is shown: less and less until all fits. */
enum Detail {
  LISTS,
  COUNTS,
  NONE,
}

/** Changes as the body of a pull request. Names that change alike share a section. */
export function changesMarkdown(changes: readonly LockChange[], notes: readonly string[] = []): string {
  const changed = changes.filter(({ kind }) => kind !== ChangeKind.NONE);
  if (changed.length === 0) return `No release in the lock changes.\n${notesPart(notes)}`;
  const groups = alike(changed);
  for (const detail of [Detail.LISTS, Detail.COUNTS]) {
    const text = body(groups, detail, notes);
    if (text.length <= LONGEST) return text;
  }
  return body(groups, Detail.NONE, notes).slice(0, LONGEST);
}

function body(groups: readonly (readonly LockChange[])[], detail: Detail, notes: readonly string[]): string {
  return `${groups.map((group) => section(group, detail)).join("\n")}${notesPart(notes)}`;
}

function section(group: readonly LockChange[], detail: Detail): string {
  const [change] = group;
  const { before, after, kind, security } = change;
  const names = group.map(({ name }) => `\`${name}\``).join(", ");
  const rows = FACTS.map(([title, of]) => {
    const [was, is] = [before && of(before), of(after)].map((value) => escaped(value ?? "not known"));
    const link = title === "version" ? `[${is}](https://www.flatcar.org/releases#release-${after.version})` : is;
    return `| ${title} | ${before === undefined ? "" : `${was} | `}${was === is ? is : `**${link}**`} |\n`;
  });
  const head = before === undefined ? "| | |\n|---|---|\n" : "| | before | after |\n|---|---|---|\n";
  const values = newValues(change);
  const fixes = security.filter((release) => release.fixes.length > 0);
  const lost = kind === ChangeKind.DOWNGRADE;
  return [
    `### ${names}: ${escaped(changeTitle(change))}\n\n`,
    ...(kind === ChangeKind.COMPLETED ? [] : [head, ...rows, "\n"]),
    values === "" ? "No hashes are newly locked.\n" : `Newly locked: ${values}.\n`,
    ...(fixes.length === 0 || detail === Detail.NONE ? [] : [`\n**Security fixes${lost ? " that are lost" : ""}**\n\n`]),
    ...(detail === Detail.LISTS ? fixes.map(release) : []),
    ...(detail === Detail.COUNTS ? fixes.map((one) => `- ${summary(one, escaped)}\n`) : []),
  ].join("");
}

function release(one: ReleaseFixes): string {
  const items = one.fixes.map((fix) => `- ${fixItem(fix)}\n`);
  return `<details>\n<summary>${summary(one, escapedHtml)}</summary>\n\n${items.join("")}\n</details>\n`;
}

function summary({ version, releaseDate, fixes }: ReleaseFixes, escape: (text: string) => string): string {
  const problems = fixes.reduce((sum, { cves, others }) => sum + cves.length + others.length, 0);
  const components = fixes.map(({ component }) => component).join(", ");
  return escape(`${version}, ${releaseDate}: ${problems} ${problems === 1 ? "problem" : "problems"} in ${components}`);
}

function fixItem({ component, cves, others }: SecurityFix): string {
  const problems = [...cves.map((cve) => `[${cve}](https://nvd.nist.gov/vuln/detail/${cve})`), ...others.map(escaped)];
  const more = problems.length > PROBLEMS_LISTED ? ` and ${problems.length - PROBLEMS_LISTED} more` : "";
  return `${escaped(component)}${problems.length === 0 ? "" : `: ${problems.slice(0, PROBLEMS_LISTED).join(", ")}${more}`}`;
}

function notesPart(notes: readonly string[]): string {
  return notes.length === 0 ? "" : `\n${notes.map((note) => `> ${escaped(note)}\n`).join(">\n")}`;
}

/** Text that names nobody, links nowhere and makes no HTML: release notes are not signed. */
function escaped(text: string): string {
  return unlinked(text.replace(/[\\`*_{}[\]<>()#|~!&]/g, "\\$&"));
}

// Between tags Markdown does not read, and would show its own signs.
function escapedHtml(text: string): string {
  const entities: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
  return unlinked(text.replace(/[&<>"]/g, (sign) => entities[sign]));
}

// A character of no width keeps names and addresses from becoming links.
function unlinked(text: string): string {
  return text.replace(/@|:(?=\/\/)|\bwww(?=\.)/gi, "$&\u200b");
}
