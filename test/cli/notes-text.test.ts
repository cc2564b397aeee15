import { expect, test } from "vitest";
import { notesText, wrapped } from "../../lib/cli/notes-text";

test("links are shown by their words, and headings without their marks", () => {
  expect(notesText("_Changes_\n\n#### Updates:\n - Linux ([6.12](https://lwn.net/1), [6.13](https://lwn.net/2))\n")).toBe(
    "_Changes_\n\nUpdates:\n- Linux (6.12, 6.13)",
  );
  expect(notesText("**Bug Fixes:**\n- one\n**Changes**\n- two")).toBe("Bug Fixes:\n- one\n\nChanges:\n- two");
});

test("empty sections and the one on security fixes are left out", () => {
  const notes = "#### Security fixes:\n- Linux (CVE-1)\n\n  more\n#### Bug fixes:\n\n#### Updates:\n- a";
  expect(notesText(notes)).toBe("Updates:\n- a");
  expect(notesText("")).toBe("");
});

test("nothing in notes moves a cursor or turns a text around", () => {
  expect(notesText("- a\u001b[2J\u202eb\r\n-\tc")).toBe("- a[2Jb\n- c");
});

test("long lines are broken at spaces, and go on behind their bullet", () => {
  expect(wrapped("  - one two three", 11)).toEqual(["  - one two", "    three"]);
  expect(wrapped("averylongword and", 5)).toEqual(["averylongword", "and"]);
  expect(wrapped("", 5)).toEqual([""]);
});
