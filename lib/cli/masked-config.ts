import { createHash } from "crypto";
import { IgnitionConfig, IgnitionResource } from "../ignition";
import { FieldMask } from "../ignition/field-mask";
import { decodedBytes, shownText } from "../ignition/shown-bytes";

/** Contents as they are shown. */
export interface ShownContents {
  /** The text, with `***` in place of secrets. Absent for contents that are no text, and for those that are fetched. */
  readonly text?: string;
  /** Where they are fetched from. */
  readonly source?: string;
  /** Of contents that are at hand. */
  readonly bytes?: number;
  /** Of contents that are no text, in hexadecimal. */
  readonly sha256?: string;
  /** What has to hold for them. */
  readonly hash?: string;
}

const MASK = "***";

/** What in a config may be shown: everything, with `***` in place of what looks like a secret. */
export class MaskedConfig {
  private readonly mask: FieldMask;

  public constructor(config: IgnitionConfig) {
    this.mask = new FieldMask(config);
  }

  /**
   * A text of the config.
   *
   * @param field where it stands: `passwd.users.0.passwordHash`
   */
  public text(text: string, field: string): string {
    return this.mask.text(text, field);
  }

  /** Contents, decoded and unpacked. */
  public contents(resource: IgnitionResource, field: string): ShownContents {
    const { source = "", compression, verification } = resource;
    const hash = verification?.hash === undefined ? {} : { hash: this.text(verification.hash, `${field}.verification.hash`) };
    if (source !== "" && !/^data:/i.test(source)) return { source: this.text(source, `${field}.source`), ...hash };
    const bytes = source === "" ? new Uint8Array() : decodedBytes(source, compression);
    if (bytes === undefined) return { source: this.text(source, `${field}.source`), ...hash };
    const text = shownText(bytes);
    if (text !== undefined) return { text: this.text(text, field), bytes: bytes.length, ...hash };
    // The hash of a short secret is as good as the secret.
    if (this.mask.isSuspected(field)) return { text: MASK, bytes: bytes.length, ...hash };
    return { bytes: bytes.length, sha256: createHash("sha256").update(bytes).digest("hex"), ...hash };
  }

  /** Any part of the config, with the contents of its `data:` URLs as text under `contents`. */
  public value(value: unknown, field: string): unknown {
    if (typeof value === "string") return this.text(value, field);
    if (Array.isArray(value)) return value.map((item, i) => this.entry(item, `${field}.${i}`));
    if (typeof value !== "object" || value === null) return value;
    if (isDataResource(value)) return this.contents(value, field);
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, this.value(item, field === "" ? key : `${field}.${key}`)]));
  }

  // An HTTP header is suspected as a whole, by its name.
  private entry(item: unknown, field: string): unknown {
    const shown = this.value(item, field);
    if (!this.mask.isSuspected(field) || typeof shown !== "object" || shown === null || !("value" in shown)) return shown;
    return { ...shown, value: MASK };
  }
}

function isDataResource(value: object): value is IgnitionResource {
  return "source" in value && typeof value.source === "string" && /^data:/i.test(value.source);
}
