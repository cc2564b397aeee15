import { expect, test } from "vitest";
import { config, said, translated } from "../translated";

const file = (contents: string, files?: Readonly<Record<string, string>>): unknown =>
  config(`storage: {files: [{path: /a, contents: ${contents}}]}`, files).storage?.files?.[0].contents;

test("contents in the config become a data URL that says it is not compressed", () => {
  expect(file("{inline: 'a b'}")).toEqual({ compression: "", source: "data:,a%20b" });
  expect(file("{inline: ''}")).toEqual({ compression: "", source: "data:," });
});

test("contents in a file do too", () => {
  expect(file("{local: dir/a}", { "dir/a": "x" })).toEqual({ compression: "", source: "data:,x" });
  expect(file("{local: /dir/../b}", { b: "y" })).toEqual({ compression: "", source: "data:,y" });
});

test("a source is left as it is", () => {
  expect(file("{source: 'https://a/b', http_headers: [{name: A, value: b}], compression: gzip}")).toEqual({
    compression: "gzip",
    httpHeaders: [{ name: "A", value: "b" }],
    source: "https://a/b",
  });
});

test("what the user compressed stays as the user says", () => {
  expect(file(`{inline: ${"a".repeat(100)}, compression: gzip}`)).toEqual({ compression: "gzip", source: `data:,${"a".repeat(100)}` });
});

test("an empty compression is as good as none", () => {
  expect(file(`{inline: ${"a".repeat(100)}, compression: ''}`)).toMatchObject({ compression: "gzip" });
});

test("a hash is kept", () => {
  const hash = `sha256-${"0".repeat(64)}`;
  const made = file(`{inline: a, verification: {hash: ${hash}}}`) as object;
  expect(made).toEqual({ compression: "", source: "data:,a", verification: { hash } });
  expect(Object.keys(made)).toEqual(["compression", "source", "verification"]);
});

test.each([
  ["{inline: a, local: b}", "inline"],
  ["{inline: a, source: ''}", "source"],
  ["{local: '', source: ''}", "source"],
  ["{local: a, inline: b, source: c}", "source"],
])("%s: only one of the three", (contents, last) => {
  expect(said(translated(`storage: {files: [{path: /a, contents: ${contents}}]}`))).toEqual([
    `error at storage.files.0.contents.${last}: only one of the following can be set: inline, local, source`,
    "source config is invalid",
  ]);
});

test("errors of appended contents come before those of the contents", () => {
  expect(said(translated("storage: {files: [{path: /a, contents: {local: x}, append: [{inline: a}, {local: y}]}]}", {}))).toEqual([
    "error at storage.files.0.append.1.local: open files/y: no such file or directory",
    "error at storage.files.0.contents.local: open files/x: no such file or directory",
    "source config is invalid",
  ]);
});

test("without a files directory nothing is read", () => {
  expect(said(translated("storage: {files: [{path: /a, contents: {local: x}}]}"))).toEqual([
    "error at storage.files.0.contents.local: local file paths are relative to a files directory that must be specified with -d/--files-dir",
    "source config is invalid",
  ]);
});
