import { Fn, Op, TerraformLocal, Token } from "cdktf";
import { Construct } from "constructs";
import { FlatcarError } from "../errors";
import { IgnitionConfig, IgnitionEncoder, encodeIgnition, largestFiles, wrapGzip } from "../ignition";
import { escapeTemplate, hasToken, textPieces, withoutTokens } from "./tokens";
import { isDataResource, isTokenBase64, tokenContents, tokenNotInText } from "./values";

/** How the attribute of a platform's resource holds a machine config. */
export enum UserDataEncoding {
  /** As text. */
  PLAIN = "plain",
  /** As base64 of the text, which the platform undoes. */
  BASE64 = "base64",
}

/** A machine config as a platform's resource takes it. */
export interface UserData {
  /** The value of the resource's attribute: text with Terraform's escapes, and expressions where values are known only at apply. */
  readonly value: string;
  /** The text itself. Absent where a value in it waits for apply. */
  readonly text?: string;
  /** Bytes of the text as far as it is known now. */
  readonly bytes: number;
  /** Whether `bytes` is all there will be: no value in the config waits for apply. */
  readonly exact: boolean;
  /** Whether the config was put into the gzip wrapper to fit the budget. */
  readonly compressed: boolean;
  /** A condition that holds while a text known only at apply fits the budget, for a `precondition`. Absent where nothing is left to check. */
  readonly fits?: string;
}

/** The local values behind one text with tokens. */
interface LocalText {
  readonly json: string;
  readonly base64: () => string;
}

/**
 * Turns the configs of one pool into attribute values, within the platform's budget of bytes.
 *
 * Tokens go through `locals`: only there does Terraform read a text that mixes literals and references without a second layer
 * of quotes, and `jsonencode` and `base64encode` of the local give back its exact bytes.
 */
export class UserDataRenderer {
  private readonly locals = new Map<string, LocalText>();
  private readonly encoder = new IgnitionEncoder();

  /**
   * @param scope where locals are made
   * @param limit the most bytes of user data the platform takes, before base64; undefined where it has no limit
   */
  constructor(
    private readonly scope: Construct,
    private readonly limit: number | undefined,
    private readonly encoding = UserDataEncoding.PLAIN,
  ) {}

  /**
   * @param name the node, or what else the config is for; part of the name of a local
   * @throws FlatcarError `user-data-over-budget`, `token-not-in-text`, `token-text-not-normalised`
   */
  public render(name: string, config: IgnitionConfig): UserData {
    const json = this.encoder.encode(config);
    return hasToken(json) ? this.renderWithTokens(name, config, json) : this.renderLiteral(config, json);
  }

  private renderLiteral(config: IgnitionConfig, encoded: string): UserData {
    const json = unnormalisable(encoded);
    const bytes = Buffer.byteLength(json);
    if (this.limit === undefined || bytes <= this.limit) {
      return { value: this.literal(json), text: json, bytes, exact: true, compressed: false };
    }
    const wrapped = wrapGzip(encoded, config.ignition?.version ?? "");
    const size = Buffer.byteLength(wrapped);
    if (size > this.limit) throw overBudget(config, this.limit, `${bytes} bytes, ${size} in the gzip wrapper`);
    return { value: this.literal(wrapped), text: wrapped, bytes: size, exact: true, compressed: true };
  }

  private renderWithTokens(name: string, config: IgnitionConfig, json: string): UserData {
    let marker = "flatcar-token";
    while (json.includes(marker)) marker += "-";
    // Every string with a token is swapped for a marker, so that the encoder orders and quotes as ever, and the markers for expressions.
    const texts: TokenText[] = [];
    const marked = unnormalisable(encodeIgnition(swapTokenTexts(config, (text) => `${marker}:${texts.push(text) - 1}:`)));
    const least = swapTokenTexts(config, leastOf);
    const bytes = Buffer.byteLength(unnormalisable(encodeIgnition(least)));
    if (this.limit !== undefined && bytes > this.limit) {
      throw overBudget(least, this.limit, `at least ${bytes} bytes; a config with values known only at apply is not compressed`);
    }
    const value = marked
      .split(new RegExp(`"${marker}:(\\d+):"`))
      .map((part, i) => (i % 2 === 0 ? escapeTemplate(part, true) : this.expression(texts[Number(part)])))
      .join("");
    const plain = this.encoding === UserDataEncoding.PLAIN;
    if (this.limit === undefined && plain) return { value, bytes, exact: false, compressed: false };
    const whole = new TerraformLocal(this.scope, `UserData-${name}`, value);
    const base64 = Fn.base64encode(whole.asString);
    const attribute = plain ? whole.asString : base64;
    if (this.limit === undefined) return { value: attribute, bytes, exact: false, compressed: false };
    // length() counts characters; base64 has four for three bytes, and its padding is taken off so that the count is exact.
    const length = Fn.lengthOf(Fn.replace(base64, "=", ""));
    const fits = Token.asString(Op.lte(length, Math.ceil((this.limit * 4) / 3)));
    return { value: attribute, bytes, exact: false, compressed: false, fits };
  }

