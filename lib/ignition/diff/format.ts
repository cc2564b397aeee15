import { printable } from "../printable";
import { IgnitionChange, IgnitionChangeKind, IgnitionContents, IgnitionContentsChange, IgnitionDiff, IgnitionFieldChange } from "./types";

/** How a diff is written. */
export interface DiffFormat {
  /**
   * Escape sequences of a terminal for colours.
   *
   * @default false
   */
  readonly color?: boolean;
}

const SIGNS = { [IgnitionChangeKind.ADDED]: "+", [IgnitionChangeKind.REMOVED]: "-", [IgnitionChangeKind.CHANGED]: "~" };
const NOUNS: Readonly<Record<string, string>> = {
  ignition: "ignition",
  kernelArguments: "kernel arguments",
  "passwd.groups": "group",
  "passwd.users": "user",
  "storage.directories": "directory",
  "storage.disks": "disk",
  "storage.disks.partitions": "partition",
  "storage.files": "file",
  "storage.filesystems": "filesystem",
  "storage.links": "link",
  "storage.luks": "LUKS volume",
  "storage.luks.clevis.tang": "Tang server",
  "storage.raid": "RAID array",
  "systemd.units": "unit",
  "systemd.units.dropins": "drop-in",
};
const RESET = "\x1b[0m";
const COLOURS: Readonly<Record<string, string>> = { "+": "\x1b[32m", "-": "\x1b[31m", "~": "\x1b[33m", "@": "\x1b[36m" };

/**
 * A diff for people to read: one part of the config a paragraph, texts as unified diffs. Nothing differs: nothing is written. Characters that would
 * steer a terminal are written as escapes.
 */
export function formatIgnitionDiff(diff: IgnitionDiff, { color = false }: DiffFormat = {}): string {
  const painted = (line: string, sign: string): string => (color && sign in COLOURS ? COLOURS[sign] + line + RESET : line);
  return diff.changes.map((change) => paragraph(change, painted)).join("\n");
}

type Painter = (line: string, sign: string) => string;

function paragraph({ kind, section, name, fields }: IgnitionChange, painted: Painter): string {
  const title = [SIGNS[kind], NOUNS[section] ?? section, name].filter(Boolean).join(" ");
  return [painted(printable(title), SIGNS[kind]), ...fields.flatMap((field) => fieldLines(field, painted))].join("\n") + "\n";
}

function fieldLines(change: IgnitionFieldChange, painted: Painter): string[] {
  const { field, before, after, added = [], removed = [], contents, hidden = false } = change;
  const secret = hidden ? " (secret in part)" : "";
  if (contents !== undefined) return [`    ${field}: ${contentsText(contents)}${secret}`, ...hunkLines(contents, painted)];
  if (added.length + removed.length === 0)
    return [`    ${field}: ${printable(`${valueText(field, before)} → ${valueText(field, after)}`)}${secret}`];
  return [
    `    ${field}:${secret}`,
    ...removed.map((member) => painted(printable(`      - ${member}`), "-")),
    ...added.map((member) => painted(printable(`      + ${member}`), "+")),
  ];
}

/** Modes as people write them. */
function valueText(field: string, value: unknown): string {
  if (value === undefined) return "none";
  if (field === "mode" && typeof value === "number") return `0${value.toString(8).padStart(3, "0")}`;
  return typeof value === "string" ? value : JSON.stringify(value);
}

function contentsText({ before, after, hunks }: IgnitionContentsChange): string {
  // Of texts the lines say it all, unless all that differs is masked, or the way they are fetched.
  if (hunks !== undefined && hunks.length > 0) return `${sizeText(before)} → ${sizeText(after)}`;
  return `${sideText(before)} → ${sideText(after)}`;
}

function sizeText(side: IgnitionContents | undefined): string {
  return side?.bytes === undefined ? "none" : `${side.bytes} ${side.bytes === 1 ? "byte" : "bytes"}`;
}

function sideText(side: IgnitionContents | undefined): string {
  if (side === undefined) return "none";
  const { source, hash, sha256 } = side;
  if (source !== undefined) return printable([source, hash].filter((part) => part !== undefined).join(" "));
  return [sizeText(side), sha256 === undefined ? undefined : `sha256 ${sha256}`].filter((part) => part !== undefined).join(", ");
}

function hunkLines({ hunks = [] }: IgnitionContentsChange, painted: Painter): string[] {
  return hunks.flatMap(({ oldStart, oldLines, newStart, newLines, lines }) => [
    painted(`      @@ -${oldStart},${oldLines} +${newStart},${newLines} @@`, "@"),
    ...lines.map((line) => painted(`      ${printable(line)}`, line[0])),
  ]);
}
