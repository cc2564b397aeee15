import { TerraformOutput, TerraformVariable } from "cdktf";
import { expect, test } from "vitest";
import { matchboxBase } from "../../lib/bare-metal/matchbox-url";
import { synthesise, thrown, untyped } from "../support";

test.each([
  ["http://matchbox.example.com:8080", "http://matchbox.example.com:8080"],
  ["http://matchbox.example.com:8080/", "http://matchbox.example.com:8080"],
  ["https://boot.example.com/matchbox//", "https://boot.example.com/matchbox"],
  ["http://[fd00::1]:8080", "http://[fd00::1]:8080"],
])("of %s a slash at the end is left out", (url, base) => {
  expect(matchboxBase(url)).toBe(base);
});

test.each([
  ...["", "matchbox:8080", "matchbox.example.com", "ftp://matchbox/", "http://", "http:///x", "http://m/?a=b", "http://m/#a", "http://m?x"],
  ...["http://user:pass@m/", "http://m/a b", 'http://m/"', "http://m:99999/", "http://m/${uuid}"],
])("%j is none", (url) => {
  expect(thrown(() => matchboxBase(url))).toMatchObject({ code: "matchbox-url", subject: "matchboxUrl", received: url });
});

test("what is no text is none", () => {
  expect(thrown(() => matchboxBase(untyped(undefined)))).toMatchObject({ code: "matchbox-url" });
});

test("one known only at apply passes, and Terraform takes the slash away", () => {
  const json = synthesise((stack) => {
    const url = new TerraformVariable(stack, "url", {}).stringValue;
    new TerraformOutput(stack, "base", { value: matchboxBase(url), staticId: true });
  });
  expect(json.output?.base.value).toBe('${trimsuffix(var.url, "/")}');
});
