import { expect, test } from "vitest";
import { IgnitionUnit } from "../../lib/ignition";
import { findings } from "./findings";

const TOKEN = "${TfToken[TOKEN.1]}";
const SERVICE = "[Service]\nExecStart=/bin/true\n";
const INSTALL = "[Install]\nWantedBy=multi-user.target\n";
const units = (...list: IgnitionUnit[]): string[] =>
  findings({ systemd: { units: list } }).map((line) => line.replace("systemd.units.", ""));

test("names have the extension of a unit", () => {
  for (const type of "service socket device mount automount swap target path timer snapshot slice scope".split(" ")) {
    expect(units({ name: `a.${type}` })).toEqual([]);
  }
  expect(units({ name: TOKEN })).toEqual([]);
  for (const name of ["a", "", "a.conf", "a.service/x"]) expect(units({ name })).toEqual(["error 0.name: invalid systemd unit extension"]);
});

test("drop-ins end in .conf", () => {
  expect(units({ name: "a.service", dropins: [{ name: "x.conf" }, { name: TOKEN }] })).toEqual([]);
  expect(units({ name: "a.service", dropins: [{ name: "x" }] })).toEqual(["error 0.dropins.0.name: invalid systemd drop-in extension"]);
});

test("texts are units", () => {
  expect(units({ name: "a.service", contents: TOKEN, dropins: [{ name: "x.conf", contents: `[Service]\n${TOKEN}` }] })).toEqual([]);
  expect(units({ name: "a.service", contents: "[Unit", dropins: [{ name: "x.conf", contents: "[Service]\nx" }] })).toEqual([
    "error 0.contents: invalid unit content: unable to find end of section",
    "error 0.dropins.0.contents: invalid unit content: EOF",
  ]);
});

test("an enabled unit with a text has an install section", () => {
  const message = 'warning 0.contents: unit "a.service" is enabled, but has no install section so enable does nothing';
  expect(units({ name: "a.service", enabled: true, contents: SERVICE })).toEqual([message]);
  expect(units({ name: "a.service", enabled: true, contents: `${SERVICE}[Install]\n` })).toEqual([message]);
  expect(units({ name: "a.service", enabled: true, contents: SERVICE + INSTALL })).toEqual([]);
  expect(units({ name: "a.service", enabled: true, contents: SERVICE + TOKEN })).toEqual([]);
  expect(units({ name: "a.service", enabled: true, contents: "" })).toEqual([]);
  expect(units({ name: "a.service", enabled: true })).toEqual([]);
  expect(units({ name: "a.service", enabled: false, contents: SERVICE })).toEqual([]);
});

test("so has the template of an enabled instance", () => {
  const message = 'warning 0.contents: template unit "a@.service" for "a@b.service" doesn\'t have Install section';
  const instance = { name: "a@b.service", enabled: true };
  expect(units(instance, { name: "a@.service", contents: SERVICE })).toEqual([message]);
  expect(units(instance, { name: "a@.service", contents: INSTALL })).toEqual([]);
  expect(units(instance, { name: "a@.service", contents: TOKEN })).toEqual([]);
  expect(units(instance, { name: "a@.service" })).toEqual([]);
  expect(units({ ...instance, enabled: false }, { name: "a@.service", contents: SERVICE })).toEqual([]);
});

test("no node lies where a unit is written", () => {
  const systemd = {
    units: [{ name: "a.service", contents: SERVICE, dropins: [{ name: "x.conf", contents: SERVICE }, { name: "y.conf" }] }],
  };
  const at = (path: string): string => `/etc/systemd/system/${path}`;
  const storage = {
    files: [{ path: at("a.service") }, { path: at("b.service") }],
    directories: [{ path: at("a.service.d/x.conf") }],
    links: [{ path: at("a.service.d/y.conf"), target: "/x" }],
  };
  expect(findings({ systemd, storage })).toEqual([
    "error storage.files.0.path: path conflicts with systemd unit or dropin",
    "error storage.directories.0.path: path conflicts with systemd unit or dropin",
  ]);
});
