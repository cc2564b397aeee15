import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Channel, FlatcarVersion } from "../../lib/release";
import { thrown, untyped } from "./thrown";

const number = fc.oneof(fc.nat(5), fc.nat(999_999_999));
const build = fc.option(fc.stringMatching(/^[0-9A-Za-z-]{1,8}(\.[0-9A-Za-z-]{1,8}){0,2}$/), { nil: undefined });
const texts = fc.tuple(number, number, number, build).map(([a, b, c, d]) => `${a}.${b}.${c}${d === undefined ? "" : `+${d}`}`);

const parse = (text: string): FlatcarVersion => FlatcarVersion.parse(text);

test("a release has three numbers and no build", () => {
  const version = parse("4593.2.5");
  expect([version.major, version.branch, version.patch, version.build]).toEqual([4593, 2, 5, undefined]);
});

test("a nightly has a build", () => {
  const version = parse("4799.0.0+nightly-20260821-2100");
  expect([version.major, version.build]).toEqual([4799, "nightly-20260821-2100"]);
});

test.each([
  "current",
  "latest",
  "v4593.2.5",
  "4593.2",
  "4593.2.5.1",
  "04593.2.5",
  "4593.2.5+",
  "4593.2.5-nightly",
  " 4593.2.5",
  "4593.2.5\n",
  "",
])("%j is no version", (text) => {
  expect(thrown(() => parse(text))).toMatchObject({ code: "version-malformed", received: text });
});

test("a number is no version, nor is nothing", () => {
  expect(thrown(() => parse(untyped(4593.2))).code).toBe("version-malformed");
  expect(thrown(() => parse(untyped(undefined))).code).toBe("version-malformed");
});

test("a version is written as it was read", () => {
  fc.assert(
    fc.property(texts, (text) => {
      expect(parse(text).toString()).toBe(text);
    }),
  );
});

describe("compare", () => {
  test("is by number, not by text", () => {
    const sorted = ["4081.3.10", "4081.3.9", "3510.3.8", "4593.2.5", "4081.2.1"].map(parse).sort((a, b) => a.compare(b));
    expect(sorted.map(String)).toEqual(["3510.3.8", "4081.2.1", "4081.3.9", "4081.3.10", "4593.2.5"]);
  });

  test("puts a release before its nightlies, and those by date", () => {
    const sorted = ["4593.2.5+nightly-20260821-2100", "4593.2.5+nightly-20260813-2100", "4593.2.5"].map(parse).sort((a, b) => a.compare(b));
    expect(sorted.map(String)).toEqual(["4593.2.5", "4593.2.5+nightly-20260813-2100", "4593.2.5+nightly-20260821-2100"]);
  });

  test("is a total order", () => {
    fc.assert(
      fc.property(texts, texts, texts, (a, b, c) => {
        const [x, y, z] = [a, b, c].map(parse);
        expect(Math.sign(x.compare(y))).toBe(-Math.sign(y.compare(x)) + 0);
        expect(x.compare(y) === 0).toBe(a === b);
        if (x.compare(y) <= 0 && y.compare(z) <= 0) expect(x.compare(z)).toBeLessThanOrEqual(0);
      }),
    );
  });
});

test.each([
  ["4790.0.0", Channel.ALPHA],
  ["4757.1.0", Channel.BETA],
  ["4593.2.5", Channel.STABLE],
  ["4081.3.10", Channel.LTS],
  ["2605.32.1", Channel.LTS],
  ["4593.2.5+nightly-20260821-2100", Channel.STABLE],
])("the second number of %s tells its channel", (text, channel) => {
  expect(parse(text).channel).toBe(channel);
});

test.each(["2466.99.0", "4593.7.0", "2605.12.0", "2345.3.1", "1688.5.3"])("the second number of %s tells no channel", (text) => {
  expect(parse(text).channel).toBeUndefined();
});

test("only the second number 99 means edge", () => {
  expect(parse("2466.99.0").isEdge).toBe(true);
  expect(parse("4593.2.99").isEdge).toBe(false);
});

test.each([
  ["4081.3.10", "2024"],
  ["3510.3.8", "2023"],
  ["3033.3.18", "2022"],
  ["2605.32.1", "2021"],
  ["4081.2.1", undefined],
  ["2605.12.0", undefined],
  ["5000.3.0", undefined],
])("the LTS stream of %s is %s", (text, stream) => {
  expect(parse(text).ltsStream).toBe(stream);
});
