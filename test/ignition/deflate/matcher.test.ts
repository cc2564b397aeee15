import fc from "fast-check";
import { expect, test } from "vitest";
import { BLOCK_TOKENS, LENGTH_SHIFT, MATCH, Matcher } from "../../../lib/ignition/deflate/matcher";
import { RECIPES, recipe } from "./recipes";

type Token = number | { readonly length: number; readonly distance: number };

interface Block {
  readonly start: number;
  readonly end: number;
  readonly kept: boolean;
  readonly tokens: readonly Token[];
}

function blocksOf(bytes: Uint8Array): Block[] {
  const matcher = new Matcher(bytes);
  const blocks: Block[] = [];
  while (matcher.next()) {
    const tokens = [...matcher.tokens.subarray(0, matcher.count)].map((token) =>
      token < MATCH ? token : { length: ((token >> LENGTH_SHIFT) & 0xff) + 3, distance: (token & 0x7fff) + 1 },
    );
    blocks.push({ start: matcher.blockStart, end: matcher.blockEnd, kept: matcher.kept, tokens });
  }
  return blocks;
}

function said(blocks: readonly Block[], size: number): Uint8Array {
  const bytes = new Uint8Array(size);
  let at = 0;
  for (const { start, end, tokens } of blocks) {
    if (at !== start) throw new Error(`the block begins at ${start}, the tokens before end at ${at}`);
    for (const token of tokens) {
      if (typeof token === "number") bytes[at++] = token;
      else for (let i = 0; i < token.length; i++, at++) bytes[at] = bytes[at - token.distance];
    }
    if (at !== end) throw new Error(`the block ends at ${end}, its tokens at ${at}`);
  }
  return bytes;
}

const tokensOf = (text: string): readonly Token[] => blocksOf(Buffer.from(text)).flatMap(({ tokens }) => tokens);

test("no block is made of nothing", () => {
  expect(blocksOf(new Uint8Array())).toEqual([]);
});

test("a repetition has at least four bytes", () => {
  expect(tokensOf("abc-abc")).toEqual([...Buffer.from("abc-abc")]);
  expect(tokensOf("abcd-abcd")).toEqual([...Buffer.from("abcd-"), { length: 4, distance: 5 }]);
});

test("a repetition may overlap itself, and has at most 258 bytes", () => {
  expect(tokensOf("a".repeat(6))).toEqual([97, { length: 5, distance: 1 }]);
  expect(tokensOf("a".repeat(1 + 258 + 4))).toEqual([97, { length: 258, distance: 1 }, { length: 4, distance: 1 }]);
});

test("a longer repetition one byte later is preferred", () => {
  const [first, ...rest] = tokensOf("abcd bcdefg abcdefg").slice(-2);
  expect([first, ...rest]).toEqual([97, { length: 6, distance: 8 }]);
});

test("of equally long repetitions the nearest is taken", () => {
  expect(tokensOf("abcd1abcd2abcd").at(-1)).toEqual({ length: 4, distance: 5 });
});

test("four bytes are repeated from at most 4096 back", () => {
  const far = (distance: number): Token | undefined => blocksOf(recipe("four far", 1, distance))[0].tokens.at(-1);
  expect(far(4096)).toEqual({ length: 4, distance: 4096 });
  expect(far(4097)).toEqual("d".charCodeAt(0));
});

test("tokens say the input again, block by block", () => {
  for (const name of Object.keys(RECIPES)) {
    for (const size of [1, 300, 5000, 34_000]) {
      const bytes = recipe(name, 7, size);
      expect(Buffer.compare(said(blocksOf(bytes), bytes.length), bytes), `${name} of ${size} bytes`).toBe(0);
    }
  }
  fc.assert(
    fc.property(fc.array(fc.constantFrom(1, 2, 3), { maxLength: 400 }), (values) => {
      const bytes = Uint8Array.from(values);
      expect(said(blocksOf(bytes), bytes.length)).toEqual(bytes);
    }),
  );
});

test("a block has at most 16384 tokens, and the next begins where it ends", () => {
  const noise = (size: number): number[] => blocksOf(recipe("noise", 1, size)).map(({ tokens }) => tokens.length);
  expect(BLOCK_TOKENS).toBe(16384);
  const one = noise(16384);
  expect(one).toEqual([16384]);
  const two = noise(16385);
  expect(two).toEqual([16384, 1]);
});

test("what lies more than a window behind is no longer there to be stored", () => {
  expect(blocksOf(recipe("noise", 1, 65_000)).map(({ kept }) => kept)).toEqual([true, true, true, true]);
  const long = blocksOf(recipe("zeros", 1, 200_000));
  expect(long.map(({ kept, start, end }) => ({ kept, start, end }))).toEqual([{ kept: false, start: 0, end: 200_000 }]);
});

test("what was compressed before leaves no trace", () => {
  const texts = ["script", "words", "runs"].map((name, i) => recipe(name, 3 + i, 9000));
  const before = texts.map(blocksOf);
  for (const size of [100, 4096, 4097, 100_000]) blocksOf(recipe("script", 3, size));
  expect(texts.map(blocksOf)).toEqual(before);
  expect(texts.reverse().map(blocksOf)).toEqual(before.reverse());
});
