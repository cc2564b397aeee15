/** A number of things: `1 machine`, `3 machines`. */
export function numbered(count: number, thing: string, things = `${thing}s`): string {
  return `${count} ${count === 1 ? thing : things}`;
}
