import { TerraformVariable } from "cdktf";
import { expect, test } from "vitest";
import { refuseTokenOutsideText, refuseTokensOutsideText } from "../../lib/pool/outside-text";
import { scratchStack, thrown } from "../support";

const variable = new TerraformVariable(scratchStack(), "v", {});

test("texts may wait for apply, and so may members of lists", () => {
  const value = { a: [variable.stringValue, `x${variable.stringValue}`, 1, true, null, undefined] };
  expect(() => refuseTokensOutsideText(value, "x")).not.toThrow();
});

test.each([
  ["number", variable.numberValue],
  ["object", variable.booleanValue],
  ["list", variable.listValue],
  ["list", `a ${variable.listValue[0]}`],
  ["number", `PORT=${variable.numberValue}\n`],
])("a %s may not, wherever it stands: %j", (type, value) => {
  const received = `a value (${type}) known only at apply`;
  expect(thrown(() => refuseTokensOutsideText({ a: [{ b: value }] }, "x"))).toMatchObject({
    code: "token-not-in-text",
    subject: "x.a.0.b",
    received,
  });
  expect(thrown(() => refuseTokenOutsideText(value, "x"))).toMatchObject({ subject: "x", received });
});
