import { expect, test } from "vitest";
import { messageText, sentence } from "../../../lib/check/report/sarif-text";

test("braces are no places of arguments, and brackets no links", () => {
  expect(messageText("${a} {0} [x](https://b.example) a[0]")).toBe("${{a}} {{0}} [x] (https://b.example) a[0]");
});

test("a sentence ends as one, and not twice", () => {
  expect(["take it out", "Take it out.", "Why?", ""].map(sentence)).toEqual(["take it out.", "Take it out.", "Why?", "."]);
});
