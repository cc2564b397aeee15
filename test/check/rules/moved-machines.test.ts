import { expect, test } from "vitest";
import { PlanChange, SENSITIVE } from "../../../lib/check/plan/plan";
import { movedMachines, shiftedResources } from "../../../lib/check/rules/moved-machines";
import { changeOf } from "../model/changes-of";

const gone = (type: string, name: string, before: object): PlanChange =>
  changeOf(type, { address: `${type}.${name}`, actions: ["delete"], before: { ...before } });
const made = (type: string, name: string, after: object, unknown: string[] = []): PlanChange =>
  changeOf(type, { address: `${type}.${name}`, actions: ["create"], after: { ...after }, unknown });
const moved = (...changes: PlanChange[]): string[] =>
  movedMachines(changes, () => false).map(({ from, to, name }) => `${name}: ${from.address} → ${to.address}`);

test.each(["hcloud_server", "libvirt_domain", "matchbox_group", "aws_autoscaling_group"])(
  "a machine is known by its name where it is destroyed and created at another address: %s",
  (type) => {
    expect(moved(gone(type, "a", { name: "x" }), made(type, "b", { name: "x" }))).toEqual([`x: ${type}.a → ${type}.b`]);
    expect(moved(gone(type, "a", { name: "x" }), made(type, "b", { name: "y" }))).toEqual([]);
  },
);

test("what is replaced, left or of another type is not moved, nor what has no name, or one that nobody may see", () => {
  const server = "hcloud_server";
  const side = { name: "x" };
  expect(moved(changeOf(server, { actions: ["delete", "create"], before: side, after: side }))).toEqual([]);
  expect(moved(changeOf(server, { before: side, after: side }), made(server, "b", side))).toEqual([]);
  expect(moved(gone("libvirt_domain", "a", side), made(server, "b", side))).toEqual([]);
  expect(moved(gone("hcloud_network", "a", side), made("hcloud_network", "b", side))).toEqual([]);
  expect(moved(gone("constructor", "a", side), made("constructor", "b", side))).toEqual([]);
  for (const name of [SENSITIVE, "", 7, undefined]) expect(moved(gone(server, "a", { name }), made(server, "b", { name }))).toEqual([]);
});

test("a name that several have tells none of them", () => {
  const side = { name: "x" };
  const [a, b, c] = [gone("libvirt_domain", "a", side), made("libvirt_domain", "b", side), gone("libvirt_domain", "c", side)];
  expect(moved(a, b, c)).toEqual([]);
  expect(moved(a, b, made("libvirt_domain", "d", side))).toEqual([]);
  expect(moved(a, b, changeOf("libvirt_domain", { before: side, after: side }))).toEqual([]);
});

const instance = (more: object = {}) => ({ tags: { Name: "x" }, ami: "ami-1", subnet_id: "s-1", ...more });

test("an instance is known by its Name and its image and place, as far as these are known", () => {
  const before = gone("aws_instance", "a", instance({ availability_zone: "z" }));
  expect(moved(before, made("aws_instance", "b", instance()))).toHaveLength(1);
  expect(moved(before, made("aws_instance", "b", instance({ ami: undefined }), ["ami"]))).toHaveLength(1);
  expect(moved(before, made("aws_instance", "b", instance({ ami: "ami-2" })))).toEqual([]);
  expect(moved(before, made("aws_instance", "b", instance({ subnet_id: "s-2" })))).toEqual([]);
  expect(moved(before, made("aws_instance", "b", instance({ availability_zone: "y" })))).toEqual([]);
  expect(moved(before, made("aws_instance", "b", instance({ tags: { Name: "y" } })))).toEqual([]);
});

test("an instance of a pool of this package is known by its name alone: its image may have waited", () => {
  const changes = [gone("aws_instance", "a", instance()), made("aws_instance", "b", instance({ ami: "ami-2" }))];
  expect(movedMachines(changes, (address) => address === "aws_instance.b")).toHaveLength(1);
  expect(movedMachines(changes, (address) => address === "aws_instance.a")).toEqual([]);
});

const at = (index: number | string, actions: string[], before: object, after: object, parts: Partial<PlanChange> = {}): PlanChange => {
  const changed = Object.keys({ ...before, ...after }).map((key) => [key]);
  return changeOf("hcloud_server", {
    address: `hcloud_server.w[${index}]`,
    actions,
    before: { ...before },
    after: { ...after },
    changed,
    ...parts,
  });
};
const outOfCount = (index: number, before: object): PlanChange =>
  at(index, ["delete"], before, {}, { actionReason: "delete_because_count_index" });
