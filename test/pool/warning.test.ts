import { AnnotationMetadataEntryType } from "cdktf";
import { expect, test } from "vitest";
import { addWarning } from "../../lib/pool/warning";
import { scratchStack } from "../support";

test("a warning says the same five things as an error, at the construct it is about", () => {
  const stack = scratchStack();
  addWarning(stack, { code: "some-code", subject: "some prop", received: 1, allowed: "2", mend: "write 2" });
  expect(stack.node.metadata.map(({ type, data }) => [type, data])).toEqual([
    [AnnotationMetadataEntryType.WARN, "some prop: received 1; allowed: 2; write 2 [some-code: docs/errors.md#some-code]"],
  ]);
});
