/** The tables, in the order in which they are measured and shown. */
export const TABLE_NAMES = ["synth", "load", "butane", "fetch", "plans", "check", "terraform", "profile"] as const;

export type TableName = (typeof TABLE_NAMES)[number];

/** What a figure is measured in. Of seconds, milliseconds and megabytes the fewer are the better, of what is done in a second the more. */
export type Unit = "s" | "ms" | "MB" | "MB/s" | "/s" | "%";

/** One thing that was measured, and what it is held against. */
export interface Figure {
  readonly table: TableName;
  /** What it was measured of: a platform, an import, a class of configs. */
  readonly subject: string;
  /** How large that was, as its table counts: nodes, resources. @default - it has no size */
  readonly size?: number;
  readonly what: string;
  readonly unit: Unit;
  readonly ours: number;
  /** The same of what it is held against. @default - it is held against nothing */
  readonly against?: number;
}

/** What tells a figure from all others of a run. */
export function figureKey({ table, subject, size, what }: Figure): string {
  return JSON.stringify([table, subject, size ?? null, what]);
}

/** Ours over the other; undefined where there is no other. */
export function ratio({ ours, against }: Figure): number | undefined {
  return against === undefined || against === 0 ? undefined : ours / against;
}

/** `×1.23`, and nothing where there is no ratio. */
export function ratioText(figure: Figure): string {
  const value = ratio(figure);
  return value === undefined ? "" : `×${value.toFixed(2)}`;
}

/** A value as it is shown: three digits that count, and all of a whole number, in groups of three. */
export function amount(value: number): string {
  if (Number.isInteger(value)) return grouped(String(value));
  const digits = Math.floor(Math.log10(Math.abs(value) || 1));
  const decimals = Math.max(0, Math.min(3, 2 - digits));
  const [whole, fraction] = value.toFixed(decimals).split(".");
  return fraction === undefined ? grouped(whole) : `${grouped(whole)}.${fraction}`;
}

function grouped(digits: string): string {
  return digits.replace(/\B(?=(\d{3})+$)/g, ",");
}

/** A value with its unit: `1.20 s`, `1,302/s`. */
export function amountOf(value: number, unit: Unit): string {
  return unit.startsWith("/") || unit === "%" ? `${amount(value)}${unit}` : `${amount(value)} ${unit}`;
}

/** A figure as it is kept: what is below a measurement's noise would be another at each run. */
export function rounded(figure: Figure): Figure {
  const round = (value: number): number => Number(value.toPrecision(4));
  return { ...figure, ours: round(figure.ours), ...(figure.against === undefined ? {} : { against: round(figure.against) }) };
}
