import * as path from "path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readCorpus } from "../fuzz/corpus";
import { fuzz } from "../fuzz/fuzz";
import { Oracle } from "../fuzz/oracle";
import { ours } from "../fuzz/ours";
import { vectorOf } from "../fuzz/vector";
import { builtTool, exec, requires } from "../integration/harness";
import { PROJECT } from "../support/project";

const CASES = 6_000;

requires("tool-butane-oracle")("mutated configs", () => {
  const corpus = readCorpus(path.join(PROJECT, "test", "vectors"));
  let oracle: Oracle;

  beforeAll(() => (oracle = new Oracle(builtTool("butane-oracle"), corpus.filesDirectory)));
  afterAll(async () => oracle.close());

  test("get the same verdict, config and report from us as from the real Butane and Ignition", async () => {
    const result = await fuzz({ corpus, real: oracle, ours: ours(corpus.filesDirectory), seed: 20_260, cases: CASES });
    // Each as a line for test/vectors/fuzz, so that a failure is at hand when it is looked into.
    expect(result.shown.map(({ smallest, real, difference }) => ({ ...difference, vector: vectorOf(smallest, real) }))).toEqual([]);
    expect(result).toMatchObject({ cases: CASES, mismatches: 0, realPanics: 0 });
    expect(Math.min(result.butane, result.ignition)).toBeGreaterThan(CASES / 4);
    // Where nearly all is refused, little is compared.
    expect(result.taken).toBeGreaterThan(CASES / 5);
    expect(result.entries).toBeGreaterThan(CASES);
  });

  const run = async (...args: string[]): Promise<{ readonly exitCode: number; readonly output: string }> =>
    exec(process.execPath, ["scripts/fuzz.mjs", ...args], { cwd: PROJECT, allowedExitCodes: [0, 2], timeout: 240 });

  test("are counted by the command", async () => {
    const { exitCode, output } = await run("--cases", "400", "--seed", "7", "--first", "100");
    expect(exitCode).toBe(0);
    expect(output).toMatch(/^400 cases from 100 of seed 7 in \d+ s: \d+ of Butane, \d+ of Ignition$/m);
    expect(output).toMatch(/^0 mismatches$/m);
  });

  test("are not run by a command that is mistaken", async () => {
    expect(await run("--cases", "many")).toMatchObject({
      exitCode: 2,
      output: expect.stringContaining("usage: npm run fuzz -- [--seconds N]"),
    });
  });
});
