import { expect, test } from "vitest";
import { templateOf } from "../../../lib/butane/parts/quadlets";
import { config, said, translated } from "../translated";

const EXPERIMENTAL = "1.2.0-experimental";
const quadlets = (text: string, files = {}): readonly string[] => said(translated(`systemd: {quadlets: [${text}]}`, files, EXPERIMENTAL));

test("a quadlet and its drop-ins are files of the user's or of root's", () => {
  const { storage } = config(
    "systemd: {quadlets: [{name: a.container, contents: x, dropins: [{name: b.conf, contents_local: b}]}, {name: c.pod, rootful: true}]}",
    { b: "y" },
    EXPERIMENTAL,
  );
  expect(storage?.files).toEqual([
    { path: "/etc/containers/systemd/users/a.container", contents: { compression: "", source: "data:,x" }, mode: 0o644 },
    { path: "/etc/containers/systemd/users/a.container.d/b.conf", contents: { compression: "", source: "data:,y" }, mode: 0o644 },
    { path: "/etc/containers/systemd/c.pod", contents: { compression: "", source: "data:," }, mode: 0o644 },
  ]);
});

test("an instance of a template is a link to it", () => {
  expect(config("systemd: {quadlets: [{name: web@1.container, rootful: true}]}", undefined, EXPERIMENTAL).storage?.links).toEqual([
    { path: "/etc/containers/systemd/web@1.container", target: "web@.container" },
  ]);
});

test.each([
  ["web@1.container", "web@.container"],
  ["web@a.b.pod", "web@.pod"],
  ["web@.container", undefined],
  ["web.container", undefined],
  ["web@", undefined],
])("the template of %s is %s", (name, template) => {
  expect(templateOf(name)).toBe(template);
});

test("a quadlet has an extension of its kind, and one text", () => {
  expect(quadlets("{name: a.service}")).toEqual([
    "error at systemd.quadlets.0.name: unsupported file extension for quadlet: must be one of .container, .volume, .network, .kube, .image, .build, .pod, or .artifact",
    "source config is invalid",
  ]);
  expect(quadlets("{name: a.kube, contents: a, contents_local: b, dropins: [{name: c.conf, contents: a, contents_local: b}]}")).toEqual([
    "error at systemd.quadlets.0.contents_local: only one of the following can be set: contents, contents_local",
    "error at systemd.quadlets.0.dropins.0.contents_local: only one of the following can be set: contents, contents_local",
    "source config is invalid",
  ]);
  expect(quadlets("{name: a@b.kube, contents: a, contents_local: b}")).toEqual([
    "error at systemd.quadlets.0.contents: template instances cannot have contents or contents_local",
    "error at systemd.quadlets.0.contents_local: template instances cannot have contents or contents_local",
    "source config is invalid",
  ]);
});

test("two of one name, and files that are missing, are reported at the quadlet", () => {
  expect(
    quadlets(
      "{name: a.pod, contents_local: x}, {name: a.pod, dropins: [{name: c.conf, contents_local: y}]}, {name: a@b.pod}, {name: a@b.pod}",
    ),
  ).toEqual([
    "error at systemd.quadlets.0.contents_local: open files/x: no such file or directory",
    "error at systemd.quadlets.1: matching filesystem node has existing contents or different type",
    "error at systemd.quadlets.1.dropins.0.contents_local: open files/y: no such file or directory",
    "error at systemd.quadlets.3: matching filesystem node has existing contents or different type",
    "source config is invalid",
  ]);
});

test("a path that a name makes impossible is reported at the name", () => {
  const names = "systemd: {quadlets: [{name: a.pod, dropins: [{name: ../b.conf}]}]}";
  expect(said(translated(names, undefined, EXPERIMENTAL))).toEqual([
    "error at systemd.quadlets.0.dropins.0.name: path is not fully simplified",
    "config generated was invalid",
  ]);
});

test("before 1.2.0 there are no quadlets", () => {
  expect(said(translated("systemd: {quadlets: [{name: a.pod}]}"))).toEqual(["warning at systemd.quadlets: unused key quadlets"]);
});
