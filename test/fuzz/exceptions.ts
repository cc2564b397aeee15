import { type Answer } from "./answer";
import { type FuzzCase } from "./cases";
import { compare } from "./compare";

/** A difference that is meant, or that nobody can have otherwise. Each has a reason; the list is to stay short. */
export interface KnownException {
  readonly name: string;
  readonly reason: string;
  matches(one: FuzzCase, real: Answer, ours: Answer): boolean;
}

export const KNOWN_EXCEPTIONS: readonly KnownException[] = [
  {
    name: "go-gives-up",
    reason: "Where Go itself panics or overflows its stack there is no answer to be held against; ours has to be a report.",
    matches: (_, real, ours) => real.panic !== undefined && ours.panic === undefined,
  },
  {
    name: "embedded-struct-in-json-error",
    reason: "Newer versions of Go name embedded structs in a JSON type error; those that the recorded answers come from do not.",
    matches: (_, real, ours) => compare(withoutEmbedded(real), ours).difference === undefined,
  },
  {
    name: "partitions-beyond-2-to-the-53",
    reason: "Where a partition begins or ends beyond 2^53 MiB, sums are not exact in a number of JavaScript, and wrap around in Go.",
    matches: ({ text }, real, ours) =>
      /\d{16}|\de\+?\d\d/i.test(Buffer.from(text).toString("latin1")) &&
      compare(withoutOverlaps(real), withoutOverlaps(ours)).difference === undefined,
  },
  {
    name: "byte-order-mark-within-yaml",
    reason:
      "At the start of a line yaml.v3 looks for a byte order mark at the start of its buffer, not where it reads, and passes over any character " +
      "there if a mark within the text has come to lie at that place.",
    matches: ({ kind, text }) => kind === "butane" && Buffer.from(text).includes("\ufeff", 3),
  },
];

/** The exception that a difference is. */
export function exceptionFor(one: FuzzCase, real: Answer, ours: Answer): KnownException | undefined {
  return KNOWN_EXCEPTIONS.find((known) => known.matches(one, real, ours));
}

function withoutEmbedded(answer: Answer): Answer {
  const shorter = (text: string): string =>
    text.replace(/(into Go struct field [^ ]*?)\.(?:Node|[A-Za-z]+Embedded1)(?=\.[^ ]* of type )/g, "$1");
  return {
    ...answer,
    raw: shorter(answer.raw),
    reports: answer.reports.map((entry) => ({ ...entry, message: shorter(entry.message) })),
  };
}

function withoutOverlaps(answer: Answer): Answer {
  return { ...answer, raw: "", reports: answer.reports.filter(({ message }) => message !== "partitions overlap") };
}
