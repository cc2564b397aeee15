import { FlatcarError } from "../errors";

/** A field of a value of JSON; undefined where there is none. */
export function fieldOf(value: unknown, name: string): unknown {
  const hasFields = typeof value === "object" && value !== null && Object.hasOwn(value, name);
  return hasFields ? (value as Readonly<Record<string, unknown>>)[name] : undefined;
}

/**
 * A list that an API answered.
 *
 * @throws FlatcarError `comment-refused` for anything else
 */
export function listOf(value: unknown, path: string): readonly unknown[] {
  if (Array.isArray(value)) return value;
  throw new FlatcarError({
    code: "comment-refused",
    subject: `GET ${path}`,
    received: value === null ? "null" : typeof value,
    allowed: "a list",
    mend: "see whether the URL of the API is right",
  });
}
