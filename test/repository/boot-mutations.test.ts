import * as fs from "fs";
import * as path from "path";
import { describe, expect, test } from "vitest";
import { type Mutation, mutated } from "../support/mutation";
import { PROJECT } from "../support/project";

/** What is taken out of the constructs, and the boot test that notices. */
interface BootMutation extends Mutation {
  readonly title: string;
  readonly suite: string;
  readonly test: string;
}

const read = (file: string): string => fs.readFileSync(path.join(PROJECT, file), "utf8");
const MUTATIONS = JSON.parse(read("test/boot/mutations.json")) as BootMutation[];

// Whether it is noticed takes machines that boot: see scripts/mutate-boot.mjs.
describe.each(MUTATIONS)("the mutation of the boot tests that takes away $title", (mutation) => {
  test("changes what there is", () => {
    expect(mutated([mutation], `/${mutation.file}`, read(mutation.file))).not.toBe(read(mutation.file));
  });

  test("names a test that there is", () => {
    const folder = path.dirname(mutation.suite);
    const sources = fs.readdirSync(path.join(PROJECT, folder)).filter((file) => file.endsWith(".ts"));
    expect(fs.existsSync(path.join(PROJECT, mutation.suite))).toBe(true);
    expect(sources.some((file) => read(`${folder}/${file}`).includes(`test("${mutation.test}"`))).toBe(true);
  });
});
