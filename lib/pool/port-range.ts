/** The ports of a rule, both included. */
export interface PortRange {
  readonly from: number;
  readonly to: number;
}

/** Reads a port (`22`) or a range of ports (`8000-8100`), from 1 to 65535; undefined where it is none. */
export function parsePorts(text: string): PortRange | undefined {
  const match = /^([1-9]\d{0,4})(?:-([1-9]\d{0,4}))?$/.exec(text);
  if (match === null) return undefined;
  const [from, to] = [Number(match[1]), Number(match[2] ?? match[1])];
  return from <= to && to <= 65_535 ? { from, to } : undefined;
}
