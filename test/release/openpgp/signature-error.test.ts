import { expect, test } from "vitest";
import { beginningOf, malformed, missing, moment } from "../../../lib/release/openpgp/signature-error";
import { bytesOf } from "./keys";

test("the beginning of a file is shown in printable characters of one line", () => {
  expect(beginningOf(bytesOf("short"))).toBe("short");
  expect(beginningOf(Uint8Array.of(0, 10, 65, 200, 27))).toBe("..A..");
  expect(beginningOf(bytesOf("x".repeat(60)))).toBe("x".repeat(60));
  expect(beginningOf(bytesOf("x".repeat(61)))).toBe(`${"x".repeat(60)}…`);
});

test("a moment is shown in UTC to the second", () => {
  expect(moment(new Date("2027-03-08T12:30:45+02:00"))).toBe("2027-03-08T10:30:45Z");
});

test("errors name the file, what came and what was expected, in one line", () => {
  expect(malformed("a.sig", "x", "y").message).toMatch(/^a\.sig: signature: received "x"; allowed: y; .* \[signature-malformed: /);
  expect(missing("a.sig", bytesOf("<html>\n"), "y").received).toBe("<html>.");
  expect(missing("a.sig", new Uint8Array(), "y").received).toBe("an empty file");
});
