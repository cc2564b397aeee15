import * as fs from "fs";
import * as os from "os";
import * as path from "path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { poolFates } from "../../../lib/check/model/model";
import { planExtract, readExtract } from "../../../lib/check/plan/extract";
import { readPlanFile } from "../../../lib/check/plan/plan-file";
import { thrown } from "../../support";
import { recorded, recordings } from "../model/recorded";

const RECORDED = recorded("hetzner", "config-replace");
const EXTRACT = planExtract(RECORDED.plan, RECORDED.stack);

let folder: string;
beforeAll(() => void (folder = fs.mkdtempSync(path.join(os.tmpdir(), "extract-"))));
afterAll(() => fs.rmSync(folder, { recursive: true }));

describe.each(["aws", "bare-metal", "hetzner", "libvirt"])("of %s", (platform) => {
  test.each(recordings(platform))("an extract of the plan says what the plan says: %s", (name) => {
    const { plan, stack, base } = recorded(platform, name);
    const read = readExtract(planExtract(plan, stack), plan.name, stack);
    expect(read).toEqual(JSON.parse(JSON.stringify(plan)));
    expect(poolFates(stack, read, base)).toEqual(poolFates(stack, plan, base));
  });
});

test("no user data is in it", () => {
  expect(JSON.stringify(RECORDED.stack.resources)).toContain("user_data");
  expect(EXTRACT).not.toContain("/etc/note");
});

test("it is read from a file as a plan is, and written as one line", () => {
  const file = path.join(folder, "plan.json");
  fs.writeFileSync(file, EXTRACT);
  expect(readPlanFile(file, RECORDED.plan.name, RECORDED.stack).changes).toEqual(RECORDED.plan.changes);
  expect(EXTRACT.trimEnd()).not.toContain("\n");
});

test("one of another stack, or of the stack as it was, is refused", () => {
  const { stack } = RECORDED;
  expect(thrown(() => readExtract(EXTRACT, "x", { ...stack, name: "other" })).code).toBe("plan-other-stack");
  expect(thrown(() => readExtract(EXTRACT, "x", { ...stack, locals: { a: 1 } })).code).toBe("plan-outdated");
});

test.each([
  ["half of it", EXTRACT.slice(0, 500), "plan-not-json"],
  ["of a newer form", EXTRACT.replace('"flatcar_plan":1', '"flatcar_plan":2'), "plan-version"],
  ["no object", "[]", "plan-none"],
  ["nothing but the version", '{"flatcar_plan":1}', "plan-none"],
  ["a change that is none", EXTRACT.replace('"changes":[', '"changes":[{},'), "plan-none"],
  ["paths that are none", EXTRACT.replace('"replacePaths":[]', '"replacePaths":["x"]'), "plan-none"],
])("a file that is %s is no extract", (_, text, code) => {
  expect(thrown(() => readExtract(text, "x.json", RECORDED.stack)).code).toBe(code);
});
