import { expect, test } from "vitest";
import { readYaml, YamlNode } from "../../../lib/butane/yaml";
import { asBoolean, asInteger, asText, meaning, typeError } from "../../../lib/butane/yaml/scalars";

const node = (text: string): YamlNode => readYaml(text).root as YamlNode;
const integer = (text: string): unknown => asInteger(meaning(node(text)));
const boolean = (text: string): unknown => asBoolean(meaning(node(text)));
const string = (text: string): unknown => asText(node(text), meaning(node(text)));

test.each([
  ["0644", 420],
  ["420.9", 420],
  ["-420.9", -420],
  ["-0.5", 0],
  ["1e3", 1000],
  ["9007199254740993", 9007199254740993n],
  ["1e18", 1000000000000000000n],
  ["-9223372036854775808", -(2n ** 63n)],
  ["9223372036854775808.0", -(2n ** 63n)],
  ["-.inf", -(2n ** 63n)],
  ["9223372036854775808", undefined],
  ["1e19", undefined],
  [".nan", undefined],
  [".inf", undefined],
  ["'1'", undefined],
  ["true", undefined],
  ['!!int "5"', 5],
])("as an integer %s is %s", (text, value) => {
  expect(integer(text)).toBe(value);
});

test.each([
  ["true", true],
  ["FALSE", false],
  ["yes", true],
  ["'On'", true],
  ['"n"', false],
  ["OFF", false],
  ["'true'", undefined],
  ["yEs", undefined],
  ["1", undefined],
  ["!!binary eWVz", true],
])("as a boolean %s is %s", (text, value) => {
  expect(boolean(text)).toBe(value);
});

test.each([
  ["0777", "0777"],
  ["1e3", "1e3"],
  ["true", "true"],
  ["2024-01-01", "2024-01-01"],
  ["!!float 1", "1"],
  ["!!binary aGk=", "hi"],
  ["<<", "<<"],
])("as a string %s is %j", (text, value) => {
  expect(string(text)).toBe(value);
});

test.each([
  ["hello", "!!str `hello`"],
  ["'5'", "!!str `5`"],
  ["ten bytes!", "!!str `ten bytes!`"],
  ["eleven byte", "!!str `eleven ...`"],
  ["äöüßäö", "!!str `äöü\ufffd...`"],
  ["5", "!!int `5`"],
  ["!foo 5", "!foo `5`"],
  ["!foo [a]", "!foo ``"],
  ["[a]", "!!seq"],
  ["{a: b}", "!!map"],
  ["!!map x", "!!mapx"],
  ["<<", "!!merge `<<`"],
])("a mistake shows %j as %s", (text, shown) => {
  expect(typeError(node(text), 7, "int")).toBe(`line 7: cannot unmarshal ${shown} into int`);
});
