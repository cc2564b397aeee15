import { FlatcarError } from "../errors";
import { JsonFault, parseJson } from "../json";
import { decodeDataUrl } from "./data-url";
import { isPasswordHash } from "./secret-hashes";
import { isLiteralSecret } from "./secret-literal";
import { isCredentialHeader, withoutScheme } from "./secret-names";
import { secretByPath } from "./secret-paths";
import { secretKinds, secretKindsOfBytes, textOfBytes, unescapedBytes } from "./secret-text";
import { isStruct } from "./schema";
import { containsTokenPlaceholder } from "./token-placeholder";
import { IgnitionConfig } from "./types";

/** Something in a config that looks like a secret. */
export interface SuspectedSecret {
  /**
   * What a person calls it: the path of a file, the name of a unit, `UNIT/DROP-IN`, and for the rest the place in the config with names in it
   * (`passwd.users.core.passwordHash`, `ignition.config.merge[0]`).
   */
  readonly name: string;
  /** The place in the config: `storage.files.3.contents`. Within a config that stands in this one, behind a colon: `ignition.config.replace: …`. */
  readonly field: string;
  /** What it looks like, in plain words: "a private key (PEM)". */
  readonly kind: string;
}

/** Configs within configs that are looked into. */
const DEEPEST = 8;
/** Fields within fields; those of Ignition go to nine. */
const DEEPEST_FIELD = 16;
/** Bytes of contents that are looked into once decompressed. */
const MAX_BYTES = 8 * 1024 * 1024;

const RESOURCES =
  /^(?:storage\.files\.\*\.(?:contents|append\.\*)|storage\.luks\.\*\.keyFile|ignition\.config\.(?:merge\.\*|replace)|ignition\.security\.tls\.certificateAuthorities\.\*)$/;
const REFERENCES = /^ignition\.config\./;
const PASSWORD_HASH = /^passwd\.(?:users|groups)\.\*\.passwordHash$/;
const ENTRIES_BY_NAME = new Set(["storage.files.*", "systemd.units.*"]);
const DROPIN = "systemd.units.*.dropins.*";
const KEYS = ["name", "path", "device", "url"];

/**
 * What in a config looks like a secret, in the order of the config. Contents are looked at as the machine would have them: decoded and
 * decompressed, and configs within the config as configs. Values known only at apply are opaque, but what is called a secret and is one of
 * them is suspected.
 *
 * It goes by looks alone: a password that is called otherwise passes, and what is suspected may be harmless.
 *
 * @param kindOf what is known of a text beside its looks, such as of a value known only at apply; undefined where that is nothing
 */
export function suspectedSecrets(
  config: IgnitionConfig,
  kindOf: (text: string) => string | undefined = () => undefined,
): SuspectedSecret[] {
  const search = new Search(kindOf);
  search.look(config, { name: "", field: "", pattern: "", fixed: false, nested: 0, depth: 0 });
  return search.found;
}

/** Where a value stands. */
interface Place {
  readonly name: string;
  readonly field: string;
  /** The field with `*` for places in lists. */
  readonly pattern: string;
  /** Whether all within goes by this name. */
  readonly fixed: boolean;
  /** The file whose contents the config is, where it is one within a file: all in it goes by that. */
  readonly alias?: string;
  readonly nested: number;
  readonly depth: number;
}

class Search {
  public readonly found: SuspectedSecret[] = [];
  private readonly seen = new Set<string>();

  public constructor(private readonly kindOf: (text: string) => string | undefined) {}

  public look(value: unknown, place: Place): void {
    if (typeof value === "string") return this.text(value, place);
    if (place.depth > DEEPEST_FIELD) return;
    if (Array.isArray(value)) value.forEach((entry, i) => this.look(entry, entryPlace(place, entry, i)));
    else if (isStruct(value)) {
      if (RESOURCES.test(place.pattern)) return this.resource(value, place);
      for (const [key, field] of Object.entries(value)) this.look(field, childPlace(place, key));
    }
  }

  private add({ alias, name: own, field }: Place, kind: string): void {
    const name = alias ?? own;
    const key = JSON.stringify([name, field, kind]);
    if (this.seen.has(key)) return;
    this.seen.add(key);
    this.found.push({ name, field, kind });
  }

  private text(text: string, place: Place): void {
    this.known(text, place);
    if (!PASSWORD_HASH.test(place.pattern)) for (const kind of secretKinds(text)) this.add(place, kind);
    else if (isPasswordHash(text)) this.add(place, "a password hash");
  }

  private known(text: string, place: Place): void {
    const kind = this.kindOf(text);
    if (kind !== undefined) this.add(place, kind);
  }

