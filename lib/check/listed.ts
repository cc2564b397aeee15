/** Names, as an error lists them: the first 20, unless it is said how many. */
export function listed(names: readonly string[], most = 20): string {
  if (names.length === 0) return "none is there";
  return names.slice(0, most).join(", ") + (names.length > most ? `, … (${names.length})` : "");
}
