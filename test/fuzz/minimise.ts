/**
 * Makes a text smaller as long as it still shows what it is to show: lines go first, in halves and ever smaller parts, then characters.
 *
 * @param stillShows Asked about texts that are smaller; the given one is known to show it.
 * @param budget The most asks.
 */
export async function minimise(text: Uint8Array, stillShows: (text: Uint8Array) => Promise<boolean>, budget = 3_000): Promise<Uint8Array> {
  let asks = budget;
  const ask = async (candidate: Uint8Array): Promise<boolean> => asks-- > 0 && stillShows(candidate);
  const lines = await fewer(splitLines(text), async (kept) => ask(Buffer.concat(kept)));
  const smaller = Buffer.concat(lines);
  if (smaller.length > 4000) return smaller;
  const bytes = await fewer(
    [...smaller].map((byte) => Uint8Array.of(byte)),
    async (kept) => ask(Buffer.concat(kept)),
  );
  return Buffer.concat(bytes);
}

function splitLines(text: Uint8Array): Uint8Array[] {
  const lines: Uint8Array[] = [];
  for (let at = 0; at < text.length;) {
    const end = text.indexOf(0x0a, at);
    const next = end < 0 ? text.length : end + 1;
    lines.push(text.subarray(at, next));
    at = next;
  }
  return lines;
}

async function fewer(parts: Uint8Array[], shows: (kept: Uint8Array[]) => Promise<boolean>): Promise<Uint8Array[]> {
  for (let size = Math.ceil(parts.length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2)) {
    for (let at = 0; at < parts.length;) {
      const kept = [...parts.slice(0, at), ...parts.slice(at + size)];
      if (await shows(kept)) parts = kept;
      else at += size;
    }
  }
  return parts;
}
