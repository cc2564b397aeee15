import { spawnSync } from "child_process";
import * as fs from "fs";
import * as path from "path";
import { describe, expect, test } from "vitest";
import { RULES } from "../../../lib/check/rules";
import { PROJECT } from "../../support/project";

/** A change of a rule's source after which it is no longer that rule. */
interface Mutation {
  /** What is lost by it. */
  readonly title: string;
  /** @default - the rule's own */
  readonly file?: string;
  /** A text that the file has once. */
  readonly find: string;
  readonly replace: string;
}

const FOLDER = path.join(PROJECT, "test", "check", "rules", "mutations");
const VITEST = path.join(PROJECT, "node_modules", "vitest", "vitest.mjs");

const mutationsOf = (id: string): Mutation[] => JSON.parse(fs.readFileSync(path.join(FOLDER, `${id.toLowerCase()}.json`), "utf8"));

/** How many tests of a rule fail with a mutation, and how many there are. */
function tested(id: string, { file = `lib/check/rules/${id.toLowerCase()}.ts`, find, replace }: Mutation) {
  const args = ["run", "--project", "unit", "--reporter", "json", `test/check/rules/${id.toLowerCase()}.test.ts`];
  const env = { ...process.env, FLATCAR_MUTATION: JSON.stringify({ file, find, replace }) };
  const { stdout, stderr } = spawnSync(process.execPath, [VITEST, ...args], { cwd: PROJECT, env, encoding: "utf8" });
  const begin = stdout.indexOf("{");
  if (begin < 0) throw new Error(`no report of the tests of ${id}\n${stderr}`);
  const { numTotalTests: total, numFailedTests: failed } = JSON.parse(stdout.slice(begin)) as {
    numTotalTests: number;
    numFailedTests: number;
  };
  return { total, failed };
}

test("every rule has a mutation, and every mutation a rule", () => {
  const files = fs.readdirSync(FOLDER).sort();
  expect(files).toEqual(RULES.map(({ id }) => `${id.toLowerCase()}.json`));
});

describe.each(RULES.map(({ id }) => id))("the tests of %s", (id) => {
  test.each(mutationsOf(id).map((mutation) => [mutation.title, mutation] as const))("fail without this: %s", (_, mutation) => {
    const { total, failed } = tested(id, mutation);
    // A file that no longer loads has no tests.
    expect(total).toBeGreaterThan(0);
    expect(failed).toBeGreaterThan(0);
  });
});