  private resource(resource: Readonly<Record<string, unknown>>, outer: Place): void {
    const place = { ...outer, fixed: true };
    const { source, compression, httpHeaders } = resource;
    if (typeof source === "string") {
      if (/^data:/i.test(source)) this.contents(source, typeof compression === "string" ? compression : "", place);
      else this.text(source, childPlace(place, "source"));
    }
    if (!Array.isArray(httpHeaders)) return;
    for (const [i, header] of httpHeaders.entries()) {
      if (!isStruct(header) || typeof header.value !== "string") continue;
      const at = entryPlace(childPlace(place, "httpHeaders"), header, i);
      const isCredential = isCredentialHeader(String(header.name)) && isLiteralSecret(withoutScheme(header.value));
      if (isCredential) this.add(at, "a credential in an HTTP header");
      else this.text(header.value, at);
    }
  }

  private contents(source: string, compression: string, place: Place): void {
    this.known(source, place);
    const contents = contentsOf(source, compression);
    if (contents === undefined) return this.add(place, `contents of over ${MAX_BYTES} bytes, too many to look into`);
    const text = typeof contents === "string" ? contents : textOfBytes(contents);
    if (place.pattern.endsWith(".keyFile")) {
      if (text !== "") this.add(place, "a LUKS key");
      return;
    }
    if (this.nestedConfig(text, place)) return;
    const kinds = typeof contents === "string" ? secretKinds(contents) : secretKindsOfBytes(contents);
    for (const kind of kinds) this.add(place, kind);
    const byPath = kinds.length === 0 && place.pattern.startsWith("storage.files.") ? secretByPath(place.name, text) : undefined;
    if (byPath !== undefined) this.add(place, byPath);
  }

  /** Looks into a config that stands in this one: to be merged, to replace it, or in a file, as for an installer. */
  private nestedConfig(text: string, place: Place): boolean {
    if (!/^\s*\{/.test(text) || !text.includes('"ignition"')) return false;
    let config: unknown;
    try {
      config = parseJson(text);
    } catch (e) {
      if (e instanceof JsonFault) return false;
      throw e;
    }
    if (!isStruct(config) || !isStruct(config.ignition)) return false;
    const nested = place.nested + 1;
    // What is merged is on the machine by its own name; what lies in a file goes by the file.
    const alias = REFERENCES.test(place.pattern) ? place.alias : (place.alias ?? place.name);
    if (nested > DEEPEST) this.add(place, "a config in too many others to look into");
    else this.look(config, { name: "", field: `${place.field}: `, pattern: "", fixed: false, alias, nested, depth: 0 });
    return true;
  }
}

function childPlace(place: Place, key: string): Place {
  const join = (path: string): string => (path === "" || path.endsWith(": ") ? `${path}${key}` : `${path}.${key}`);
  return {
    ...place,
    name: place.fixed ? place.name : join(place.name),
    field: join(place.field),
    pattern: join(place.pattern),
    depth: place.depth + 1,
  };
}

function entryPlace(list: Place, entry: unknown, i: number): Place {
  const pattern = `${list.pattern}.*`;
  const place = { ...list, field: `${list.field}.${i}`, pattern, depth: list.depth + 1 };
  const key = isStruct(entry) ? KEYS.map((field) => entry[field]).find((value) => typeof value === "string") : undefined;
  if (typeof key === "string" && ENTRIES_BY_NAME.has(pattern)) return { ...place, name: key, fixed: true };
  if (typeof key === "string" && pattern === DROPIN) return { ...place, name: `${list.name}/${key}` };
  if (list.fixed) return place;
  return { ...place, name: typeof key === "string" ? `${list.name}.${key}` : `${list.name}[${i}]` };
}

/** What the machine would have of a `data:` URL: bytes, or text where some is not known yet or not well-formed. Undefined when it is too much. */
function contentsOf(source: string, compression: string): Uint8Array | string | undefined {
  if (!containsTokenPlaceholder(source + compression)) {
    try {
      return decodeDataUrl(source, compression, MAX_BYTES);
    } catch (e) {
      if (!FlatcarError.isFlatcarError(e)) throw e;
      if (e.code === "data-url-too-large") return undefined;
    }
  }
  const comma = source.indexOf(",");
  const isBase64 = /;base64$/i.test(source.slice(0, comma));
  return source
    .slice(comma + 1)
    .split(/([$#]\{TfToken\[[^\]]*\]\})/)
    .map((piece, i) => (i % 2 === 1 ? piece : textOfBytes(isBase64 ? Buffer.from(piece, "base64") : unescapedBytes(piece))))
    .join("");
}
