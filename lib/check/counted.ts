/** A number with what is counted, in the plural where it is not one: `1 day`, `3 days`. */
export function counted(number: number, one: string): string {
  return `${number} ${one}${number === 1 ? "" : "s"}`;
}
