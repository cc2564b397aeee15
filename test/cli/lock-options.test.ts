import { expect, test } from "vitest";
import { CommandArguments } from "../../lib/cli/arguments";
import { UsageError } from "../../lib/cli/command";
import { CommandIo } from "../../lib/cli/io";
import { LOCK_FILE, PLATFORMS, chosenNames, lockFileOf, platformsFrom } from "../../lib/cli/lock-options";
import { LockDocument } from "../../lib/release/lockfile/document";
import { LockPlatform } from "../../lib/release/lockfile/files";
import { locked } from "../release/lockfile/locks";

const parse = (...args: string[]): CommandArguments => CommandArguments.parse(args, [LOCK_FILE, PLATFORMS]);
const io = { cwd: "/project" } as CommandIo;

test("the lock is the project's unless another is named, relative to the working directory", () => {
  expect(lockFileOf(parse(), io)).toBe("/project/flatcar.lock.json");
  expect(lockFileOf(parse("--file", "sub/my.json"), io)).toBe("/project/sub/my.json");
  expect(lockFileOf(parse("--file=/etc/my.json"), io)).toBe("/etc/my.json");
});

test("platforms are a list of those there are", () => {
  expect(platformsFrom(parse())).toBeUndefined();
  expect(platformsFrom(parse("--platforms", "hetzner, bare-metal"))).toEqual([LockPlatform.HETZNER, LockPlatform.BARE_METAL]);
  const wrong = (list: string) => () => platformsFrom(parse("--platforms", list));
  expect(wrong("hetzer")).toThrow(UsageError);
  expect(wrong("hetzer")).toThrow(
    '--platforms takes libvirt, bare-metal, hetzner, aws, separated by commas, not "hetzer"; did you mean "hetzner"?',
  );
  expect(wrong("")).toThrow(UsageError);
});

test("names are those that are given, each once, or all", () => {
  const document = LockDocument.empty().with(new Map(["b", "a"].map((name) => [name, locked()])));
  expect(chosenNames([], document, "lock")).toEqual(["b", "a"]);
  expect(chosenNames(["a", "a"], document, "lock")).toEqual(["a"]);
  expect(() => chosenNames(["a", "c"], document, "lock")).toThrow(/lock-release-missing/);
});
