import { afterAll, beforeAll, expect, test } from "vitest";
import { DEFAULT_SETTINGS } from "../../lib/check/settings/settings";
import { CommandArguments } from "../../lib/cli/arguments";
import { CheckInputs, INPUT_OPTIONS, readInputs } from "../../lib/cli/check-inputs";
import { CommandIo } from "../../lib/cli/io";
import { thrown } from "../support";
import { CheckProject } from "./check-project";

let project: CheckProject;
beforeAll(() => {
  project = new CheckProject({ dev: "libvirt/nothing", prod: "hetzner/config-replace" });
  project.write("ci/lock.json", { lockVersion: 1, releases: {} });
  project.write("ci/check.json", { maxUnavailable: 2 });
});
afterAll(() => project.remove());

const read = (...args: string[]): CheckInputs =>
  readInputs(CommandArguments.parse(args, INPUT_OPTIONS), { cwd: project.folder } as CommandIo);

test("without anything else all stacks are read, in order", () => {
  const { stacks, isSelection, settings, settingsFile, lock, files } = read();
  expect(stacks.map(({ stack, file, ...rest }) => [stack.name, file, rest])).toEqual([
    ["dev", "cdktf.out/stacks/dev/cdk.tf.json", {}],
    ["prod", "cdktf.out/stacks/prod/cdk.tf.json", {}],
  ]);
  expect({ isSelection, settings, settingsFile, lock }).toEqual({
    ...{ isSelection: false, settings: DEFAULT_SETTINGS, settingsFile: "flatcar-check.json", lock: undefined },
  });
  expect(files).toEqual(["dev", "prod"].map((name) => project.path(`cdktf.out/stacks/${name}/cdk.tf.json`)));
});

test("what is named is read, and every file of it is told", () => {
  const args = [
    "--plan",
    "plans/prod.json",
    "--base",
    "base",
    "--config",
    "ci/check.json",
    "--lock",
    "ci/lock.json",
    "--synth",
    "./cdktf.out",
  ];
  const { stacks, isSelection, settings, settingsFile, lock, files } = read("prod", "prod", ...args);
  expect(stacks).toHaveLength(1);
  expect(stacks[0]).toMatchObject({ plan: { name: "plans/prod.json" }, base: { name: "prod" } });
  expect({ isSelection, settingsFile, unavailable: settings.maxUnavailable, lock: lock?.size }).toEqual({
    ...{ isSelection: true, settingsFile: "ci/check.json", unavailable: 2, lock: 0 },
  });
  expect([...files].sort()).toEqual(
    ["base/stacks/prod/cdk.tf.json", "cdktf.out/stacks/prod/cdk.tf.json", "ci/check.json", "ci/lock.json", "plans/prod.json"].map((file) =>
      project.path(file),
    ),
  );
});

test("the usual names are read where they are there", () => {
  project.write("flatcar-check.json", { maxUnavailable: 3 });
  project.write("flatcar.lock.json", { lockVersion: 1, releases: {} });
  const { settings, lock } = read();
  expect([settings.maxUnavailable, lock?.size]).toEqual([3, 0]);
});

test("a stack that the base does not have is told from one without a base", () => {
  project.write("other/stacks/dev/cdk.tf.json", {});
  expect(read("--base", "other").stacks.map(({ base }) => base?.name ?? base)).toEqual(["dev", null]);
});

test("a plan that failed on the way is none, and folders without stacks are told by their option", () => {
  project.write("failed.json", { ...JSON.parse(project.read("plans/prod.json")), errored: true });
  expect(thrown(() => read("prod", "--plan", "failed.json"))).toMatchObject({ code: "plan-errored", received: "failed.json" });
  expect(thrown(() => read("--synth", "plans"))).toMatchObject({
    code: "synth-missing",
    mend: expect.stringContaining("--synth") as string,
  });
  expect(thrown(() => read("--base", "plans"))).toMatchObject({ code: "synth-missing", mend: expect.stringContaining("--base") as string });
});
