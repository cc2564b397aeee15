import { createHash } from "node:crypto";
import { decodedBytes, shownText } from "../shown-bytes";
import { FieldMask } from "../field-mask";
import { containsTokenPlaceholder } from "../token-placeholder";
import { IgnitionConfig, IgnitionResource } from "../types";
import { IgnitionContents } from "./types";

/** Bytes of a text that is compared by line. */
const MAX_TEXT = 1024 * 1024;

/** Contents as they are compared. */
export interface Contents {
  /** The same for two contents that leave the same on the machine, and for no others. */
  readonly identity: string;
  /** What may be shown of them. Masking takes longer than comparing, and most contents are the same before and after. */
  show(): ShownContents;
}

/** Contents as they are shown. */
export interface ShownContents {
  readonly shown: IgnitionContents;
  /** What of them is shown as text. */
  readonly text?: string;
  /** Whether something in them is not shown. */
  readonly isMasked: boolean;
}

/** What of one config may be shown. */
export class ShownConfig {
  private readonly mask?: FieldMask;

  /** @param config undefined where nothing is to be masked */
  public constructor(config: IgnitionConfig | undefined) {
    this.mask = config === undefined ? undefined : new FieldMask(config);
  }

  /** @param at where the text stands: `passwd.users.0.passwordHash` */
  public text(text: string, at: string): string {
    return this.mask === undefined ? text : this.mask.text(text, at);
  }

  /** Text that stands in the config itself; undefined where there is none, which is the same as an empty one. */
  public plain(text: unknown, at: string): Contents | undefined {
    return typeof text !== "string" || text === "" ? undefined : this.ofBytes(Buffer.from(text, "utf8"), at);
  }

  /** What is at a source; undefined where there is none, so that what is on the machine stays. */
  public resource(resource: IgnitionResource | undefined, at: string): Contents | undefined {
    const source = resource?.source;
    if (resource === undefined || source === undefined) return undefined;
    const bytes = source === "" ? new Uint8Array() : decoded(resource);
    if (bytes !== undefined) return this.ofBytes(bytes, at);
    const { compression = "", httpHeaders = [], verification } = resource;
    const headers = httpHeaders.map(({ name, value = "" }) => [name, value]);
    const hash = verification?.hash;
    return {
      identity: JSON.stringify([source, compression, hash ?? "", headers]),
      show: () => {
        const shown = this.text(source, `${at}.source`);
        return { shown: { source: shown, ...(hash !== undefined && { hash }) }, isMasked: shown !== source || headers.length > 0 };
      },
    };
  }

  private ofBytes(bytes: Uint8Array, at: string): Contents {
    const sha256 = createHash("sha256").update(bytes).digest("hex");
    const show = (): ShownContents => {
      const text = shownText(bytes);
      const shown = text === undefined ? undefined : this.text(text, at);
      const isMasked = text === undefined ? this.mask?.isSuspected(at) === true : shown !== text;
      return {
        // The hash of a short secret is as good as the secret.
        shown: { bytes: bytes.length, ...(!isMasked && { sha256 }) },
        ...(shown !== undefined && bytes.length <= MAX_TEXT && { text: shown }),
        isMasked,
      };
    };
    return { identity: `${bytes.length} ${sha256}`, show };
  }
}

/** Undefined where the bytes are elsewhere, are known only at apply, or can not be decoded. */
function decoded({ source = "", compression = "" }: IgnitionResource): Uint8Array | undefined {
  if (!/^data:/i.test(source) || containsTokenPlaceholder(source + compression)) return undefined;
  return decodedBytes(source, compression);
}