const shifts = (...changes: PlanChange[]): string[] =>
  shiftedResources(changes).map(
    ({ resource, shifted, gone: lost }) =>
      `${resource}: ${shifted.map(({ address }) => address).join()} / ${lost.map(({ address }) => address).join()}`,
  );
const [a, b, c, d] = ["a", "b", "c", "d"].map((name) => ({ name }));

test("where an element is taken out, each behind it becomes what the next one was, and the last is destroyed", () => {
  expect(shifts(at(0, ["update"], a, b), at(1, ["delete", "create"], b, c), outOfCount(2, c))).toEqual([
    "hcloud_server.w: hcloud_server.w[0],hcloud_server.w[1] / hcloud_server.w[2]",
  ]);
  expect(shifts(at(0, ["no-op"], a, a, { changed: [] }), at(1, ["update"], b, c), outOfCount(2, c))).toEqual([
    "hcloud_server.w: hcloud_server.w[1] / hcloud_server.w[2]",
  ]);
});

test("where an element is put in, each behind it becomes what the one before was, and another comes", () => {
  expect(shifts(at(0, ["update"], a, d), at(1, ["update"], b, a), at(2, ["create"], {}, b))).toEqual([
    "hcloud_server.w: hcloud_server.w[1] / ",
  ]);
});

test("the last one taken out, one added at the end and a swap shift nothing", () => {
  expect(shifts(at(0, ["no-op"], a, a, { changed: [] }), outOfCount(1, b))).toEqual([]);
  expect(shifts(at(0, ["no-op"], a, a, { changed: [] }), at(1, ["create"], {}, b))).toEqual([]);
  expect(shifts(at(0, ["update"], a, b), at(1, ["update"], b, a))).toEqual([]);
  expect(shifts(at(0, ["update"], b, a), outOfCount(1, c), at(2, ["no-op"], a, a, { changed: [] }))).toEqual([
    "hcloud_server.w: hcloud_server.w[0] / hcloud_server.w[1]",
  ]);
});

test("machines whose names are their numbers are known by all that changes of what is kept", () => {
  const cx = (server_type: string) => ({ server_type });
  const [small, large] = [cx("cx23"), cx("cx33")];
  const same = { changed: [] };
  expect(shifts(at(0, ["update"], small, large), at(1, ["no-op"], large, large, same), outOfCount(2, large))).toEqual([
    "hcloud_server.w: hcloud_server.w[0] / hcloud_server.w[2]",
  ]);
  expect(shifts(at(0, ["update"], small, large), at(1, ["no-op"], small, small, same), outOfCount(2, small))).toEqual([]);
  // Another attribute changes that the neighbour has another value of.
  const both = at(0, ["update"], { ...small, location: "fsn1" }, { ...large, location: "nbg1" });
  expect(shifts(both, outOfCount(1, { ...large, location: "fsn1" }))).toEqual([]);
  // What is not kept tells nothing, nor what is not known.
  expect(shifts(at(0, ["update"], {}, {}, { changed: [["user_data"]] }), outOfCount(1, {}))).toEqual([]);
  expect(shifts(at(0, ["update"], small, {}), outOfCount(1, {}))).toEqual([]);
});

test("keys of for_each are no places, nor is what goes for another reason, nor what is no machine", () => {
  expect(shifts(at('"0"', ["update"], a, b), { ...outOfCount(1, b), address: 'hcloud_server.w["1"]' })).toEqual([]);
  expect(shifts(at(0, ["update"], a, b), at(1, ["delete"], b, {}, { actionReason: "delete_because_no_resource_config" }))).toEqual([]);
  const networks = [at(0, ["update"], a, b), outOfCount(1, b)].map((change) => ({ ...change, type: "hcloud_network" }));
  expect(shifts(...networks)).toEqual([]);
});

test("a resource of 20,000 machines is looked through in a moment", { timeout: 5000 }, () => {
  const count = 20_000;
  const name = (i: number) => ({ name: `m${i}` });
  const members = Array.from({ length: count - 1 }, (_, i) => at(i, ["update"], name(i), name(i + 1)));
  const [{ shifted }] = shiftedResources([...members, outOfCount(count - 1, name(count - 1))]);
  expect(shifted).toHaveLength(count - 1);
});
