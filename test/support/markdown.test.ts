import { expect, test } from "vitest";
import { anchors, codeBlocks, links } from "./markdown";

const TEXT = "# A Title, with `code`\n\n[one](a.md#x) and `[no](b.md)`\n\n```ts\n# not a heading\n[no](c.md)\n```\n\n## Second\n";

test("blocks come with their language and line", () => {
  expect(codeBlocks(TEXT)).toEqual([{ language: "ts", text: "# not a heading\n[no](c.md)\n", line: 5 }]);
});

test("a block that is not closed is an error", () => {
  expect(() => codeBlocks("```ts\n")).toThrow("line 1");
});

test("links and headings in code are none", () => {
  expect(links(TEXT)).toEqual(["a.md#x"]);
  expect([...anchors(TEXT)]).toEqual(["a-title-with-code", "second"]);
});
