import { isUtf8 } from "buffer";
import { FlatcarError, didYouMean } from "../errors";
import { IgnitionConfig, IgnitionResource, dataUrl, decodeDataUrl, maskSecrets } from "../ignition";
import { refuseTokenOutsideText } from "./outside-text";
import { hasToken, textPieces } from "./tokens";

/** Values for the `@NAME@` places of a config. A value may be a token, known only at apply. */
export interface ConfigValues {
  readonly [name: string]: string;
}

const PLACE = /@([A-Z][A-Z0-9_]*)@/g;
const NAME = /^[A-Z][A-Z0-9_]*$/;

/**
 * Puts values into the `@NAME@` places of a config: in plain strings, and in the decoded contents of its `data:` URLs.
 *
 * This comes after parsing and translating, so that a value cannot break out of the string it stands in, and a token needs to survive
 * neither percent-encoding nor compression.
 *
 * @param subject what the config is called in an error, usually its file
 * @throws FlatcarError `value-missing`, `value-unused`, `value-name`, `value-in-verified-content`, `token-not-in-text`
 */
export function applyValues(config: IgnitionConfig, values: ConfigValues, subject: string): IgnitionConfig {
  const names = Object.keys(values);
  for (const name of names) {
    refuseTokenOutsideText(values[name], `${subject}: values.${name}`);
    if (NAME.test(name) && typeof values[name] === "string") continue;
    throw new FlatcarError({
      code: "value-name",
      subject: `${subject}: values`,
      received: NAME.test(name) ? `${name}: ${typeof values[name]}` : name,
      allowed: "names of upper-case letters, digits and underscores, each with a string",
      mend: "rename the value and its places in the config, or make it a string",
    });
  }
  const used = new Set<string>();
  const fill = (text: string): string =>
    text.replace(PLACE, (_, name: string) => {
      if (!Object.hasOwn(values, name)) throw missing(name, names, subject);
      used.add(name);
      return values[name];
    });
  const filled = fillValue(config, fill, { subject, field: "" }) as IgnitionConfig;
  const unused = names.filter((name) => !used.has(name));
  if (unused.length > 0) {
    throw new FlatcarError({
      code: "value-unused",
      subject: `${subject}: values`,
      received: unused,
      allowed: "names that the config has as @NAME@",
      mend: `write @${unused[0]}@ where the value belongs, or take it out of 'values'`,
    });
  }
  return filled;
}

/**
 * A `data:` URL of a text that may hold tokens. They stay in it as they are; what stands between them is percent-encoded.
 * Rendering turns such a URL into one whose whole content Terraform encodes.
 *
 * @throws FlatcarError `token-not-in-text`
 */
export function contentsUrl(text: string): string {
  refuseTokenOutsideText(text, "contents");
  if (!hasToken(text)) return dataUrl(text);
  return `data:,${textPieces(text)
    .map((piece) => (piece.token ? piece.text : percentEncode(piece.text)))
    .join("")}`;
}

/** A resource whose bytes are in its `data:` URL. */
export type DataResource = IgnitionResource & { readonly source: string };

/** Whether an object of a config is a resource whose bytes are in its `data:` URL. */
export function isDataResource(value: object): value is DataResource {
  return "source" in value && typeof value.source === "string" && /^data:/i.test(value.source);
}

/**
 * The text of a `data:` URL that holds tokens, with the tokens in it. Undefined where tokens stand in what is not plain percent-encoded text:
 * in the media type, in base64, in what is compressed, or among bytes that are no text.
 */
export function tokenContents(resource: DataResource): string | undefined {
  const header = /^data:([^,]*),/i.exec(resource.source);
  if (header === null || hasToken(header[1]) || /;base64$/i.test(header[1]) || (resource.compression ?? "") !== "") return undefined;
  const texts = textPieces(resource.source.slice(header[0].length)).map((piece) =>
    piece.token ? piece.text : utf8(decodeDataUrl(`data:,${piece.text}`)),
  );
  return texts.includes(undefined) ? undefined : texts.join("");
}

