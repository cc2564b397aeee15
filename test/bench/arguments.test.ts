import { expect, test } from "vitest";
import { benchArguments } from "../../bench/arguments";
import { TABLE_NAMES } from "../../bench/figure";

test("without options everything is measured, and nothing recorded", () => {
  const asked = benchArguments([]);
  expect(asked).toMatchObject({ tables: TABLE_NAMES, record: false, platforms: ["aws", "bare-metal", "hetzner", "libvirt"] });
  expect(asked.sizes).toEqual([10, 100, 1000, 10_000]);
  expect(asked).not.toHaveProperty("when");
});

test("tables come in the order of the bench, and sizes the smallest first, each once", () => {
  const asked = benchArguments(["--tables", "plans,synth", "--sizes", "1000,10,1000", "--record", "--when", "2026-11-30"]);
  expect(asked).toMatchObject({ tables: ["synth", "plans"], sizes: [10, 1000], record: true, when: "2026-11-30" });
});

test("a name, a number or a day that means nothing is refused, with what would mean something", () => {
  for (const [args, message] of [
    [["--tables", "synth,lode"], '--tables takes some of synth,load,butane,fetch,plans,check,terraform,profile, not "lode"'],
    [["--platforms", "gcp"], '--platforms takes some of aws,bare-metal,hetzner,libvirt, not "gcp"'],
    [["--runs", "0"], '--runs takes whole numbers above zero, not "0"'],
    [["--sizes", "10,many"], '--sizes takes whole numbers above zero, not "many"'],
    [["--when", "today"], '--when takes a day or a minute in UTC, 2026-11-30 or 2026-11-30T19:40Z, not "today"'],
    [["--fast"], "Unknown option '--fast'"],
  ] as const) {
    expect(() => benchArguments(args), args.join(" ")).toThrow(message);
  }
});
