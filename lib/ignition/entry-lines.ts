import { JsonNode, JsonSyntaxFault, JsonText, memberOf } from "./json-tree";

/**
 * The lines on which the entries of lists begin in the text of a config, by path: `storage.files.0`, `systemd.units.3`. From 1.
 *
 * @param lists their paths: `storage.files`
 */
export function entryLines(text: string, lists: readonly string[]): ReadonlyMap<string, number> {
  const json = new JsonText(Buffer.from(text, "utf8").toString("latin1"));
  const found = new Map<string, number>();
  let root: JsonNode;
  try {
    root = json.read();
  } catch (e) {
    if (e instanceof JsonSyntaxFault) return found;
    throw e;
  }
  for (const list of lists) {
    const node = list.split(".").reduce<JsonNode | undefined>((at, key) => (at === undefined ? undefined : memberOf(at, key)?.node), root);
    let line = 1;
    let from = 0;
    for (const [i, { at }] of (node?.items ?? []).entries()) {
      // What an object has as its place is behind its bracket.
      for (let next = json.bytes.indexOf("\n", from); next >= 0 && next < at - 1; next = json.bytes.indexOf("\n", from)) {
        line++;
        from = next + 1;
      }
      found.set(`${list}.${i}`, line);
    }
  }
  return found;
}
