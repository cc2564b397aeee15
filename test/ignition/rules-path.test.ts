import { expect, test } from "vitest";
import { PROBLEMS } from "../../lib/ignition/problems";
import { checkPath } from "../../lib/ignition/rules-path";

test.each([
  [undefined, PROBLEMS.noPath],
  ["", PROBLEMS.noPath],
  ["a/b", PROBLEMS.relativePath],
  ["./a", PROBLEMS.relativePath],
  ["/a/", PROBLEMS.dirtyPath],
  ["/a//b", PROBLEMS.dirtyPath],
  ["/a/../b", PROBLEMS.dirtyPath],
  ["/a/.", PROBLEMS.dirtyPath],
  ["/", undefined],
  ["/a/..b/c.", undefined],
  ["relative/${TfToken[TOKEN.1]}//", undefined],
])("the path %j", (path, problem) => {
  expect(checkPath(path)).toBe(problem);
});
