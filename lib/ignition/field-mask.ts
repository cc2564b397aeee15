import { secretByPath } from "./secret-paths";
import { maskSecrets, secretKinds } from "./secret-text";
import { suspectedSecrets } from "./secrets";
import { IgnitionConfig } from "./types";

const MASK = "***";
const OF_FILE = /^storage\.files\.(\d+)\./;

/**
 * What of a config's texts may be shown. A text that tells itself what is secret in it has `***` in place of that; one that is suspected for where it
 * stands, such as a LUKS key, is `***` as a whole, and so is one with a config in it that holds a secret.
 */
export class FieldMask {
  private fields?: ReadonlyMap<string, ReadonlySet<string>>;

  public constructor(private readonly config: IgnitionConfig) {}

  /** @param at where the text stands: `passwd.users.0.passwordHash` */
  public text(text: string, at: string): string {
    return text !== "" && this.isWhole(text, at) ? MASK : maskSecrets(text);
  }

  /** Whether something looks secret in what stands at a place, which may be no text. */
  public isSuspected(at: string): boolean {
    return this.suspected.has(at);
  }

  private isWhole(text: string, at: string): boolean {
    const kinds = this.suspected.get(at);
    if (kinds === undefined) return false;
    const told = secretKinds(text);
    if ([...kinds].some((kind) => !told.includes(kind))) return true;
    // Among lines that say nothing there can be one that does.
    const file = this.config.storage?.files?.[Number(OF_FILE.exec(at)?.[1])];
    return file !== undefined && secretByPath(file.path, text) !== undefined;
  }

  private get suspected(): ReadonlyMap<string, ReadonlySet<string>> {
    if (this.fields !== undefined) return this.fields;
    const fields = new Map<string, Set<string>>();
    for (const { field, kind } of suspectedSecrets(this.config)) {
      const [outer, inner] = field.split(": ");
      const kinds = fields.get(outer);
      // Not what the text as such can tell.
      const found = inner === undefined ? kind : field;
      if (kinds === undefined) fields.set(outer, new Set([found]));
      else kinds.add(found);
    }
    this.fields = fields;
    return fields;
  }
}
