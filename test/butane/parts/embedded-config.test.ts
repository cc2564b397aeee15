import { expect, test } from "vitest";
import { said, translated } from "../translated";

const embedded = (config: string, version?: string): readonly string[] =>
  said(translated(`ignition:\n  config:\n    merge:\n      - inline: '${config}'`, undefined, version));

test("a config of the target version is checked, by its own paths", () => {
  expect(embedded('{"ignition": {"version": "3.4.0"}, "storage": {"files": [{"path": "a"}, {"path": "a"}]}, "extra": 1}')).toEqual([
    "error at storage.files.0.path: path not absolute",
    "error at storage.files.1.path: path not absolute",
    "error at storage.files.1: duplicate entry defined",
    "warning at extra: unused key extra",
    "source config is invalid",
  ]);
});

test("a good config goes without a word", () => {
  expect(embedded('{"ignition": {"version": "3.4.0"}}')).toEqual([]);
  expect(embedded('{"ignition": {"version": "3.3.0"}}', "1.0.0")).toEqual([]);
});

test("a config of another version is not looked into", () => {
  expect(embedded('{"ignition": {"version": "3.3.0"}, "storage": {"files": [{"path": "a"}]}}')).toEqual([
    "warning at ignition.config.merge.0.version: skipping validation for the merge/replace ignition config due to an unkown version",
  ]);
});

test("a config without a version is wrong, after the paths of units and before the rest", () => {
  const units = '"systemd": {"units": [{"name": "a.service", "contents": "[Unit]"}]}';
  const files = '"storage": {"files": [{"path": "/etc/systemd/system/a.service"}, {"path": "a"}]}';
  expect(embedded(`{"ignition": {"config": {"merge": [{}]}}, ${files}, ${units}}`)).toEqual([
    "error at storage.files.0.path: path conflicts with systemd unit or dropin",
    "error at ignition.version: invalid config version (couldn't parse)",
    "error at ignition.config.merge.0: source is required",
    "error at storage.files.1.path: path not absolute",
    "source config is invalid",
  ]);
});

test.each([
  ["", "unexpected end of JSON input"],
  ["{", "unexpected end of JSON input"],
  ["[]", "json: cannot unmarshal array into Go value of type types.Config"],
])("%j is none", (text, message) => {
  expect(embedded(text)).toEqual([
    `error at : ${message}`,
    "error at ignition.config.merge.0.inline: config is not valid",
    "source config is invalid",
  ]);
});

test("a config in a file is not checked, as in butane", () => {
  const result = translated("ignition: {config: {merge: [{local: a.ign}], replace: {local: a.ign}}}", { "a.ign": "{" });
  expect(said(result)).toEqual([]);
});

test("only references are configs: an authority may be anything", () => {
  expect(said(translated("ignition: {security: {tls: {certificate_authorities: [{inline: '{'}]}}}"))).toEqual([]);
});
