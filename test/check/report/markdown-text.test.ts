import * as fc from "fast-check";
import { expect, test } from "vitest";
import { cell, clipped, code, codeBlock, htmlCode, prose } from "../../../lib/check/report/markdown-text";
import { hostile } from "./arbitrary";
import { REFERENCES, actingIn } from "./markdown-reader";

test("words stay as they are, and names become code", () => {
  expect(prose("3 of 5 machines of db-a are replaced at once, and quorum needs 3")).toBe(
    "3 of 5 machines of db-a are replaced at once, and quorum needs 3",
  );
  expect(prose("Größe: 80 % (of 1,024 bytes) – it's “fine”…")).toBe("Größe: 80 % (of 1,024 bytes) – it's “fine”…");
  expect(prose("(user_data of hcloud_server.a, t/db)")).toBe("(`user_data` of `hcloud_server.a`, `t/db`)");
});

test.each([
  ["@team", "`@team`"],
  ["a@b.example.", "`a@b.example`."],
  ["see #12 or GH-12 or org/repo#1", "see `#12` or `GH-12` or `org/repo#1`"],
  [":tada:", "`:tada`:"],
  ["https://a.example/x", "`https://a.example/x`"],
  ["www.a.example", "`www.a.example`"],
  ["deadbeef0", "`deadbeef0`"],
  ["<b>**x**</b> [a](b) `c`", "`<b>**x**</b>` `[a](b`) `` `c` ``"],
  ["$x$ ~~y~~ a|b \\", "`$x$` `~~y~~` `a|b` `\\`"],
  ["a\n# b\x1b", "`a\\n#` `b\\x1b`"],
  ["...", "`...`"],
  ["", ""],
])("what would act is code: %j", (text, expected) => {
  expect(prose(text)).toBe(expected);
});

test("a name is code whatever is in it, also nothing, spaces and backticks", () => {
  expect(code("db")).toBe("`db`");
  expect(code("")).toBe('""');
  expect(code(" ")).toBe("` `");
  expect(code("`a``")).toBe("``` `a`` ```");
  expect(code(" a ")).toBe("`  a  `");
});

test("in a cell of a table pipes are escaped, in code too", () => {
  expect(cell(code("a|b\\|"))).toBe("`a\\|b\\\\|`");
});

test("between tags a name holds no tag", () => {
  expect(htmlCode(`<a href="x">&'`)).toBe("<code>&#60;a href=&#34;x&#34;&#62;&#38;&#39;</code>");
});

test("a block of code is longer fenced than anything in it", () => {
  expect(codeBlock("diff", ["+a", "-b"])).toBe("```diff\n+a\n-b\n```");
  expect(codeBlock("text", ["```", "````"])).toBe("`````text\n```\n````\n`````");
});

test("a text is cut behind a whole character", () => {
  expect(clipped("abc", 3)).toBe("abc");
  expect(clipped("abcd", 3)).toBe("abc…");
  expect(clipped("ab\u{1f680}d", 3)).toBe("ab…");
});

test("of no text anything acts, as prose or as a name", () => {
  fc.assert(
    fc.property(hostile, (text) => {
      for (const markdown of [`x ${prose(text)} y`, `x ${code(text)} y`]) {
        const { html, links, text: plain, types } = actingIn(markdown);
        expect([html, links]).toEqual([[], []]);
        expect([...types].filter((type) => !["document", "paragraph", "text", "code"].includes(type))).toEqual([]);
        expect(plain).not.toMatch(REFERENCES);
      }
    }),
    { numRuns: 400 },
  );
});

test("a name as code reads as it was, but for what cannot be seen", () => {
  const visible = fc.stringMatching(/^[!-~]{1,20}$/);
  fc.assert(
    fc.property(visible, (name) => {
      const { types } = actingIn(code(name));
      expect([...types]).toEqual(["document", "paragraph", "code"]);
      expect(code(name).replace(/^(`+) ?| ?`+$/g, "")).toContain(name.replace(/^`+|`+$/g, "").trim());
    }),
  );
});
