import { createHash } from "crypto";
import { gunzipSync } from "zlib";
import { type Answer, type Entry } from "./answer";

/** What two answers differ in. */
export interface Difference {
  /** In which part: what the other parts say is of no matter then. */
  readonly part: "panic" | "verdict" | "error" | "json" | "reports" | "raw";
  readonly real: string;
  readonly ours: string;
}

/** How two answers compare. */
export interface Comparison {
  /** The first part in which they differ. @default - they say the same */
  readonly difference?: Difference;
  /** Whether they say the same in other bytes: something is compressed in another way. */
  readonly otherBytes: boolean;
}

/** Holds our answer against the real one. */
export function compare(real: Answer, ours: Answer): Comparison {
  const [realJson, ourJson] = [real.json ?? "", ours.json ?? ""];
  const otherBytes = realJson !== ourJson;
  const differ = (part: Difference["part"], a: string, b: string): Difference[] => (a === b ? [] : [{ part, real: a, ours: b }]);
  const [difference] = [
    ...differ("panic", "", ours.panic ?? ""),
    ...differ("verdict", verdictOf(real), verdictOf(ours)),
    ...(isYamlFault(real) && isYamlFault(ours) ? [] : differ("error", real.error ?? "", ours.error ?? "")),
    ...(otherBytes ? differ("json", unpacked(realJson), unpacked(ourJson)) : []),
    ...differ("reports", listed(real.reports), listed(ours.reports)),
    ...(listed(real.reports) === real.reports.map(lineOf).join("\n") ? differ("raw", real.raw, ours.raw) : []),
  ];
  return { difference, otherBytes: otherBytes && difference === undefined };
}

function verdictOf({ ok, error }: Answer): string {
  return ok ? "fine" : `refused${error === undefined ? "" : " with an error"}`;
}

/** Whether it is the scanner or the parser of yaml.v3 that complains: in its words we need not follow it. */
export function isYamlFault({ ok, error }: Answer): boolean {
  return !ok && /^(Error unmarshaling yaml: )?yaml: (?!unmarshal errors:)/.test(error ?? "");
}

function lineOf({ kind, path, line, column, message }: Entry): string {
  return `${kind} at ${path}, line ${line} col ${column}: ${message}`;
}

// The unused keys of one mapping come in the order of a map of Go, which is another one each time.
function listed(entries: readonly Entry[]): string {
  const groups: { readonly parent?: string; readonly lines: string[] }[] = [];
  for (const entry of entries) {
    const unused = /^unused key ([^]*)$/.exec(entry.message);
    const parent = unused === null ? undefined : entry.path.slice(0, entry.path.length - unused[1].length);
    const last = groups.at(-1);
    if (parent !== undefined && last?.parent === parent) last.lines.push(lineOf(entry));
    else groups.push({ parent, lines: [lineOf(entry)] });
  }
  return groups.flatMap(({ lines }) => lines.sort()).join("\n");
}

// What is compressed counts by its contents, as nobody promises the bytes.
function unpacked(json: string): string {
  return json.replace(/"data:;base64,(H4sI[A-Za-z0-9+/=]*)"/g, (whole, base64: string) => {
    try {
      const contents = gunzipSync(Buffer.from(base64, "base64"));
      return `"gzip of ${contents.length} bytes, ${createHash("sha256").update(contents).digest("hex")}"`;
    } catch {
      return whole;
    }
  });
}
