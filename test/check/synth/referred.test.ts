import { expect, test } from "vitest";
import { addressOf, referencesIn, referred, referredNames } from "../../../lib/check/synth/referred";
import { stackOf } from "../manifests";

const LOCALS = { image: "${data.hcloud_image.i.id}" };
const found = (value: unknown): string[] => referencesIn({ locals: LOCALS }, value).map(addressOf);

test("resources and data sources are found in any text of a value, and behind locals", () => {
  expect(found("${aws_launch_template.web_A1-b.latest_version}")).toEqual(["aws_launch_template.web_A1-b"]);
  expect(found("${local.image}")).toEqual(["data.hcloud_image.i"]);
  expect(found([{ a: "${x_y.a.id}", b: 7 }, "${x_y.b[0].id}", null])).toEqual(["x_y.a", "x_y.b"]);
  expect(found("${var.c ? data.x_y.a.id : x_y.b.id}")).toEqual(["data.x_y.a", "x_y.b"]);
});

test.each(["x_y.a.id", "${var.my_type.name}", "${each.value}", "${local.no_such}", "${module.m.x_y}", "", 7, null, undefined])(
  "%j refers to none",
  (value) => expect(found(value)).toEqual([]),
);

test("what is referred to is looked up where it belongs", () => {
  const stack = stackOf({ resources: { x_y: { a: { is: "resource" } } }, data: { x_y: { a: { is: "data" } } } });
  const [managed, data, missing, unknown] = ["${x_y.a.id}", "${data.x_y.a.id}", "${x_y.b.id}", "${x_z.a.id}"].map(
    (text) => referencesIn({ locals: {} }, text)[0],
  );
  expect(referred(stack, managed)).toEqual({ is: "resource" });
  expect(referred(stack, data)).toEqual({ is: "data" });
  expect(referred(stack, missing)).toBeUndefined();
  expect(referred(stack, unknown)).toBeUndefined();
  expect(referred(stack, { mode: "managed", type: "constructor", name: "name" })).toBeUndefined();
});

test("the names of the resources of one type are those of resources alone", () => {
  const value = ["${hcloud_firewall.a.id}", "${data.hcloud_firewall.b.id}", "${hcloud_network.c.id}", "${local.d}"];
  expect(referredNames({ locals: { d: "${hcloud_firewall.e[0].id}" } }, "hcloud_firewall", value)).toEqual(["a", "e"]);
});
