import { expect, test } from "vitest";
import { PlanChange, SENSITIVE } from "../../../lib/check/plan/plan";
import { isNameTaken, isPut, keepsName, uniqueWithin } from "../../../lib/check/rules/unique-names";
import { changeOf } from "../model/changes-of";

const first = (type: string, before: object, after: object, parts: Partial<PlanChange> = {}) =>
  isNameTaken(changeOf(type, { actions: ["create", "delete"], before: { ...before }, after: { ...after }, ...parts }));

test("a name is taken where the new object has that of the old one, and comes first", () => {
  const name = { name: "x-a" };
  expect(first("hcloud_server", name, name)).toBe(true);
  expect(first("hcloud_server", name, { name: "x-b" })).toBe(false);
  expect(first("hcloud_server", name, name, { actions: ["delete", "create"] })).toBe(false);
  expect(first("hcloud_server", name, name, { actions: ["create"] })).toBe(false);
  expect(first("aws_instance", name, name)).toBe(false);
  expect(first("constructor", name, name)).toBe(false);
});

test("a name that the provider makes, or that nobody may see, is not known to be taken", () => {
  expect(first("aws_launch_template", { name: "x-1" }, {})).toBe(false);
  expect(first("hcloud_server", { name: SENSITIVE }, { name: SENSITIVE })).toBe(false);
});

test("names of volumes are taken in one storage pool, those of security groups in one VPC", () => {
  const volume = (pool: string) => ({ name: "v", pool });
  expect(first("libvirt_volume", volume("a"), volume("a"))).toBe(true);
  expect(first("libvirt_volume", volume("a"), volume("b"))).toBe(false);
  expect(first("aws_security_group", { name: "g", vpc_id: "1" }, { name: "g", vpc_id: "2" })).toBe(false);
});

test("each type says where its names are unique, and matchbox alone puts", () => {
  expect(uniqueWithin("hcloud_server")).toBe("a project");
  expect(uniqueWithin("matchbox_profile")).toBe("a matchbox");
  expect([uniqueWithin("aws_instance"), uniqueWithin("constructor")]).toEqual([undefined, undefined]);
  expect(["matchbox_profile", "matchbox_group", "hcloud_server"].map(isPut)).toEqual([true, true, false]);
});

const lifecycle = { create_before_destroy: true };
const keeps = (name: unknown, more: object = {}, type = "hcloud_server", locals: { [name: string]: unknown } = {}) =>
  keepsName(type, { name, lifecycle, ...more }, locals);

test("a resource keeps its name where that is a text, of variables and keys too", () => {
  expect(keeps("x-a")).toBe(true);
  expect(keeps("${var.prefix}-${each.key}-${count.index}-${ each.value }")).toBe(true);
  expect(keeps("${local.name}", {}, "hcloud_server", { name: "x-a" })).toBe(true);
  expect(keeps("x-${random_id.a.hex}")).toBe(false);
  expect(keeps("${local.name}", {}, "hcloud_server", { name: "x-${random_id.a.hex}" })).toBe(false);
  expect(keeps("x-${md5(var.config)}")).toBe(false);
  expect(keeps(undefined)).toBe(false);
});

test("only of what is created first, and whose names are unique", () => {
  expect(keepsName("hcloud_server", { name: "x-a" }, {})).toBe(false);
  expect(keepsName("hcloud_server", { name: "x-a", lifecycle: { create_before_destroy: false } }, {})).toBe(false);
  expect(keepsName("hcloud_server", { name: "x-a", lifecycle: [] }, {})).toBe(false);
  expect(keeps("x-a", {}, "aws_instance")).toBe(false);
});

test("a primary IP with all in its name that replaces it gets another name", () => {
  const ip = (name: string, more: object = {}) => keeps(name, { location: "fsn1", type: "ipv4", ...more }, "hcloud_primary_ip");
  expect(ip("x-a-fsn1-ipv4")).toBe(false);
  expect(ip("x-a-ipv4")).toBe(true);
  expect(ip("x-a")).toBe(true);
  expect(ip("x-a-fsn1-ipv4", { location: undefined, datacenter: "fsn1-dc14" })).toBe(true);
  expect(keeps("x-a", {}, "hcloud_primary_ip")).toBe(true);
});
