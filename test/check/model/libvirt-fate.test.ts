import { expect, test } from "vitest";
import { Changes } from "../../../lib/check/model/changes";
import { Fate } from "../../../lib/check/model/fate";
import { libvirtFate } from "../../../lib/check/model/libvirt-fate";
import { PlanChange } from "../../../lib/check/plan/plan";
import { JsonObject } from "../../../lib/check/record";
import { changeOf, planOf } from "./changes-of";

const disk = (volume: string, order?: number) => ({ boot: { order }, source: { volume: { pool: "p", volume } } });
const on = (...disks: object[]): JsonObject => ({ running: true, devices: { disks } });
const old = (...volumes: string[]): JsonObject => ({
  ...{ fw_cfg_name: "opt/com.coreos/config", running: true },
  disk: volumes.map((volume_id) => ({ volume_id })),
});
const domain = (parts: Partial<PlanChange>): PlanChange => changeOf("libvirt_domain", { after: parts.before, ...parts });
const volume = (name: string, actions: readonly string[], parts: JsonObject = { id: `/p/${name}`, name, pool: "p" }): PlanChange =>
  changeOf("libvirt_volume", { address: `libvirt_volume.${name}`, actions, before: parts, after: parts });
const REPLACED = ["delete", "create"];
const update = (before: JsonObject, after = before): PlanChange => domain({ actions: ["update"], before, after });
const fate = (change: PlanChange, ...volumes: PlanChange[]) => libvirtFate(change, new Changes(planOf(change, ...volumes)));

test("0.9 defines a machine anew whatever differs, and starts it where that is said", () => {
  expect(fate(update(on()))).toMatchObject({ fate: Fate.REDEFINED });
  expect(fate(update(on()))).not.toHaveProperty("staysOff");
  for (const running of [false, null]) expect(fate(update(on(), { running }))).toMatchObject({ fate: Fate.REDEFINED, staysOff: true });
  expect(fate(update({}))).toMatchObject({ fate: Fate.REDEFINED, staysOff: true });
  expect(fate({ ...update(on(), {}), unknown: ["running"] })).not.toHaveProperty("staysOff");
  expect(fate(domain({ before: {} }))).not.toHaveProperty("staysOff");
});

test("defined anew on another root disk a machine is replaced: the other is made under the old name, or named", () => {
  for (const [after, ...volumes] of [
    [on(disk("root")), volume("root", REPLACED)],
    [on(disk("other"))],
    [on(disk("other")), volume("root", ["delete"])],
  ] as const) {
    expect(fate(update(on(disk("root")), after), ...volumes)).toMatchObject({ fate: Fate.REPLACED, order: "destroy-first" });
  }
  expect(fate(update(on(disk("root")), { ...on(disk("other")), running: false }))).toMatchObject({ fate: Fate.REPLACED, staysOff: true });
});

test("a machine that runs on while its root disk is replaced loses it when it stops", () => {
  const found = fate(domain({ before: on(disk("root")) }), volume("root", REPLACED));
  expect(found).toMatchObject({ fate: Fate.UPDATED, losesDisk: true, reasons: [{ address: "libvirt_volume.root" }] });
  // 0.8 names the other volume in the domain, on paper.
  expect(fate(update(old("/p/root"), old("/p/other")))).toMatchObject({ fate: Fate.UPDATED, losesDisk: true });
  expect(fate(domain({ before: old("/p/root") }), volume("root", REPLACED))).toMatchObject({ fate: Fate.UPDATED, losesDisk: true });
});

test("one of 0.8 that was off and is started has the new root disk", () => {
  const off = { ...old("/p/root"), running: false };
  expect(fate(update(off), volume("root", REPLACED))).toMatchObject({ fate: Fate.REPLACED });
});

test("a replaced domain is a replaced machine where its root disk is another one: a new one in the place of the old, another, or one that is not known yet", () => {
  const replace = (after: JsonObject): PlanChange => domain({ actions: ["create", "delete"], before: on(disk("root")), after });
  for (const [after, ...volumes] of [[on(disk("root")), volume("root", REPLACED)], [on(disk("other"))], [{ running: true }]] as const) {
    const found = fate(replace(after), ...volumes);
    expect(found).toMatchObject({ fate: Fate.REPLACED, order: "create-first" });
    expect(found).not.toHaveProperty("losesDisk");
  }
});

test("a replaced domain on the same root disk is the same machine, stopped and started", () => {
  const found = fate(
    domain({ actions: ["delete", "create"], before: old("/p/root"), after: { ...old("/p/root", "/p/data"), memory: 2048 } }),
  );
  expect(found).toMatchObject({ fate: Fate.REDEFINED, isBefore: true, isAfter: true });
  expect(found).not.toHaveProperty("order");
  expect(found).not.toHaveProperty("staysOff");
});

test("a domain without disks runs from RAM, and is another machine when it is replaced", () => {
  expect(fate(domain({ actions: ["delete", "create"], before: { running: true } }))).toMatchObject({ fate: Fate.REPLACED });
});

test("a domain that goes is a machine that goes, with or without its disk", () => {
  for (const volumes of [[], [volume("root", ["delete"])]]) {
    expect(fate(domain({ actions: ["delete"], before: on(disk("root")), after: {} }), ...volumes)).toMatchObject({ fate: Fate.DESTROYED });
  }
});

test("another data disk is a reason, and no other machine", () => {
  const disks = on(disk("root"), disk("data"));
  expect(fate(domain({ before: disks }), volume("data", REPLACED))).toMatchObject({ fate: Fate.UPDATED });
  expect(fate(domain({ before: disks }), volume("data", REPLACED))).not.toHaveProperty("losesDisk");
  const found = fate(update(disks, on(disk("root"), disk("new"))), volume("data", ["delete"]), volume("new", ["create"]));
  expect(found.fate).toBe(Fate.REDEFINED);
  expect(found.reasons.map(({ address }) => address)).toEqual(["libvirt_volume.data", "libvirt_volume.new", "libvirt_domain.a"]);
});

test("the root disk is the one that boots first, else the first", () => {
  const disks = on(disk("data", 2), disk("root", 1), disk("other"));
  expect(fate(domain({ before: disks }), volume("root", REPLACED))).toHaveProperty("losesDisk", true);
  for (const name of ["data", "other"]) {
    expect(fate(domain({ before: disks }), volume(name, REPLACED))).not.toHaveProperty("losesDisk");
  }
});

test("a volume is told by its storage pool too, and a disk that is a file by the path", () => {
  const elsewhere = volume("root", REPLACED, { id: "/q/root", name: "root", pool: "q" });
  expect(fate(domain({ before: on(disk("root")) }), elsewhere)).toMatchObject({ fate: Fate.UNTOUCHED, reasons: [] });
  const file = (path: string) => on({ source: { file: { file: path } } });
  expect(fate(domain({ before: file("/p/root") }), volume("root", REPLACED))).toHaveProperty("losesDisk", true);
  expect(fate(domain({ before: file("root") }), volume("root", REPLACED)).fate).toBe(Fate.UNTOUCHED);
});

test("a machine without disks has none to lose", () => {
  for (const before of [{ running: true }, { running: true, devices: {} }, on()]) {
    expect(fate(domain({ before }), volume("root", REPLACED)).fate).toBe(Fate.UNTOUCHED);
  }
  expect(fate(update(on(), on(disk("root")))).fate).toBe(Fate.REDEFINED);
});
