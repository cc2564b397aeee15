import * as fc from "fast-check";
import { expect, test } from "vitest";
import { Fate } from "../../../lib/check/model/fate";
import { textReport } from "../../../lib/check/report/text";
import { Need } from "../../../lib/check/rules/rule";
import { Severity } from "../../../lib/check/severity";
import { anyReport } from "./arbitrary";
import { fatesOf, findingOf, machineOf, recordedReport, reportOf, stackReport } from "./reports";

const DISK = {
  address: "hcloud_server.a",
  actions: ["delete", "create"],
  actionReason: "replace_because_cannot_update",
  paths: [["user_data"]],
};

test("a report of nothing is one line", () => {
  expect(textReport(reportOf(), {})).toBe("PASS: nothing found\n");
});

test("the verdict comes first, then the machines as a table, findings, accepted ones, and what was not run or read", () => {
  const machines = [machineOf({ name: "a", fate: Fate.REPLACED, order: "destroy-first", reasons: [DISK] }), machineOf({ name: "b" })];
  const report = reportOf({
    verdict: Severity.FAIL,
    stacks: [
      stackReport({ pools: [fatesOf(machines), fatesOf([machineOf({ name: "x" })], { path: undefined, name: "aws_instance.x" })] }),
      stackReport({ name: "dev-aws", hasPlan: false, synthesised: { pools: 2, machines: 5 } }),
    ],
    findings: [findingOf({ details: ["hcloud_server.a"] }), findingOf({ severity: Severity.INFO, pool: undefined, source: undefined })],
    overridden: [{ finding: findingOf(), override: { rule: "FC001", reason: "wave 2", approver: "alice", expires: "2026-12-31" } }],
    notRun: [{ rule: "FC002", title: "quorum", stack: "dev-aws", needs: [Need.PLAN], inPart: false }],
    unread: [
      { stack: "t", pool: "t/db", machine: "a", why: "no JSON" },
      { stack: "t", pool: "aws_instance.x", machine: "aws_instance.x", why: "no JSON" },
    ],
  });
  expect(textReport(report, {})).toBe(`FAIL: 1 failure, 1 note; 1 accepted; 1 rule not run, or in part; 2 machine configs not read
of 3 machines 1 is replaced

STACK  POOL            MACHINES                              WHY
t      t/db            1 of 2 replaced (destroyed first): a  hcloud_server (user_data cannot be changed in place)
                       1 untouched: b
t      aws_instance.x  1 of 1 untouched: x
dev-aws: 2 pools with 5 machines, a group as one; what happens to them needs a plan

fail FC001 machines replaced or restarted at once: t/db (stacks/hetzner.ts:12)
  2 of 3 machines of db are replaced at once
    hcloud_server.a
  mend: raise generations one by one

info FC001 machines replaced or restarted at once: t (cdktf.out/stacks/t/cdk.tf.json)
  2 of 3 machines of db are replaced at once
  mend: raise generations one by one

accepted FC001 machines replaced or restarted at once: t/db (stacks/hetzner.ts:12)
  2 of 3 machines of db are replaced at once
  by alice until 2026-12-31: wave 2

Not run
  FC002 of dev-aws: needs a plan (--plan STACK=FILE)

Not read, so that rules on machine configs say nothing of them
  a of t/db: no JSON
  aws_instance.x: no JSON
`);
});

test("many names and reasons are shortened with their number", () => {
  const machines = Array.from({ length: 6 }, (_, i) =>
    machineOf({ name: `n${i}`, fate: Fate.REPLACED, reasons: [{ ...DISK, address: `type${i % 3}.a` }] }),
  );
  const text = textReport(reportOf({ stacks: [stackReport({ pools: [fatesOf(machines)] })] }), {});
  expect(text).toContain("6 of 6 replaced: n0, n1, n2, n3, n4, … (6)  type0 (user_data cannot be changed in place); type1 (");
  expect(text).toContain("; … (3)\n");
});

test("what differs in machine configs stands there as ignition diff prints it, with how it takes effect", () => {
  const text = textReport(recordedReport(["hetzner/config-of-one-node"], {}, []), {});
  expect(text).toContain("machine config of a of t/web: takes effect by replacement\n  + file /etc/note\n");
  expect(text).toContain("\n        +new\n");
});

test("colours are there only where they are asked for, and leave the columns as they are", () => {
  const report = reportOf({
    verdict: Severity.FAIL,
    stacks: [stackReport({ pools: [fatesOf([machineOf({ fate: Fate.DESTROYED }), machineOf({ fate: Fate.RESTARTED }), machineOf()])] })],
    findings: [findingOf()],
  });
  const coloured = textReport(report, { color: true });
  expect(coloured).toContain("\x1b[31mFAIL\x1b[0m");
  expect(coloured).toMatch(
    /\n\x1b\[31mt {6}t\/db {2}1 of 3 destroyed: a\x1b\[0m\n\x1b\[33m +1 restarted: a\x1b\[0m\n {13}1 untouched: a\n/,
  );
  expect(textReport(report, {})).not.toContain("\x1b");
  expect(coloured.replace(/\x1b\[\d+m/g, "")).toBe(textReport(report, {}));
});

test("nothing from outside acts on the terminal, or begins a line of its own", () => {
  fc.assert(
    fc.property(anyReport(3), (report) => {
      const text = textReport(report, {});
      expect(text).not.toMatch(/[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]/);
      expect(textReport(report, {})).toBe(text);
    }),
    { numRuns: 60 },
  );
  const spoofed = textReport(reportOf({ findings: [findingOf({ message: "a\nPASS: nothing found\x1b[2J" })] }), {});
  expect(spoofed).toContain("  a\\nPASS: nothing found\\x1b[2J\n");
});
