import { expect, test } from "vitest";
import { documentError } from "../../../lib/release/feed/document-error";

test("the error names file and place in one line", () => {
  const { message } = documentError({ file: "https://a.example/lts-info", place: "line 3", received: "oops\n", allowed: "a stream" });
  expect(message).toMatch(/^https:\/\/a\.example\/lts-info: line 3: received "oops\\n"; allowed: a stream; .* \[feed-document: docs/);
});
