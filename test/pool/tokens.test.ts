import { DataTerraformRemoteStateLocal, Fn, Op, TerraformLocal, TerraformOutput, TerraformStack, TerraformVariable, Token } from "cdktf";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import {
  addressOf,
  escapeTemplate,
  expressionOf,
  hasListToken,
  hasNumberToken,
  hasToken,
  identityOf,
  isListToken,
  isToken,
  mayBeUnknownAtPlan,
  sensitiveVariablesIn,
  textPieces,
  withoutTokens,
} from "../../lib/pool/tokens";
import { readTemplate, scratchStack, synthesise } from "../support";
import { TestResource } from "./test-pool";

const TOKEN = "${TfToken[TOKEN.0]}";
const stack = scratchStack();
const variable = new TerraformVariable(stack, "v", {});

test("text has a token or not", () => {
  expect([hasToken(variable.stringValue), hasToken(`a${variable.stringValue}b`)]).toEqual([true, true]);
  expect([hasToken(""), hasToken("${var.v}"), hasToken("TfToken[TOKEN.0]")]).toEqual([false, false, false]);
});

test("a list's token is told from a text's", () => {
  const [item] = variable.listValue;
  expect([hasListToken(item), hasToken(item)]).toEqual([true, false]);
  expect(hasListToken(variable.stringValue)).toBe(false);
});

test("a number's token is found by the digits that it has in a text", () => {
  const numbers = Array.from({ length: 1000 }, (_, i) => Token.asNumber(`\${local.n${i}}`));
  expect(numbers.filter((number) => !hasNumberToken(`x${number}\n`))).toEqual([]);
  for (const text of ["", "-8.1", "1e298", variable.stringValue]) expect(hasNumberToken(text)).toBe(false);
});

test("a text falls into literal pieces and tokens, in order and without empty ones", () => {
  const [a, b] = [variable.stringValue, Token.asString({ resolve: () => 1, creationStack: [] })];
  expect(textPieces(`x${a}${b}y`)).toEqual([
    { text: "x", token: false },
    { text: a, token: true },
    { text: b, token: true },
    { text: "y", token: false },
  ]);
  expect(textPieces("")).toEqual([]);
});

test("withoutTokens leaves what is literal", () => {
  expect(withoutTokens(`x${variable.stringValue}y${variable.stringValue}`)).toBe("xy");
});

test.each([
  ["plain", "plain"],
  ["${HOME}", "$${HOME}"],
  ["%{if}", "%%{if}"],
  ["$${x}", "$$${x}"],
  ["a$", "a$"],
  [`a$${TOKEN}`, `a\${"$"}${TOKEN}`],
  [`$$$${TOKEN}`, `\${"$"}\${"$"}\${"$"}${TOKEN}`],
  [`%${TOKEN}`, `%${TOKEN}`],
  [`${TOKEN}\${x}`, `${TOKEN}\${"$"}{x}`],
  [`\${x:-${TOKEN}}`, `\${"$"}{x:-${TOKEN}}`],
  [`$$\${x}${TOKEN}%{y}$ `, `\${"$"}\${"$"}\${"$"}{x}${TOKEN}%%{y}$ `],
])("escapeTemplate writes %s as %s", (text, template) => {
  expect(escapeTemplate(text)).toBe(template);
});

test("Terraform reads every text back from its template", () => {
  const piece = fc.constantFrom("$", "%", "{", "}", "$$", "${", "%{", '"', "\\", "\n", "a", "é", "😀");
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
      const text = pieces.join("");
      expect(readTemplate(escapeTemplate(text))).toBe(text);
    }),
  );
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (text) => {
      expect(readTemplate(escapeTemplate(text))).toBe(text);
    }),
  );
});

test("Terraform reads the text around tokens back, and the tokens stay apart from it", () => {
  const piece = fc.constantFrom("$", "%", "{", "}", "${", "%{", TOKEN);
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
      const text = pieces.join("");
      const parts = escapeTemplate(text).split(TOKEN);
      // Before a token no $ may be left bare: it would escape the token.
      for (const part of parts.slice(0, -1)) expect(part).not.toMatch(/\$$/);
      expect(parts.map(readTemplate).join(TOKEN)).toBe(text);
    }),
  );
});

test("text that comes to stand beside tokens can be escaped apart from them", () => {
  expect(escapeTemplate("${x}", true)).toBe('${"$"}{x}');
  expect(escapeTemplate("${x}$", true)).toBe('${"$"}{x}$');
});

test("cdktf writes a token as an expression, whatever text stands before it", () => {
  const json = synthesise((at) => {
    const { stringValue } = new TerraformVariable(at, "v", {});
    new TerraformOutput(at, "o", { value: escapeTemplate(`\${x:-${stringValue}} \${${stringValue}`) });
  });
  expect(json.output?.o.value).toBe('${"$"}{x:-${var.v}} ${"$"}{${var.v}');
});

test("isToken knows tokens of every kind, and nothing else", () => {
  const { stringValue, numberValue, booleanValue, listValue } = variable;
  expect([stringValue, numberValue, booleanValue, listValue].map(isToken)).toEqual([true, true, true, true]);
  expect(["a", 1, true, ["a"], {}, null, undefined].map(isToken)).toEqual([false, false, false, false, false, false, false]);
});

test("isListToken knows a list that is one token from a list of tokens", () => {
  expect([variable.listValue, Fn.split(",", variable.stringValue)].map(isListToken)).toEqual([true, true]);
  expect([[], ["a"], [variable.stringValue], "a", variable.stringValue].map(isListToken)).toEqual([false, false, false, false, false]);
});

