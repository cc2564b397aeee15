/** An object of JSON. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** Whether a value of JSON is an object. */
export function isRecord(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A member of an object or list; undefined for what is not there, and of what has no members. */
export function own(value: unknown, key: string | number): unknown {
  const hasMembers = typeof value === "object" && value !== null && Object.hasOwn(value, key);
  return hasMembers ? (value as { readonly [key: string]: unknown })[key] : undefined;
}
