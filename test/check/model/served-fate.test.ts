import { expect, test } from "vitest";
import { Changes } from "../../../lib/check/model/changes";
import { Fate } from "../../../lib/check/model/fate";
import { servedFate } from "../../../lib/check/model/served-fate";
import { PlanChange } from "../../../lib/check/plan/plan";
import { NodeEntry } from "../../../lib/check/synth/manifest";
import { CONFIG, NODE, namedPool } from "../manifests";
import { changeOf, planOf } from "./changes-of";

const PROFILE = "matchbox_profile.a";
const INSTALLER = "matchbox_profile.install";
const GROUP = "matchbox_group.a";
const RECORD = "terraform_data.served";
const node: NodeEntry = {
  ...NODE,
  machine: GROUP,
  resources: [INSTALLER, PROFILE, GROUP, RECORD],
  config: { ...CONFIG, address: PROFILE, attribute: "raw_ignition" },
  served: { taken: "at-installation", record: RECORD },
};
const change = (address: string, actions: readonly string[] = ["delete", "create"], changed: PlanChange["changed"] = []): PlanChange =>
  changeOf(address.split(".")[0], { address, actions, changed });
const fate = (onReleaseChange: string, ...changes: PlanChange[]) =>
  servedFate("a", node, namedPool({ onReleaseChange }), new Changes(planOf(...changes)));
const NEW_NODES_ONLY = "new-nodes-only";

test("another config waits until the machine takes it, and is no replacement", () => {
  const found = fate(NEW_NODES_ONLY, change(PROFILE), change(GROUP, ["no-op"]));
  expect(found).toMatchObject({ fate: Fate.STALE, isBefore: true, isAfter: true });
  expect(found).not.toHaveProperty("order");
});

test("another selector waits, and another generation does", () => {
  expect(fate(NEW_NODES_ONLY, change(GROUP))).toMatchObject({ fate: Fate.STALE });
  expect(fate(NEW_NODES_ONLY, change(RECORD))).toMatchObject({ fate: Fate.STALE });
  expect(fate(NEW_NODES_ONLY, change(RECORD, ["update"]))).toMatchObject({ fate: Fate.UPDATED });
});

test("another installer is for new installations, unless the pool replaces for a release and it is one", () => {
  const other = change(INSTALLER, ["delete", "create"], [["kernel"], ["initrd"]]);
  expect(fate(NEW_NODES_ONLY, other).fate).toBe(Fate.UPDATED);
  expect(fate("replace", other).fate).toBe(Fate.STALE);
  expect(fate("replace", change(INSTALLER, ["delete", "create"], [["raw_ignition"]])).fate).toBe(Fate.UPDATED);
});

test("a new machine is created, and one that goes runs on without being served", () => {
  expect(fate(NEW_NODES_ONLY, change(GROUP, ["create"]))).toMatchObject({ fate: Fate.CREATED, isBefore: false });
  expect(fate(NEW_NODES_ONLY, change(GROUP, ["delete"]))).toMatchObject({ fate: Fate.STALE, isAfter: false });
});

test("what nothing changes is untouched", () => {
  expect(fate("replace", change(PROFILE, ["no-op"]), change(GROUP, ["no-op"])).fate).toBe(Fate.UNTOUCHED);
});