test("a literal, a variable and a data source are known at plan", () => {
  const state = new DataTerraformRemoteStateLocal(stack, "state", { path: "x" });
  const known = ["img", "a.b", variable.stringValue, `img.v2-${variable.stringValue}`, state.getString("image")];
  expect(known.map((value) => mayBeUnknownAtPlan(stack, value))).toEqual(known.map(() => false));
});

test("an attribute of a managed resource need not be known at plan", () => {
  const resource = new TestResource(stack, "made");
  expect(mayBeUnknownAtPlan(stack, resource.id)).toBe(true);
  expect(mayBeUnknownAtPlan(stack, `img-${variable.stringValue}-${resource.id}`)).toBe(true);
});

test("a function is as known as what it is of", () => {
  const at = scratchStack();
  const v = new TerraformVariable(at, "v", {});
  const resource = new TestResource(at, "made");
  expect(mayBeUnknownAtPlan(at, Fn.upper(v.stringValue))).toBe(false);
  expect(mayBeUnknownAtPlan(at, Fn.replace(v.stringValue, "a.b", "c.d"))).toBe(false);
  expect(mayBeUnknownAtPlan(at, Fn.lookup({ "a.b": v.stringValue }, "a.b", "x"))).toBe(false);
  expect(mayBeUnknownAtPlan(at, Fn.upper(resource.id))).toBe(true);
  expect(mayBeUnknownAtPlan(at, Token.asString(Fn.coalesce([v.stringValue, resource.id])))).toBe(true);
  expect(mayBeUnknownAtPlan(at, Fn.replace(`x${v.stringValue}`, "y", `z${resource.id}`))).toBe(true);
});

test("a local is as known as what it is made of, however deep", () => {
  const at = scratchStack();
  const v = new TerraformVariable(at, "v", {});
  const resource = new TestResource(at, "made");
  const locals = (value: unknown, id: string) => {
    const inner = new TerraformLocal(at, id, value);
    return new TerraformLocal(at, `${id}-outer`, { image: inner.asString });
  };
  expect(mayBeUnknownAtPlan(at, Fn.lookup(locals(v.stringValue, "known").expression, "image"))).toBe(false);
  expect(mayBeUnknownAtPlan(at, new TerraformLocal(at, "plain", "a.b").asString)).toBe(false);
  const outer = locals(`a-${resource.id}`, "unknown");
  expect(mayBeUnknownAtPlan(at, outer.asString)).toBe(true);
  expect(mayBeUnknownAtPlan(at, new TerraformLocal(at, "by-hand", "${terraform_data.made.id}").asString)).toBe(true);
  const circle: TerraformLocal = new TerraformLocal(at, "circle", "${local.circle}");
  expect(mayBeUnknownAtPlan(at, circle.asString)).toBe(false);
});

test("an address is bare, and follows a later override of the logical id", () => {
  const json = synthesise((at) => {
    const resource = new TestResource(at, "made");
    new TestResource(at, "follows", {}, { replaceTriggeredBy: [addressOf(resource), addressOf(resource, "id")] });
    resource.overrideLogicalId("renamed");
  });
  expect(json.resource?.terraform_data?.follows.lifecycle?.replace_triggered_by).toEqual([
    "terraform_data.renamed",
    "terraform_data.renamed.id",
  ]);
});

test("two references to the same are identical, whatever token stands for them", () => {
  const [one, other] = [Fn.upper(variable.stringValue), Fn.upper(variable.stringValue)];
  expect(one).not.toBe(other);
  expect(identityOf(stack, one)).toBe(identityOf(stack, other));
  expect(identityOf(stack, one)).toBe('"${upper(var.v)}"');
  expect([identityOf(stack, "a"), identityOf(stack, 7)]).toEqual(['"a"', "7"]);
});

test("what is escaped arrives in the stack's JSON as it was escaped", () => {
  const json = synthesise((at: TerraformStack) => new TerraformOutput(at, "o", { value: escapeTemplate("a$${x}%{y}$") }));
  expect(readTemplate(String(json.output?.o.value))).toBe("a$${x}%{y}$");
});

test("an expression is written at synth, in braces by itself and without them inside of others", () => {
  const json = synthesise((stack) => {
    let name = "early";
    const value = expressionOf(() => `local.${name}`);
    new TerraformOutput(stack, "alone", { value, staticId: true });
    new TerraformOutput(stack, "inside", { value: Op.not(value), staticId: true });
    new TerraformOutput(stack, "text", { value: `x-${Token.asString(value)}`, staticId: true });
    name = "late";
  });
  expect(Object.values(json.output ?? {}).map(({ value }) => value)).toEqual(["${local.late}", "${!local.late}", "x-${local.late}"]);
});

test("a text tells which sensitive variables it is made of, through functions and locals, and no others", () => {
  const scope = scratchStack();
  const secret = new TerraformVariable(scope, "secret", { sensitive: true });
  const other = new TerraformVariable(scope, "other", { sensitive: true });
  const plain = new TerraformVariable(scope, "plain", {});
  const local = new TerraformLocal(scope, "local", `a ${Fn.upper(secret.stringValue)}`);
  const around = new TerraformLocal(scope, "around", { deep: [local.asString] });
  const found = (text: string): string[] => sensitiveVariablesIn(scope, text);
  expect(found(`x ${secret.stringValue} ${plain.stringValue}`)).toEqual(["secret"]);
  expect(found(Fn.base64encode(local.asString))).toEqual(["secret"]);
  expect(found(Token.asString(around.expression))).toEqual(["secret"]);
  expect(found(`${other.stringValue}${local.asString}`).sort()).toEqual(["other", "secret"]);
  for (const text of [plain.stringValue, "var.secret", '${"var.secret"}', `${plain.stringValue} var.secret`])
    expect(found(text), text).toEqual([]);
});
