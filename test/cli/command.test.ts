import { expect, test } from "vitest";
import { ExitCode, UsageError } from "../../lib/cli/command";

test("the exit codes are those that butane and most programs have", () => {
  expect([ExitCode.FINE, ExitCode.FINDINGS, ExitCode.USAGE]).toEqual([0, 1, 2]);
});

test("wrong usage is told from every other error", () => {
  expect(new UsageError("name a file")).toMatchObject({ name: "UsageError", message: "name a file" });
  expect(new Error("x")).not.toBeInstanceOf(UsageError);
});
