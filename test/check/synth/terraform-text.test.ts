import { expect, test } from "vitest";
import { terraformText } from "../../../lib/check/synth/terraform-text";
import { escapeTemplate } from "../../../lib/pool/tokens";

test.each(["", "a", "${x}", "$${x}", "$$${x}", "%{x}", "%%{x}", "$", "${", "100%{", "$$", "a$\n{", "é😀"])(
  "literal text that a pool has escaped is read back: %j",
  (text) => {
    expect(terraformText(escapeTemplate(text), {})).toBe(text);
    expect(terraformText(escapeTemplate(text, true), {})).toBe(text);
  },
);

test("a local is its text, also through others, and its encodings", () => {
  const locals = { text: 'a "b" ${"$"}{c}\n', outer: "<${local.text}>" };
  expect(terraformText("${local.outer}", locals)).toBe('<a "b" ${c}\n>');
  expect(terraformText("[${jsonencode(local.text)}]", locals)).toBe('["a \\"b\\" ${c}\\n"]');
  expect(terraformText('"${base64encode(local.text)}"', locals)).toBe(`"${Buffer.from('a "b" ${c}\n').toString("base64")}"`);
  expect(terraformText("${base64encode(jsonencode(local.outer))}", locals)).toMatch(/^[A-Za-z0-9+/]+=*$/);
});

test("what is known only at apply stays the expression it comes from", () => {
  const locals = { token: "T=${var.join_token}", list: ["a"] };
  expect(terraformText("${local.token}", locals)).toBe("T=${var.join_token}");
  expect(terraformText('${lookup({"a" = "}"}, "a")}!', locals)).toBe('${lookup({"a" = "}"}, "a")}!');
  expect(terraformText("${local.list}${local.none}${base64encode(var.x)}", locals)).toBe(
    "${local.list}${local.none}${base64encode(var.x)}",
  );
});

test("names of Object's own are no locals, and what refers to itself comes to an end", () => {
  expect(terraformText("${local.constructor}${local.toString}", {})).toBe("${local.constructor}${local.toString}");
  expect(terraformText("${local.a}", { a: "x${local.b}", b: "y${local.a}" })).toBe("xy${local.a}");
});

test("an expression without an end is text", () => {
  expect(terraformText('a ${"b', {})).toBe('a ${"b');
});
