import { expect, test } from "vitest";
import { LocalFileFault, MemoryFilesDirectory } from "../../lib/butane";
import { Run } from "../../lib/butane/run";
import { Walk } from "../../lib/butane/walk";

test("a file is read, or reported at the field that names it", () => {
  const run = new Run(new Walk(), new MemoryFilesDirectory({ a: "x" }));
  expect(Buffer.from(run.read("local", "a") ?? []).toString()).toBe("x");
  run.walk.enter("here");
  expect(run.read("local", "b")).toBeUndefined();
  expect(run.walk.reports).toEqual([
    { severity: "error", path: "here.local", code: "local-file", message: "open files/b: no such file or directory" },
  ]);
});

test("without a files directory the field is reported", () => {
  const run = new Run(new Walk(), undefined);
  expect(run.read("local", "a")).toBeUndefined();
  expect(run.walk.reports).toMatchObject([{ path: "local", code: "files-directory-missing" }]);
});

test("a fault that is none of a file is not swallowed", () => {
  const run = new Run(new Walk(), undefined);
  expect(() => run.attempt("a", () => assertNever())).toThrow(RangeError);
  expect(
    run.attempt("a", () => {
      throw new LocalFileFault("gone");
    }),
  ).toBeUndefined();
});

function assertNever(): never {
  throw new RangeError("a mistake of ours");
}
