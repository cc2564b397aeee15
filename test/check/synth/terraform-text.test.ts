import { expect, test } from "vitest";
import { knownText, leastText, terraformText } from "../../../lib/check/synth/terraform-text";
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

test("a text is known where nothing of it is known only at apply", () => {
  const locals = { a: "x", b: "${local.a}${var.t}", list: ["a"] };
  expect(knownText("${local.a}$${b}%%{c}", locals)).toBe("x${b}%{c}");
  expect(knownText("${base64encode(jsonencode(local.a))}", locals)).toBe("Ingi");
  for (const template of ["${var.t}", "${local.b}", "${local.list}", "%{if true}a%{endif}", "${base64encode(local.b)}", 'a ${"b']) {
    expect(knownText(template, locals), template).toBeUndefined();
  }
});

test("it is known byte for byte: where Terraform may write it otherwise it is not", () => {
  expect(knownText("${jsonencode(local.a)}", { a: "<&>\u2028" })).toBe('"\\u003c\\u0026\\u003e\\u2028"');
  expect(knownText("${jsonencode(local.a)}", { a: "\b" })).toBeUndefined();
  expect(knownText("${local.a}", { a: "\b" })).toBe("\b");
  expect(knownText("e\u0301", {})).toBeUndefined();
  expect(knownText("${base64encode(local.a)}", { a: "e\u0301" })).toBeUndefined();
  expect(knownText("\u00e9", {})).toBe("\u00e9");
});

test("the least of a text is what is left of it without the values that are known only at apply", () => {
  const locals = { known: "<$${x}>", half: "<${var.x}>" };
  expect(leastText("a ${local.known} $${y}", locals)).toEqual({ text: "a <${x}> ${y}", isWhole: true });
  expect(leastText('a ${var.x} ${base64encode(local.half)} ${file("}")}%{if true}', locals)).toEqual({
    text: `a  ${Buffer.from("<>").toString("base64")} `,
    isWhole: false,
  });
});
