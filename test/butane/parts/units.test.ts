import { expect, test } from "vitest";
import { config, said, translated } from "../translated";

const files = {
  "a.service": "[Service]\nExecStart=/bin/true\n",
  "a.conf": "[Unit]\n",
  "bad.service": Uint8Array.of(0x5b, 0x61, 0x5d, 0x0a, 0xff),
};

test("the text of a unit and of a drop-in may be a file", () => {
  const units = config(
    "systemd: {units: [{name: a.service, contents_local: a.service, dropins: [{name: a.conf, contents_local: a.conf}]}]}",
    files,
  ).systemd?.units;
  expect(units).toEqual([{ contents: files["a.service"], dropins: [{ contents: "[Unit]\n", name: "a.conf" }], name: "a.service" }]);
});

test("an empty contents_local is none", () => {
  expect(config("systemd: {units: [{name: a.service, contents_local: ''}]}").systemd?.units).toEqual([{ name: "a.service" }]);
});

test("text and file exclude each other, even when empty", () => {
  const result = translated(
    "systemd: {units: [{name: a.service, contents: '', contents_local: '', dropins: [{contents: '', contents_local: ''}]}]}",
  );
  expect(said(result)).toEqual([
    "error at systemd.units.0.contents_local: only one of the following can be set: contents, contents_local",
    "error at systemd.units.0.dropins.0.contents_local: only one of the following can be set: contents, contents_local",
    "source config is invalid",
  ]);
});

test("errors of drop-ins come before the unit's own", () => {
  const result = translated(
    "systemd: {units: [{name: a.service, contents_local: x, dropins: [{name: a.conf, contents_local: y}]}]}",
    files,
  );
  expect(said(result)).toEqual([
    "error at systemd.units.0.dropins.0.contents_local: open files/y: no such file or directory",
    "error at systemd.units.0.contents_local: open files/x: no such file or directory",
    "source config is invalid",
  ]);
});

test("1.0.0 has no contents_local", () => {
  expect(said(translated("systemd: {units: [{name: a.service, contents_local: a.service}]}", files, "1.0.0"))).toEqual([
    "warning at systemd.units.0.contents_local: unused key contents_local",
  ]);
});

test("bytes that are no text are the replacement character in the JSON", () => {
  expect(translated("systemd: {units: [{name: a.service, contents_local: bad.service}]}", files).error).toBe(
    "config generated was invalid",
  );
  expect(translated("passwd: {users: [{name: a, ssh_authorized_keys_local: [bad.service]}]}", files).json).toContain('"[a]","\\ufffd"');
});
