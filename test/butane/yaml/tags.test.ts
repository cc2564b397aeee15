import { expect, test } from "vitest";
import { readYaml } from "../../../lib/butane/yaml";

test.each([
  ["!!int 5", "!!int"],
  ["!<tag:yaml.org,2002:int> 5", "!!int"],
  ["!local 5", "!local"],
  ["! 5", ""],
  ["!a%C3%A9 5", "!aé"],
  ["!a,b 5", "!a,b"],
  ["%TAG ! !x-\n---\n!a 5", "!x-a"],
])("%j has the tag %j", (text, tag) => {
  expect(readYaml(text).root?.tag).toBe(tag);
});

test.each([
  ["!<a 5", "did not find the expected '>'"],
  ["!<> 5", "did not find expected tag URI"],
  ["!a{ 5", "did not find expected whitespace or line break"],
  ["!a%4 5", "did not find URI escaped octet"],
  ["!a%FF 5", "found an incorrect leading UTF-8 octet"],
  ["!a%C3%41 5", "found an incorrect trailing UTF-8 octet"],
  ["%FOO\n---\n", "found unknown directive name"],
  ["% x\n---\n", "could not find expected directive name"],
  ["%YAML\n---\n", "did not find expected version number"],
  ["%YAML 1\n---\n", "did not find expected digit or '.' character"],
  ["%YAML 123.1\n---\n", "found extremely long version number"],
  ["%YAML 1.1 x\n---\n", "did not find expected comment or line break"],
  ["%YAML! 1.1\n---\n", "found unexpected non-alphabetical character"],
  ["%TAG e x\n---\n", "did not find expected '!'"],
  ["%TAG !e x\n---\n", "did not find expected '!'"],
  ["%TAG !e!x\n---\n", "did not find expected whitespace"],
  ["%TAG !e! x{\n---\n", "did not find expected whitespace or line break"],
  ["%TAG !e! x\n%TAG !e! y\n---\n", "found duplicate %TAG directive"],
  ["%YAML 1.1\n%YAML 1.1\n---\n", "found duplicate %YAML directive"],
  ["%YAML 1.1\na\n", "did not find expected <document start>"],
])("%j is refused: %s", (text, problem) => {
  expect(() => readYaml(text)).toThrow(problem);
});
