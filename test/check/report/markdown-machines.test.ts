import { expect, test } from "vitest";
import { Fate } from "../../../lib/check/model/fate";
import { Rank } from "../../../lib/check/report/markdown-budget";
import { machineSections } from "../../../lib/check/report/markdown-machines";
import { fatesOf, machineOf, recordedReport, stackReport, written } from "./reports";

const REASON = {
  address: "hcloud_server.a",
  actions: ["delete", "create"],
  actionReason: "replace_because_cannot_update",
  paths: [["user_data"]],
};
const replaced = (name: string) => machineOf({ name, fate: Fate.REPLACED, order: "destroy-first", reasons: [REASON] });

test("a pool is a row: what is lost is loud, and the names and reasons stand with it", () => {
  const pool = fatesOf([replaced("b"), machineOf({ name: "a" })], { quorum: true });
  const [table] = machineSections([stackReport({ pools: [pool] })]);
  expect(table.head).toBe("\n| Stack | Pool | Machines | Why |\n| --- | --- | --- | --- |\n");
  expect(written(table)).toEqual([
    {
      rank: Rank.CHANGED_POOL,
      text:
        "| `t` | `t/db` (quorum) | **1 of 2 replaced (destroyed first)**: `b`<br>1 untouched: `a` | " +
        "`hcloud_server` (`user_data` cannot be changed in place) |\n",
    },
  ]);
});

test("untouched pools come last, as what goes first where there is no room", () => {
  const untouched = fatesOf([machineOf()], { path: "t/web", name: "web" });
  const [table] = machineSections([stackReport({ pools: [untouched, fatesOf([replaced("a")])] })]);
  expect(written(table).map(({ rank, text }) => [rank, text.split("|")[2]])).toEqual([
    [Rank.CHANGED_POOL, " `t/db` "],
    [Rank.UNTOUCHED_POOL, " `t/web` "],
  ]);
});

test("a pipe in a name leaves the columns as they are", () => {
  const [table] = machineSections([stackReport({ pools: [fatesOf([replaced("a|b"), replaced("c\\|")], { path: "t/x|y" })] })]);
  const [{ text }] = written(table);
  expect(text.match(/(?<!\\)\|/g)).toHaveLength(5);
  expect(text).toContain("`t/x\\|y`");
});

test("of many machines the first eight are named, of many reasons three", () => {
  const machines = Array.from({ length: 9 }, (_, i) => ({ ...replaced(`n${i}`), reasons: [{ ...REASON, address: `type${i}.a` }] }));
  const [table, , details] = machineSections([stackReport({ pools: [fatesOf(machines)] })]);
  expect(written(table)[0].text).toContain("`n6`, `n7`, … (9) |");
  expect(written(table)[0].text.match(/type\d/g)).toEqual(["type0", "type1", "type2"]);
  expect(written(details)[0].text.match(/type\d/g)).toHaveLength(9);
});

test("of a stack without a plan it is said what is not known", () => {
  const sections = machineSections([stackReport({ name: "dev-aws", hasPlan: false, pools: [] })]);
  expect(sections.flatMap(written)).toEqual([
    { rank: Rank.CHANGED_POOL, text: "\n`dev-aws`: 1 pool with 3 machines, a group as one; what happens to them needs a plan.\n" },
  ]);
});

test("the changes of the plan are written out with their addresses, each once, and of very many the first forty", () => {
  const [, , details] = machineSections(recordedReport(["aws/group-generation"], {}, []).stacks);
  expect(written(details)).toEqual([
    {
      rank: Rank.DETAILS,
      text:
        "\n`t/web`\n\n```text\nterraform_data.web_Generation_DD93EF2E: triggers_replace.generation cannot be changed in place\n" +
        "aws_launch_template.web_LaunchTemplate_3196E54E: replaced by replace_triggered_by; user_data changed\n" +
        "aws_autoscaling_group.web_Group_13A03FB7: launch_template[0].id changed\n```\n",
    },
  ]);
  const machines = Array.from({ length: 41 }, (_, i) => ({ ...replaced(`n${i}`), reasons: [{ ...REASON, address: `a.b${i}` }] }));
  const [, , many] = machineSections([stackReport({ pools: [fatesOf(machines)] })]);
  expect(written(many)[0].text.match(/a\.b/g)).toHaveLength(40);
  expect(written(many)[0].text).toContain("\n… (41)\n```");
});
