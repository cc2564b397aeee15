import fc from "fast-check";
import { expect, test } from "vitest";
import { PrefixCode } from "../../../lib/ignition/deflate/prefix-code";

/** A code as a text, the bit that is written first at the front. */
const text = (code: PrefixCode, symbol: number): string =>
  code.codes[symbol].toString(2).padStart(code.lengths[symbol], "0").split("").reverse().join("");

test("codes follow from lengths as in the standard's example", () => {
  // https://www.rfc-editor.org/rfc/rfc1951#section-3.2.2
  const code = PrefixCode.ofLengths(Uint8Array.of(3, 3, 3, 3, 3, 2, 4, 4));
  expect([0, 1, 2, 3, 4, 5, 6, 7].map((symbol) => text(code, symbol))).toEqual(["010", "011", "100", "101", "110", "00", "1110", "1111"]);
});

test("no code is the beginning of another", () => {
  fc.assert(
    fc.property(fc.array(fc.nat(3000), { minLength: 2, maxLength: 286 }), (frequencies) => {
      const code = new PrefixCode(frequencies.length);
      code.fit(Int32Array.from(frequencies), 15);
      code.assign();
      const codes = frequencies.flatMap((f, symbol) => (f > 0 ? [text(code, symbol)] : [])).sort();
      for (let i = 1; i < codes.length; i++) expect(codes[i].startsWith(codes[i - 1])).toBe(false);
    }),
  );
});

test("the cost is that of all symbols", () => {
  const code = PrefixCode.ofLengths(Uint8Array.of(1, 2, 0, 2));
  expect(code.cost(Int32Array.of(10, 3, 0, 1))).toBe(18);
});

test("a code that is fitted again keeps nothing of the last", () => {
  const code = new PrefixCode(4);
  code.fit(Int32Array.of(5, 4, 3, 2), 15);
  code.fit(Int32Array.of(0, 4, 0, 0), 15);
  code.assign();
  expect([...code.lengths]).toEqual([0, 1, 0, 0]);
  expect(code.codes[1]).toBe(0);
});
