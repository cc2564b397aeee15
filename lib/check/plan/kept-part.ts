import { isRecord } from "../record";

/** What is kept of a value of JSON: all of it, or some members, and these in the same way. Of a list it is what is kept of each element. */
export type Part = true | { readonly [member: string]: Part };

/** The part of a value that is kept. Of what has no members, though some are named, nothing is. */
export function keptPart(value: unknown, part: Part): unknown {
  if (part === true) return value;
  if (Array.isArray(value)) return value.map((element: unknown) => keptPart(element, part));
  if (!isRecord(value)) return undefined;
  return Object.fromEntries(
    Object.entries(part).flatMap(([name, inner]) => (Object.hasOwn(value, name) ? [[name, keptPart(value[name], inner)]] : [])),
  );
}
