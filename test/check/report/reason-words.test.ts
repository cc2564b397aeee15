import { expect, test } from "vitest";
import type { Reason } from "../../../lib/check/model/fate";
import { reasonWords, wholeReason } from "../../../lib/check/report/reason-words";

const REPLACE = ["delete", "create"];
const reason = (more: Partial<Reason>): Reason => ({ address: "hcloud_server.a", actions: REPLACE, paths: [["user_data"]], ...more });

test.each([
  [{ actionReason: "replace_because_cannot_update" }, "user_data cannot be changed in place"],
  [{ actionReason: "replace_because_cannot_update", paths: [] }, "cannot be changed in place"],
  [{ actionReason: "replace_by_triggers" }, "replaced by replace_triggered_by; user_data changed"],
  [{ actionReason: "replace_by_triggers", paths: [] }, "replaced by replace_triggered_by"],
  [{ actionReason: "replace_because_tainted", paths: [] }, "tainted"],
  [{ actionReason: "replace_by_request", paths: [] }, "replaced by request"],
  [{ actions: ["delete"], actionReason: "delete_because_no_resource_config", paths: [] }, "no longer in the configuration"],
  [{ actions: ["delete"], actionReason: "delete_because_no_module", paths: [] }, "its module is no longer in the configuration"],
  [{ actions: ["delete"], actionReason: "delete_because_count_index", paths: [] }, "count no longer reaches its index"],
  [{ actions: ["delete"], actionReason: "delete_because_each_key", paths: [] }, "for_each no longer has its key"],
  [{ actions: ["delete"], actionReason: "delete_because_wrong_repetition", paths: [] }, "count or for_each was added or taken away"],
  [{ actions: ["delete"], actionReason: "delete_because_no_move_target", paths: [] }, "moved to where the configuration has nothing"],
  [{ actions: ["update"] }, "user_data changed"],
  [{ actions: REPLACE, paths: [] }, "replaced"],
  [{ actions: ["create"], paths: [] }, "new"],
  [{ actions: ["delete"], paths: [] }, "destroyed"],
  [{ actions: ["forget"], paths: [] }, "taken out of the state"],
  [{ actions: ["update"], paths: [] }, "changed"],
])("a plan's own words become a person's: %j", (more, words) => {
  expect(reasonWords(reason(more))).toBe(`hcloud_server (${words})`);
});

test("a reason that nobody knows yet is told in its own words, and none is taken for a property of objects", () => {
  expect(reasonWords(reason({ actionReason: "replace_because_moon_full", paths: [] }))).toBe("hcloud_server (replace because moon full)");
  expect(reasonWords(reason({ actionReason: "constructor", paths: [] }))).toBe("hcloud_server (constructor)");
});

test("of many attributes the first three are named, each once; the whole reason names all, and the address", () => {
  const paths = [["a"], ["b", 0, "c"], ["a"], ["d"], ["e"]];
  expect(reasonWords(reason({ actions: ["update"], paths }))).toBe("hcloud_server (a, b[0].c, d, … (4) changed)");
  expect(reasonWords(reason({ actions: ["update"], paths: paths.slice(0, 4) }))).toBe("hcloud_server (a, b[0].c, d changed)");
  expect(wholeReason(reason({ actions: ["update"], paths }))).toBe("hcloud_server.a: a, b[0].c, d, e changed");
});

test.each([
  ["hcloud_server.a", "hcloud_server"],
  ['hcloud_server.a["x.y"]', "hcloud_server"],
  ["module.m.hcloud_server.a", "hcloud_server"],
  ['module.m["a].b.\\"c"].module.n[0].aws_instance.a[1]', "aws_instance"],
  ["odd", "odd"],
])("the type stands for the address: %s", (address, type) => {
  expect(reasonWords(reason({ address, actions: ["update"] }))).toBe(`${type} (user_data changed)`);
});