/**
 * Whether a `data:` URL is base64 that Terraform makes as a whole, as in `data:;base64,${base64gzip(…)}`. Such a URL is good as it is, and what
 * is in it known to nobody before.
 */
export function isTokenBase64({ source }: DataResource): boolean {
  const header = /^data:[^,]*;base64,/i.exec(source)?.[0];
  const pieces = header === undefined || hasToken(header) ? [] : textPieces(source.slice(header.length));
  return pieces.length === 1 && pieces[0].token;
}

/** The error of a token in a `data:` URL where Terraform's value would not become the bytes that are meant. */
export function tokenNotInText(resource: DataResource, subject: string): FlatcarError {
  return new FlatcarError({
    code: "token-not-in-text",
    subject,
    received: resource.source,
    allowed: "a value known only at apply inside the text of a data URL, not inside its media type, its base64 or what is compressed",
    mend: "write the contents with MachineConfig.file(…), or as @NAME@ with 'values'",
  });
}

interface Place {
  /** What the config is called in an error. */
  readonly subject: string;
  readonly field: string;
}

function fillValue(value: unknown, fill: (text: string) => string, { subject, field }: Place): unknown {
  if (typeof value === "string") return fill(value);
  const inner = (item: unknown, key: string | number): unknown =>
    fillValue(item, fill, { subject, field: field === "" ? `${key}` : `${field}.${key}` });
  if (Array.isArray(value)) return value.map(inner);
  if (typeof value !== "object" || value === null) return value;
  if (isDataResource(value)) return fillResource(value, fill, `${subject}: ${field}`);
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, inner(item, key)]));
}

function fillResource(resource: DataResource, fill: (text: string) => string, subject: string): IgnitionResource {
  const before = hasToken(resource.source) ? tokenContents(resource) : utf8(decoded(resource, subject));
  const after = before === undefined ? undefined : fill(before);
  if (after === undefined || after === before) return resource;
  if (resource.verification?.hash !== undefined) {
    throw new FlatcarError({
      code: "value-in-verified-content",
      subject: `${subject}.verification.hash`,
      received: resource.verification.hash,
      allowed: "no hash on contents that a value is put into: the hash is of the text before",
      mend: "take the verification out, or the value",
    });
  }
  // What was compressed was so to save bytes of a text that is another one now.
  const { compression: _compression, ...rest } = resource;
  return { ...rest, source: contentsUrl(after) };
}

function decoded({ source, compression = "" }: DataResource, subject: string): Uint8Array {
  try {
    return decodeDataUrl(source, compression);
  } catch (e) {
    if (!FlatcarError.isFlatcarError(e)) throw e;
    // An error ends up in logs, where a secret must not.
    const received = maskSecrets(source);
    const mend = compression === "" ? e.mend : "take 'compression' out, or give contents that are compressed already";
    throw new FlatcarError({ code: e.code, subject: `${subject}: ${e.subject}`, received, allowed: e.allowed, mend });
  }
}

// Contents that are no text hold no places; decoding them as text would lose bytes.
function utf8(bytes: Uint8Array): string | undefined {
  return isUtf8(bytes) ? Buffer.from(bytes).toString("utf8") : undefined;
}

function percentEncode(text: string): string {
  // A lone surrogate, which no UTF-8 has, becomes U+FFFD, as everywhere else.
  return encodeURIComponent(Buffer.from(text, "utf8").toString("utf8")).replace(
    /[!'()*]/g,
    (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

function missing(name: string, names: readonly string[], subject: string): FlatcarError {
  const near = didYouMean(name, names);
  return new FlatcarError({
    code: "value-missing",
    subject: `${subject}: @${name}@`,
    received: names.length === 0 ? undefined : names,
    allowed: `a value for every @NAME@ that the config names`,
    mend: `give ${name} in 'values'${near === undefined ? "" : `; ${near}`}; where the text itself is meant, give ${name}: "@${name}@"`,
  });
}
