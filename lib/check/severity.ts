/** How much a finding matters. */
export enum Severity {
  /** Good to know. */
  INFO = "info",
  /** A person should look at it. */
  WARN = "warn",
  /** It should not be merged as it is. */
  FAIL = "fail",
}

const ORDER: readonly Severity[] = [Severity.INFO, Severity.WARN, Severity.FAIL];

/** Whether a severity is another one, or more. */
export function isAtLeast(severity: Severity, other: Severity): boolean {
  return ORDER.indexOf(severity) >= ORDER.indexOf(other);
}

/** The most of some severities; undefined where there are none. */
export function highest(severities: Iterable<Severity>): Severity | undefined {
  const found = [...severities];
  return ORDER.filter((severity) => found.includes(severity)).at(-1);
}
