import type { MachineFate, Reason } from "../model/fate";
import { pathText } from "../plan/path-text";

/** Lines for machines, and attributes of one resource; the rest is in the report. */
const MOST_LINES = 20;
const MOST_ATTRIBUTES = 3;

/** Why things happen to machines, a line for each: the resources that have to do with it, with the attributes that differ. */
export function reasonLines(machines: readonly MachineFate[]): string[] {
  const lines = machines.map(({ name, address, reasons }) => {
    const why = reasons.length === 0 ? address : reasons.map(reasonText).join("; ");
    return `${name}: ${why}`;
  });
  return lines.length <= MOST_LINES ? lines : [...lines.slice(0, MOST_LINES), `… (${lines.length} machines)`];
}

function reasonText({ address, paths }: Reason): string {
  const attributes = paths.map(pathText);
  if (attributes.length === 0) return address;
  return `${address} (${attributes.slice(0, MOST_ATTRIBUTES).join(", ")}${attributes.length > MOST_ATTRIBUTES ? ", …" : ""})`;
}
