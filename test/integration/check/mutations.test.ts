import { execFile } from "child_process";
import * as fs from "fs";
import * as path from "path";
import { beforeAll, describe, expect, test } from "vitest";
import { RULES } from "../../../lib/check/rules";
import { type Mutation as Change, withMutations } from "../../support/mutation";
import { PROJECT } from "../../support/project";

/** A change of a rule's source after which it is no longer that rule. */
interface Mutation {
  /** What is lost by it. */
  readonly title: string;
  /** @default - the rule's own */
  readonly file?: string;
  readonly find: string;
  readonly replace: string;
}

/** One mutation of each of some rules, which one run of their tests looks at. */
type Round = ReadonlyMap<string, Mutation>;

const FOLDER = path.join(PROJECT, "test", "check", "rules", "mutations");
const VITEST = path.join(PROJECT, "node_modules", "vitest", "vitest.mjs");
const IDS = RULES.map(({ id }) => id);

const nameOf = (id: string): string => id.toLowerCase();
const testOf = (id: string): string => `test/check/rules/${nameOf(id)}.test.ts`;
const mutationsOf = (id: string): Mutation[] => {
  const file = path.join(FOLDER, `${nameOf(id)}.json`);
  return fs.existsSync(file) ? (JSON.parse(fs.readFileSync(file, "utf8")) as Mutation[]) : [];
};

/** Rules do not know one another, so that a mutation of each can be looked at in one run; what several of them use is changed in a run of its own. */
function rounds(): Round[] {
  const own = IDS.map((id) => [id, mutationsOf(id).filter(({ file }) => file === undefined)] as const);
  const longest = Math.max(0, ...own.map(([, mutations]) => mutations.length));
  const together = Array.from(
    { length: longest },
    (_, i) => new Map(own.flatMap(([id, all]) => (i < all.length ? [[id, all[i]] as const] : []))),
  );
  const alone = IDS.flatMap((id) =>
    mutationsOf(id).flatMap((mutation) => (mutation.file === undefined ? [] : [new Map([[id, mutation]])])),
  );
  return [...together, ...alone];
}

/** What vitest's reporter writes of a file of tests. */
interface FileResult {
  readonly name: string;
  readonly message: string;
  readonly assertionResults: readonly { readonly status: string }[];
}

/** Runs the tests of the rules of a round. */
async function run(round: Round): Promise<Map<string, FileResult>> {
  const ids = [...round.keys()];
  const changes = ids.map((id): Change => ({ file: `lib/check/rules/${nameOf(id)}.ts`, ...round.get(id)! }));
  const env = withMutations(changes);
  const args = [VITEST, "run", "--project", "unit", "--reporter", "json", ...ids.map(testOf)];
  const { stdout, stderr } = await new Promise<{ stdout: string; stderr: string }>((resolve) =>
    execFile(process.execPath, args, { cwd: PROJECT, env, maxBuffer: 1 << 28 }, (_, out, err) => resolve({ stdout: out, stderr: err })),
  );
  const begin = stdout.indexOf("{");
  if (begin < 0) throw new Error(`no report of the tests of ${ids.join(", ")}\n${stderr}`);
  const { testResults } = JSON.parse(stdout.slice(begin)) as { readonly testResults: readonly FileResult[] };
  return new Map(ids.map((id) => [id, testResults.find(({ name }) => name.endsWith(`/${testOf(id)}`))!]));
}

test("every rule has a mutation, and every mutation a rule", () => {
  expect(fs.readdirSync(FOLDER).sort()).toEqual(IDS.map((id) => `${nameOf(id)}.json`));
  for (const id of IDS) expect(mutationsOf(id).length).toBeGreaterThan(0);
});

const ROUNDS = rounds();

/** All rounds, two at a time: each starts Node.js and reads the tests anew, of which one processor alone makes minutes. */
const results: Map<string, FileResult>[] = [];
beforeAll(async () => {
  let next = 0;
  const work = async (): Promise<void> => {
    for (let i = next++; i < ROUNDS.length; i = next++) results[i] = await run(ROUNDS[i]);
  };
  await Promise.all([work(), work()]);
});

describe.each(IDS)("the tests of %s", (id) => {
  const mutations = ROUNDS.flatMap((round, i) => (round.has(id) ? [[round.get(id)!.title, i] as const] : []));

  test.each(mutations)("fail without this: %s", (_, i) => {
    const { assertionResults, message } = results[i].get(id)!;
    // A file that no longer loads has no tests.
    expect(assertionResults.length, message).toBeGreaterThan(0);
    expect(assertionResults.filter(({ status }) => status === "failed").length).toBeGreaterThan(0);
  });
});
