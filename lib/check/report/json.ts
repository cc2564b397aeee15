import type { MachineFate, PoolFates } from "../model/fate";
import type { CheckReport, Finding, StackReport } from "./report";

/** The form of the JSON. It changes when a reader of the form before would misread it. */
export const REPORT_VERSION = 1;

/** All of a report for programs, by `check-report.schema.json`. A number that is known only at apply is null. */
export function jsonReport({ verdict, stacks, findings, overridden, notRun, unread, rules }: CheckReport): string {
  const report = {
    version: REPORT_VERSION,
    verdict,
    stacks: stacks.map(stackOf),
    findings: findings.map(findingOf),
    overridden: overridden.map(({ finding, override }) => {
      const { rule, stack, pool, subjects, reason, approver, expires } = override;
      return { finding: findingOf(finding), override: { rule, stack, pool, subjects, reason, approver, expires } };
    }),
    notRun: notRun.map(({ rule, title, stack, needs, inPart }) => ({ rule, title, stack, needs, inPart })),
    unread: unread.map(({ stack, pool, machine, why }) => ({ stack, pool, machine, why })),
    rules: rules.map(({ id, title, severity }) => ({ id, title, severity })),
  };
  return `${JSON.stringify(report, null, 2)}\n`;
}

function stackOf({ name, file, hasPlan, hasBase, synthesised: { pools: count, machines }, pools, diffs }: StackReport): object {
  return {
    ...{ name, file, hasPlan, hasBase, synthesised: { pools: count, machines } },
    pools: pools.map(poolOf),
    diffs: diffs.map(({ pool, machines: names, reach, onlyNewMachines, diff }) => ({
      pool,
      machines: names,
      reach,
      onlyNewMachines,
      changes: diff.changes,
    })),
  };
}

function poolOf({ path, name, platform, kind, quorum, source, before, after, machines }: PoolFates): object {
  return {
    path,
    name,
    platform,
    kind,
    quorum,
    source: placeOf(source),
    before: before ?? null,
    after: after ?? null,
    machines: machines.map(machineOf),
  };
}

function machineOf({ name, address, fate, order, count, isAtMost, isBefore, isAfter, reasons }: MachineFate): object {
  return {
    ...{ name, address, fate, order, count: count ?? null, isAtMost, isBefore, isAfter },
    reasons: reasons.map(({ address: of, actions, actionReason, paths }) => ({ address: of, actions, actionReason, paths })),
  };
}

function findingOf({ rule, title, severity, stack, pool, subjects, message, mend, details, file, source }: Finding): object {
  return { rule, title, severity, stack, pool, subjects, message, mend, details, file, source: placeOf(source) };
}

function placeOf(source: Finding["source"]): object | undefined {
  return source === undefined ? undefined : { file: source.file, line: source.line };
}
