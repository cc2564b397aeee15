import { expect, test } from "vitest";
import { anchorOf, anchors, codeBlocks, links } from "./markdown";

const TEXT = "# A Title, with `code`\n\n[one](a.md#x) and `[no](b.md)`\n\n```ts\n# not a heading\n[no](c.md)\n```\n\n## Second\n";

test("blocks come with their language and line", () => {
  expect(codeBlocks(TEXT)).toEqual([{ language: "ts", text: "# not a heading\n[no](c.md)\n", line: 5 }]);
});

test("a block that is not closed is an error", () => {
  expect(() => codeBlocks("```ts\n")).toThrow("line 1");
});

test("a link has the target that it leads to, in angle brackets or not", () => {
  expect(links("[a](<https://example.com/x>) [b](c.md)")).toEqual(["https://example.com/x", "c.md"]);
});

test("a heading has the anchor that GitHub gives it", () => {
  expect(anchorOf("FC008 A `type`, and its image's")).toBe("fc008-a-type-and-its-images");
});

test("links and headings in code are none", () => {
  expect(links(TEXT)).toEqual(["a.md#x"]);
  expect([...anchors(TEXT)]).toEqual(["a-title-with-code", "second"]);
});
