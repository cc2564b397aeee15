import { assignedSecrets } from "./secret-assignments";
import { secretBytes } from "./secret-bytes";
import { commandSecrets } from "./secret-commands";
import { documentSecrets } from "./secret-documents";
import { formatSecrets } from "./secret-formats";
import { hashSecrets } from "./secret-hashes";
import { pemSecrets } from "./secret-pem";
import { SecretFinder, SecretSpan } from "./secret-span";
import { urlSecrets } from "./secret-urls";
import { GunzipFault, gunzip } from "./gzip";

/** What stands in place of a secret. */
const MASK = "***";
/** Encodings within encodings that are looked into. */
const DEEPEST = 3;
/** Bytes of a compressed part that are looked into; a config is far below. */
const MAX_BYTES = 8 * 1024 * 1024;
/** Rounds of masking, since what remains of a text may look secret where it did not before; what looks so then goes by whole lines. */
const ROUNDS = 3;

// The first that finds a place says what it is.
const FINDERS: readonly SecretFinder[] = [
  documentSecrets,
  pemSecrets,
  formatSecrets,
  hashSecrets,
  urlSecrets,
  commandSecrets,
  assignedSecrets,
];

/** What in a text looks like a secret, in plain words, each once, in the order of the text. */
export function secretKinds(text: string): readonly string[] {
  return [...new Set(spansOf(text, 0).map(({ kind }) => kind))];
}

/** The same for bytes: text in UTF-8 or, where they are not, in latin1; known binary forms; gzip of either. */
export function secretKindsOfBytes(bytes: Uint8Array): readonly string[] {
  return [...new Set(kindsOfBytes(bytes, 0, textOfBytes))];
}

/** Bytes as text: UTF-8, or latin1 where they are none. */
export function textOfBytes(bytes: Uint8Array): string {
  return utf8(bytes) ?? Buffer.from(bytes).toString("latin1");
}

/**
 * A text with `***` in place of everything in it that looks like a secret. Lines stay lines; a text without secrets is returned as it is; in what
 * is returned nothing looks secret.
 */
export function maskSecrets(text: string): string {
  let masked = text;
  for (let round = 1; ; round++) {
    const spans = spansOf(masked, 0);
    if (spans.length === 0) return masked;
    masked = replaced(masked, round <= ROUNDS ? spans : spans.map((span) => wholeLines(masked, span)));
  }
}

function wholeLines(text: string, { start, end, kind }: SecretSpan): SecretSpan {
  const lineEnd = text.indexOf("\n", end);
  return { start: text.lastIndexOf("\n", start - 1) + 1, end: lineEnd < 0 ? text.length : lineEnd, kind };
}

function replaced(text: string, spans: readonly SecretSpan[]): string {
  let result = "";
  let at = 0;
  for (const { start, end } of spans) {
    if (end <= at) continue;
    const from = Math.max(start, at);
    result += text.slice(at, from) + text.slice(from, end).replace(/[^\s][^\r\n]*/g, MASK);
    at = end;
  }
  return result + text.slice(at);
}

/** All stretches of a text that look secret, in order, none overlapping another. */
function spansOf(text: string, depth: number): readonly SecretSpan[] {
  const found = FINDERS.flatMap((find, rank) => [...find(text)].map((span) => ({ ...span, rank })));
  if (depth < DEEPEST) found.push(...[...encodedSecrets(text, depth + 1)].map((span) => ({ ...span, rank: FINDERS.length })));
  found.sort((a, b) => a.start - b.start || a.rank - b.rank);
  const spans: (SecretSpan & { readonly rank: number })[] = [];
  for (const span of found) {
    const last = spans.at(-1);
    if (last === undefined || span.start >= last.end) spans.push(span);
    else spans[spans.length - 1] = { ...(span.rank < last.rank ? span : last), start: last.start, end: Math.max(last.end, span.end) };
  }
  return spans;
}

const BASE64 = /[A-Za-z0-9+/_-]{24,}={0,2}/g;
const DATA_URL = /data:[\w/+.;=-]{0,128},(?<data>[^\s"'<>\\]*%[^\s"'<>\\]*)/dg;

/** Parts of a text that hold a secret encoded: base64, also of gzip, and `data:` URLs with percent signs, as in a config within a config. */
function* encodedSecrets(text: string, depth: number): Generator<SecretSpan> {
  for (const match of text.matchAll(BASE64)) {
    const [kind] = kindsOfBytes(Buffer.from(match[0], "base64"), depth, utf8);
    if (kind !== undefined) yield { start: match.index, end: match.index + match[0].length, kind };
  }
  for (const match of text.matchAll(DATA_URL)) {
    const [kind] = spansOf(textOfBytes(unescapedBytes(match.groups?.data ?? "")), depth);
    const [start, end] = match.indices?.groups?.data ?? [0, 0];
    if (kind !== undefined) yield { start, end, kind: kind.kind };
  }
}

/** @param decode gives the text of bytes; of base64 that was none by intention nothing that could be read */
function kindsOfBytes(bytes: Uint8Array, depth: number, decode: (bytes: Uint8Array) => string | undefined): readonly string[] {
  const known = secretBytes(bytes);
  if (known !== undefined) return [known];
  if (bytes[0] === 0x1f && bytes[1] === 0x8b) {
    const unpacked = unpackedBytes(bytes);
    return unpacked === undefined || depth >= DEEPEST ? [] : kindsOfBytes(unpacked, depth + 1, decode);
  }
  const text = decode(bytes);
  return text === undefined ? [] : spansOf(text, depth).map(({ kind }) => kind);
}

function unpackedBytes(bytes: Uint8Array): Uint8Array | undefined {
  try {
    return gunzip(bytes, MAX_BYTES);
  } catch (e) {
    if (e instanceof GunzipFault) return undefined;
    throw e;
  }
}

/** The bytes of text with percent escapes; what is no escape stays as it is. */
export function unescapedBytes(text: string): Uint8Array {
  const bytes = text.replace(/%([0-9A-Fa-f]{2})|[^\x00-\x7f]+/g, (part, hex: string | undefined) =>
    hex === undefined ? Buffer.from(part, "utf8").toString("latin1") : String.fromCharCode(parseInt(hex, 16)),
  );
  return Buffer.from(bytes, "latin1");
}

function utf8(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}
