import { expect, test } from "vitest";
import { config, said, translated } from "../translated";

const at = (sections: string, files = {}): readonly string[] => said(translated(sections, files, "1.0.0"));

test("it becomes Ignition 3.3.0", () => {
  expect(config("", undefined, "1.0.0").ignition?.version).toBe("3.3.0");
});

test("keys that came with 1.1.0 are unused", () => {
  const luks = "storage: {luks: [{name: a, device: /dev/a, discard: true, open_options: [x]}]}";
  expect([...at(luks)].sort()).toEqual([
    "warning at storage.luks.0.discard: unused key discard",
    "warning at storage.luks.0.open_options: unused key open_options",
  ]);
  expect(at("passwd: {users: [{name: core, ssh_authorized_keys_local: [a]}]}")).toEqual([
    "warning at passwd.users.0.ssh_authorized_keys_local: unused key ssh_authorized_keys_local",
  ]);
});

test("it has trees and mount units, and no arn: sources", () => {
  expect(config("storage: {trees: [{local: t}]}", { "t/a": "x" }, "1.0.0").storage?.files?.[0].path).toBe("/a");
  expect(at("storage: {files: [{path: /a, contents: {source: 'arn:aws:s3:::b/k'}}]}")).toEqual([
    "error at storage.files.0.contents.source: invalid url scheme",
    "config generated was invalid",
  ]);
});

test("clevis is refused", () => {
  expect(at("storage: {luks: [{name: a, device: /dev/a, clevis: {threshold: 0}}]}")).toEqual([
    "error at storage.luks.0.clevis: clevis is not supported in this spec version",
    "source config is invalid",
  ]);
  expect(at("storage: {luks: [{name: a, device: /dev/a, clevis: {custom: {}, tang: []}}]}")).toEqual([]);
});
