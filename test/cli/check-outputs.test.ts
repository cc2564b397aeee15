import * as fs from "fs";
import * as path from "path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { ReportFormat } from "../../lib/check/report/format";
import { CommandArguments } from "../../lib/cli/arguments";
import { OUTPUT_OPTIONS, outputsFrom, refuseInputs, writeReports } from "../../lib/cli/check-outputs";
import { CommandIo } from "../../lib/cli/io";
import { thrown } from "../support";
import { filesBelow, scratch } from "../support/project";

let folder: string;
beforeEach(() => {
  folder = scratch();
});
afterEach(() => fs.rmSync(folder, { recursive: true, force: true }));

const at = (name: string): string => path.join(folder, name);
const write = (name: string, text: string): void => fs.writeFileSync(at(name), text);
const outputs = (...given: string[]) =>
  outputsFrom(
    CommandArguments.parse(
      given.flatMap((each) => ["--output", each]),
      OUTPUT_OPTIONS,
    ),
    { cwd: folder } as CommandIo,
  );
const contents = () => Object.fromEntries(filesBelow(folder).map((name) => [name, fs.readFileSync(at(name), "utf8")]));

test("an output has a format and a file, with = in its name too", () => {
  expect(outputs()).toEqual([]);
  expect(outputs("json=a=b.json", "junit=./c.xml")).toEqual([
    { format: ReportFormat.JSON, file: at("a=b.json") },
    { format: ReportFormat.JUNIT, file: at("c.xml") },
  ]);
});

test("a link is written through to its target", () => {
  write("target", "old");
  fs.symlinkSync("target", at("link"));
  const [output] = outputs("text=link");
  expect(output.file).toBe(at("target"));
  expect(() => outputs("text=link", "json=target")).toThrow("--output names target twice");
});

test.each([
  ["json", "--output json names no file"],
  ["check.md", 'takes FORMAT=FILE, not "check.md"'],
  ["yaml=x", "FORMAT is one of text, markdown, json, sarif, junit"],
  ["sarfi=x", 'did you mean "sarif"?'],
  ["text=", "names no file"],
])("%s is a mistake in usage", (given, message) => {
  expect(() => outputs(given)).toThrow(message);
});

test("a folder, a device and a path without a folder are no places for a file", () => {
  fs.mkdirSync(at("folder"));
  for (const [file, received] of Object.entries({ folder: "EISDIR", "/dev/null": "no regular file", "none/x": "ENOENT" })) {
    expect(
      thrown(() => outputs(`text=${file}`)),
      file,
    ).toMatchObject({ code: "file-not-writable", received });
  }
});

test("what is read is not written over, under whatever name", () => {
  write("plan.json", "{}");
  fs.symlinkSync("plan.json", at("alias"));
  const [output] = outputs("text=alias");
  expect(() => refuseInputs([output], [at("plan.json")])).toThrow("which the check reads");
  expect(() => refuseInputs([output], [at("alias")])).toThrow("which the check reads");
  expect(() => refuseInputs([output], [at("other"), folder])).not.toThrow();
});

test("reports take the place of what was there, and nothing is left beside them", () => {
  write("a", "old");
  writeReports([
    { file: at("a"), text: "new a" },
    { file: at("b"), text: "new b" },
  ]);
  expect(contents()).toEqual({ a: "new a", b: "new b" });
});

test("where the last cannot be made, those before it are as they were", () => {
  write("a", "old");
  const reports = ["a", "b"].map((name) => ({ file: at(name), text: "new" }));
  expect(thrown(() => writeReports([...reports, { file: at("none/c"), text: "new" }])).code).toBe("file-not-writable");
  expect(contents()).toEqual({ a: "old" });
});

test("where the last cannot take its place, those before it are taken back", () => {
  write("a", "old");
  fs.mkdirSync(at("folder"));
  write("folder/x", "x");
  const reports = ["a", "b", "folder"].map((name) => ({ file: at(name), text: "new" }));
  expect(thrown(() => writeReports(reports))).toMatchObject({ code: "file-not-writable", path: at("folder") });
  expect(contents()).toEqual({ a: "old", "folder/x": "x" });
});
