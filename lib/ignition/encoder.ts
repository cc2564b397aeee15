import { encodeIgnition, normaliseIgnition } from "./encode";
import { CONFIG, StructListField, StructSpec, isStruct } from "./schema";
import { IgnitionConfig } from "./types";

/** Entries that are kept; more are made anew. */
const KEPT = 2000;

/**
 * Writes configs that share most of their entries, as those of the nodes of a pool do: a file, unit or user that is the same object in several
 * configs is looked at once. What was written must not be changed afterwards.
 */
export class IgnitionEncoder {
  private readonly written = new Map<string, Map<object, string>>();

  /**
   * The same text as `encodeIgnition` gives.
   *
   * @throws FlatcarError as `encodeIgnition`
   */
  public encode(config: IgnitionConfig): string {
    const version = config.ignition?.version;
    if (typeof version !== "string" || Object.keys(config).some((key) => !CONFIG.byName.has(key))) return encodeIgnition(config);
    const parts: string[] = [];
    for (const field of CONFIG.fields) {
      const section: unknown = config[field.name as keyof IgnitionConfig];
      if (section === undefined || section === null) continue;
      if (field.kind !== "struct" || !isStruct(section)) return encodeIgnition(config);
      const text = isListsOnly(field.struct)
        ? this.lists(field.name, field.struct, section, version)
        : this.section(field.name, section, version);
      // What is wrong is said of the whole config, with its place in it.
      if (text === undefined) return encodeIgnition(config);
      if (text !== "") parts.push(`"${field.name}":${text}`);
    }
    return `{${parts.join(",")}}`;
  }

  /** A section that has nothing but lists of objects: the text, empty where all are, or undefined where something is wrong. */
  private lists(name: string, spec: StructSpec, section: Readonly<Record<string, unknown>>, version: string): string | undefined {
    if (Object.keys(section).some((key) => !spec.byName.has(key))) return undefined;
    const parts: string[] = [];
    for (const field of spec.fields) {
      const entries = section[field.name];
      if (entries === undefined || entries === null) continue;
      if (!Array.isArray(entries)) return undefined;
      if (entries.length === 0) continue;
      const texts = this.entries(name, field as StructListField, entries, version);
      if (texts === undefined) return undefined;
      parts.push(`"${field.name}":[${texts.join(",")}]`);
    }
    return parts.length === 0 ? "" : `{${parts.join(",")}}`;
  }

  private entries(section: string, field: StructListField, entries: readonly unknown[], version: string): readonly string[] | undefined {
    if (!entries.every(isStruct)) return undefined;
    const written = this.of(version);
    const fresh = entries.filter((entry) => !written.has(entry));
    if (fresh.length > 0) {
      const lists = quiet({ ignition: { version }, [section]: { [field.name]: fresh } })?.[section as "storage"];
      const normal: readonly unknown[] | undefined = lists?.[field.name as "files"];
      if (normal === undefined) return undefined;
      for (const [i, entry] of fresh.entries()) written.set(entry, JSON.stringify(normal[i]));
    }
    const texts = entries.map((entry) => written.get(entry) ?? "");
    // What only one machine has is never asked for again, and would be kept for as many as there are.
    if (written.size > KEPT) written.clear();
    return texts;
  }

  private section(name: string, section: object, version: string): string | undefined {
    const written = this.of(version);
    let text = written.get(section);
    if (text === undefined) {
      const normal = quiet(name === "ignition" ? { ignition: section } : { ignition: { version }, [name]: section });
      if (normal === undefined) return undefined;
      text = JSON.stringify(normal[name as "ignition"]) ?? "";
      written.set(section, text);
    }
    return text;
  }

  private of(version: string): Map<object, string> {
    let written = this.written.get(version);
    if (written === undefined) this.written.set(version, (written = new Map()));
    return written;
  }
}

function isListsOnly(spec: StructSpec): boolean {
  return spec.fields.every((field) => field.kind === "structs");
}

function quiet(config: IgnitionConfig): IgnitionConfig | undefined {
  try {
    return normaliseIgnition(config);
  } catch {
    return undefined;
  }
}
