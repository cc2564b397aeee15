/** Names, as an error lists them: the first 20. */
export function listed(names: readonly string[]): string {
  if (names.length === 0) return "none is there";
  return names.slice(0, 20).join(", ") + (names.length > 20 ? `, … (${names.length})` : "");
}
