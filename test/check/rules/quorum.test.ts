import { expect, test } from "vitest";
import { quorumOf, toleranceOf } from "../../../lib/check/rules/quorum";

// The table of https://etcd.io/docs/v3.6/faq/#what-is-failure-tolerance
test.each([
  [1, 1, 0],
  [2, 2, 0],
  [3, 2, 1],
  [4, 3, 1],
  [5, 3, 2],
  [6, 4, 2],
  [7, 4, 3],
])("of %i members %i are a quorum, and %i may be lost", (members, quorum, tolerance) => {
  expect(quorumOf(members)).toBe(quorum);
  expect(toleranceOf(members)).toBe(tolerance);
});
