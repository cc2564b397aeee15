import { expect, test } from "vitest";
import { config, said, translated } from "../translated";

const files = {
  "tree/bin/run": { contents: "#!/bin/sh\n", executable: true },
  "tree/bin.conf": "b",
  "tree/link": { target: "../x" },
  "tree/bin/Zed": "z",
};
const CLASH = "matching filesystem node has existing contents or different type";

test("files and links of a tree come in the order of a walk, executables by their mode", () => {
  expect(config("storage: {trees: [{local: tree, path: /opt}]}", files).storage).toEqual({
    files: [
      { path: "/opt/bin/Zed", contents: { compression: "", source: "data:,z" }, mode: 0o644 },
      { path: "/opt/bin/run", contents: { compression: "", source: "data:,%23!%2Fbin%2Fsh%0A" }, mode: 0o755 },
      { path: "/opt/bin.conf", contents: { compression: "", source: "data:,b" }, mode: 0o644 },
    ],
    links: [{ path: "/opt/link", target: "../x" }],
  });
});

test("without a path a tree goes to the root", () => {
  expect(config("storage: {trees: [{local: tree/bin}]}", files).storage?.files?.map(({ path }) => path)).toEqual(["/Zed", "/run"]);
});

test("a file of the config without contents gets those of the tree and keeps the rest", () => {
  const { storage } = config(
    "storage: {files: [{path: /bin.conf, mode: 0600, user: {name: core}}, {path: /x}], links: [{path: /link, overwrite: true}], trees: [{local: tree}]}",
    files,
  );
  expect(storage?.files?.slice(0, 2)).toEqual([
    { path: "/bin.conf", user: { name: "core" }, contents: { compression: "", source: "data:,b" }, mode: 0o600 },
    { path: "/x" },
  ]);
  expect(Object.keys(storage?.files?.[0] ?? {})).toEqual(["path", "user", "contents", "mode"]);
  expect(storage?.links).toEqual([{ overwrite: true, path: "/link", target: "../x" }]);
});

test.each([
  ["files: [{path: /bin.conf, contents: {inline: a}}]"],
  ["directories: [{path: /bin.conf}]"],
  ["links: [{path: /bin.conf, target: x}]"],
  ["links: [{path: /link, target: x}]"],
  ["files: [{path: /link}]"],
])("%s stands in the way", (own) => {
  expect(said(translated(`storage: {${own}, trees: [{local: tree}]}`, files))).toEqual([
    `error at storage.trees.0: ${CLASH}`,
    "source config is invalid",
  ]);
});

test("a second tree may not bring what the first has brought", () => {
  expect(said(translated("storage: {trees: [{local: tree/bin}, {local: tree/bin}]}", files))).toEqual([
    `error at storage.trees.1: ${CLASH}`,
    `error at storage.trees.1: ${CLASH}`,
    "source config is invalid",
  ]);
});

test("errors are found tree by tree", () => {
  const trees = "storage: {trees: [{local: x}, {local: tree/bin.conf}, {local: ../tree}, {local: tree/link}]}";
  expect(said(translated(trees, files))).toEqual([
    "error at storage.trees.0: stat files/x: no such file or directory",
    "error at storage.trees.1: root of tree must be a directory",
    "error at storage.trees.2: local file path traverses outside the files directory",
    "error at storage.trees.3: root of tree must be a directory",
    "source config is invalid",
  ]);
});

test("without a files directory the first tree alone is reported", () => {
  expect(said(translated("storage: {trees: [{local: a}, {local: b}]}"))).toHaveLength(2);
  expect(said(translated("storage: {trees: [{path: /}]}"))).toEqual([
    "error at storage.trees.0: local is required",
    "source config is invalid",
  ]);
});

test("what is wrong with a file of a tree is reported at the tree, what is wrong with the user's at the user's", () => {
  const result = translated("storage: {files: [{path: opt/bin.conf, mode: 0644}], trees: [{local: tree, path: opt}]}", files);
  expect(said(result)).toEqual([
    "error at storage.files.0.path: path not absolute",
    "error at storage.trees.0: path not absolute",
    "error at storage.trees.0: path not absolute",
    "error at storage.trees.0: path not absolute",
    "config generated was invalid",
  ]);
});

test("since 1.2.0 a tree has owners and modes, and directories of its own for them", () => {
  const tree = "storage: {trees: [{local: tree/bin, path: /opt, user: {name: core}, group: {id: 5}, file_mode: 0600, dir_mode: 0700}]}";
  const node = { group: { id: 5 }, user: { name: "core" } };
  expect(config(tree, files, "1.2.0-experimental").storage).toMatchObject({
    directories: [{ ...node, path: "/opt", mode: 0o700 }],
    files: [
      { ...node, path: "/opt/Zed", mode: 0o600 },
      { ...node, path: "/opt/run", mode: 0o600 },
    ],
  });
  expect(config("storage: {trees: [{local: tree/bin, user: {id: 0}}]}", files, "1.2.0-experimental").storage?.directories).toEqual([
    { path: "/", user: { id: 0 }, mode: 0o755 },
  ]);
});
