import { Random } from "../../fuzz/random";

/** A file changed, and how. */
export interface Mutation {
  readonly how: string;
  readonly bytes: Uint8Array;
}

type Change = (random: Random, bytes: Buffer) => Buffer;

const at = (random: Random, bytes: Buffer): number => random.below(bytes.length + 1);
const spliced = (bytes: Buffer, from: number, to: number, between: Uint8Array): Buffer =>
  Buffer.concat([bytes.subarray(0, from), between, bytes.subarray(to)]);

/** Changes of bytes, for files that are no text. */
const OF_BYTES: Readonly<Record<string, Change>> = {
  "a bit turned": (random, bytes) => {
    const changed = Buffer.from(bytes);
    changed[random.below(changed.length)] ^= 1 << random.below(8);
    return changed;
  },
  "a byte of the head replaced": (random, bytes) => {
    const changed = Buffer.from(bytes);
    changed[random.below(Math.min(48, changed.length))] = random.below(256);
    return changed;
  },
  "bytes put in": (random, bytes) => {
    const where = at(random, bytes);
    return spliced(bytes, where, where, Buffer.from(Array.from({ length: random.between(1, 4) }, () => random.below(256))));
  },
  "bytes taken out": (random, bytes) => {
    const where = random.below(bytes.length);
    return spliced(bytes, where, where + random.between(1, 4), Buffer.alloc(0));
  },
  "cut off": (random, bytes) => bytes.subarray(0, random.below(bytes.length)),
  "a part doubled": (random, bytes) => {
    const from = random.below(bytes.length);
    const to = random.between(from, bytes.length);
    return spliced(bytes, to, to, bytes.subarray(from, to));
  },
  "the whole doubled": (_random, bytes) => Buffer.concat([bytes, bytes]),
};

const LINES = [
  "",
  " ",
  "unsigned",
  "- ",
  "-",
  "- - x",
  "-----",
  "-----BEGIN PGP SIGNED MESSAGE-----",
  "-----BEGIN PGP SIGNATURE-----",
  "-----END PGP SIGNATURE-----",
  "-----BEGIN PGP MESSAGE-----",
  "- -----BEGIN PGP SIGNATURE-----",
  "Hash: SHA512",
  "Hash: SHA256",
  "Hash: SHA1",
  "NotDashEscaped: You need GnuPG to verify this message",
  "Comment: x",
  "=AAAA",
  "\f",
  "\u0000",
  "\ufeff",
];
const ENDS = [" ", "\t", "\r", " \t ", "\u00a0", "\v", "\u0000", "x"];

const byLines =
  (change: (random: Random, lines: string[]) => void): Change =>
  (random, bytes) => {
    const lines = bytes.toString("latin1").split("\n");
    change(random, lines);
    return Buffer.from(lines.join("\n"), "latin1");
  };

/** Changes of lines, for texts. */
const OF_LINES: Readonly<Record<string, Change>> = {
  "a line put in": byLines((random, lines) => lines.splice(random.below(lines.length + 1), 0, random.pick(LINES))),
  "a line put before the others": byLines((random, lines) => lines.unshift(random.pick(LINES))),
  "a line put after the others": byLines((random, lines) => lines.push(random.pick(LINES))),
  "a line of the head put in": byLines((random, lines) => lines.splice(random.below(4), 0, random.pick(LINES))),
  "a line taken out": byLines((random, lines) => lines.splice(random.below(lines.length), 1)),
  "a line doubled": byLines((random, lines) => {
    const where = random.below(lines.length);
    lines.splice(where, 0, lines[where]);
  }),
  "two lines changed over": byLines((random, lines) => {
    const [a, b] = [random.below(lines.length), random.below(lines.length)];
    [lines[a], lines[b]] = [lines[b], lines[a]];
  }),
  "the end of a line changed": byLines((random, lines) => {
    lines[random.below(lines.length)] += random.pick(ENDS);
  }),
  "the beginning of a line changed": byLines((random, lines) => {
    const where = random.below(lines.length);
    lines[where] = random.pick(["- ", "-", " ", "x"]) + lines[where];
  }),
  "an escape undone": byLines((random, lines) => {
    const where = random.below(lines.length);
    lines[where] = lines[where].replace(/^- /, "");
  }),
  "ends of lines of another system": (_random, bytes) => Buffer.from(bytes.toString("latin1").replaceAll("\n", "\r\n"), "latin1"),
};

/** One of many ways to change a file, always the same one for a seed. */
export function mutated(seed: number, bytes: Uint8Array, isText: boolean): Mutation {
  const random = new Random(seed);
  const changes = isText ? { ...OF_BYTES, ...OF_LINES } : OF_BYTES;
  const how = random.pick(Object.keys(changes));
  return { how, bytes: changes[how](random, Buffer.from(bytes)) };
}