  private literal(json: string): string {
    return this.encoding === UserDataEncoding.PLAIN ? escapeTemplate(json) : Buffer.from(json).toString("base64");
  }

  private expression({ text, contents }: TokenText): string {
    const local = this.local(text);
    return contents ? `"${BASE64_URL}${local.base64()}"` : local.json;
  }

  private local(text: string): LocalText {
    let found = this.locals.get(text);
    if (found === undefined) {
      checkNormalised(text);
      const local = new TerraformLocal(this.scope, `Value${this.locals.size}`, escapeTemplate(text));
      let base64: string | undefined;
      found = { json: Fn.jsonencode(local.asString), base64: () => (base64 ??= Fn.base64encode(local.asString)) };
      this.locals.set(text, found);
    }
    return found;
  }
}

/** A text with tokens, as it stands in a config. */
interface TokenText {
  /** Of contents the text itself, not their URL. */
  readonly text: string;
  /** Whether the text is the contents of a `data:` URL. */
  readonly contents: boolean;
}

const BASE64_URL = "data:;base64,";

/** The config with every text that holds tokens swapped for another one. */
function swapTokenTexts(config: IgnitionConfig, swap: (text: TokenText) => string): IgnitionConfig {
  const swapped = (value: unknown): unknown => {
    if (typeof value === "string") return hasToken(value) ? swap({ text: value, contents: false }) : value;
    if (Array.isArray(value)) return value.map(swapped);
    if (typeof value !== "object" || value === null) return value;
    const copy = Object.fromEntries(Object.entries(value).map(([key, item]) => [key, key === "source" ? item : swapped(item)]));
    if (!("source" in value)) return copy;
    if (!isDataResource(value) || !hasToken(value.source) || isTokenBase64(value)) return { ...copy, source: swapped(value.source) };
    const text = tokenContents(value);
    if (text === undefined) throw tokenNotInText({ ...value, source: withoutTokens(value.source) }, "contents.source");
    return { ...copy, source: swap({ text, contents: true }) };
  };
  return swapped(config) as IgnitionConfig;
}

/** The least that a text with tokens becomes: what it is when every value is empty. */
function leastOf({ text, contents }: TokenText): string {
  const least = withoutTokens(text);
  return contents ? `${BASE64_URL}${Buffer.from(least).toString("base64")}` : least;
}

// Terraform brings every string to Unicode's normal form C, and files would get other bytes than were written. JSON's escapes go through.
function unnormalisable(json: string): string {
  if (!/[^\x00-\x7f]/.test(json) || json.normalize("NFC") === json) return json;
  return json.replace(/[^\x00-\x7f]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

function checkNormalised(text: string): void {
  const literal = textPieces(text).map((piece) => (piece.token ? "" : piece.text));
  if (literal.every((piece, i) => piece.normalize("NFC") === piece && (i === 0 || !/^\p{M}/u.test(piece)))) return;
  throw new FlatcarError({
    code: "token-text-not-normalised",
    subject: "a text with a value known only at apply",
    received: literal.join(""),
    allowed: "text in Unicode's normal form C: Terraform brings what it puts together to that form, so that other bytes would arrive",
    mend: 'write it as text.normalize("NFC"), or put the text and the value into files of their own',
  });
}

function overBudget(config: IgnitionConfig, limit: number, size: string): FlatcarError {
  const largest = largestFiles(config, 3).map((file) => `${file.path} (${file.bytes} bytes)`);
  return new FlatcarError({
    code: "user-data-over-budget",
    subject: "machine config",
    received: size,
    allowed: `at most ${limit} bytes on this platform`,
    mend: `make these smaller, or let Ignition fetch them by 'contents.source' with a hash: ${largest.join(", ")}`,
  });
}
