import { DOMParser } from "@xmldom/xmldom";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { xmlDocument } from "../../../lib/check/report/xml";
import { hostile } from "./arbitrary";

test("elements, attributes and lines are written one below the other; what is undefined is not", () => {
  const root = {
    name: "a",
    attributes: { n: 1, gone: undefined, t: "x" },
    children: [{ name: "b" }, { name: "c", attributes: { k: "" }, lines: ["one", "two"] }],
  };
  expect(xmlDocument(root)).toBe(`<?xml version="1.0" encoding="UTF-8"?>
<a n="1" t="x">
  <b/>
  <c k="">one
two</c>
</a>
`);
});

test("what has a meaning in XML is escaped, and what no XML may hold is written out or replaced", () => {
  expect(xmlDocument({ name: "a", attributes: { k: `<&>"'\t\n]]>` }, lines: [`<&>"'\t\n]]>`] })).toContain(
    '<a k="&#60;&#38;&#62;&#34;&#39;&#9;\\n]]&#62;">&#60;&#38;&#62;&#34;&#39;&#9;\\n]]&#62;</a>',
  );
  expect(xmlDocument({ name: "a", lines: ["\x00\x1b\x7f\x85\ud800\udc00x\ud800y\udc00\ufffe\uffff\u{1f680}"] })).toContain(
    "<a>\\x00\\x1b\\x7f\\u0085\u{10000}x\ufffdy\ufffd\ufffd\ufffd\u{1f680}</a>",
  );
});

test("any text is well-formed, and reads as it was but for what cannot be seen", () => {
  fc.assert(
    fc.property(hostile, hostile, (attribute, line) => {
      const xml = xmlDocument({ name: "a", attributes: { k: attribute }, lines: [line, "end"] });
      // Production 2 of XML 1.0, and no raw tab or newline in an attribute.
      expect(xml).toMatch(/^[\t\n\x20-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]*$/u);
      const errors: unknown[] = [];
      // A replacement character is worth a warning to the parser.
      const root = new DOMParser({ onError: (level, message) => level !== "warning" && errors.push(message) }).parseFromString(
        xml,
        "text/xml",
      ).documentElement;
      expect(errors).toEqual([]);
      expect(root?.childNodes).toHaveLength(1);
      if (/^[ -~]*$/.test(attribute)) expect(root?.getAttribute("k")).toBe(attribute);
      if (/^[ -~]*$/.test(line)) expect(root?.textContent).toBe(`${line}\nend`);
    }),
    { numRuns: 300 },
  );
});
