import { afterAll, beforeAll, expect, test } from "vitest";
import { SIZE_CLASSES, benchConfigs } from "../../../bench/butane-configs";
import { compare } from "../../fuzz/compare";
import { Oracle } from "../../fuzz/oracle";
import { ours } from "../../fuzz/ours";
import { builtTool, requires } from "../../integration/harness";

requires("tool-butane-oracle")("the configs of the bench", () => {
  let oracle: Oracle;

  beforeAll(() => (oracle = new Oracle(builtTool("butane-oracle"), "/nowhere")));
  afterAll(async () => oracle.close());

  test("are a hundred, of every class of sizes, always the same", () => {
    const configs = benchConfigs();
    expect(new Set(configs.map(({ text }) => text)).size).toBe(100);
    expect(benchConfigs()).toEqual(configs);
    const sizes = configs.map(({ text }) => text.length);
    expect(Math.min(...sizes)).toBeGreaterThan(2_000);
    expect(Math.max(...sizes)).toBeLessThan(60_000);
    for (const [i, { below }] of SIZE_CLASSES.entries()) {
      expect(sizes.filter((size) => size < below && size >= (SIZE_CLASSES[i - 1]?.below ?? 0)).length).toBeGreaterThan(10);
    }
  });

  test("are taken by the real butane without a warning, and come out the same from ours, byte for byte", async () => {
    const cases = benchConfigs().map(({ text }) => ({ kind: "butane" as const, text: Buffer.from(text), files: false, pretty: false }));
    const answers = await oracle.ask(cases);
    for (const [i, one] of cases.entries()) {
      expect(answers[i]).toMatchObject({ ok: true, reports: [] });
      expect(compare(answers[i], ours("/nowhere")(one))).toEqual({ otherBytes: false });
    }
  });
});
