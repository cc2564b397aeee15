import { JsonObject, isRecord, own } from "../record";
import { changedPaths } from "./changed-paths";
import { keptAttributes, keptPartOf } from "./kept-attributes";
import { Part, keptPart } from "./kept-part";
import { masked } from "./masked";
import type { AttributePath, PlanChange } from "./plan";

const NO_PATHS: readonly AttributePath[] = [];
const NO_NAMES: readonly string[] = [];
const NOTHING: JsonObject = {};

/** Attributes that are another for each object. */
const OWN = ["id", "name"];

/**
 * Makes of elements of `resource_changes` what is kept of them. One for a plan: what is the same for many, as for the machines of a pool, is there once.
 */
export class ChangeReader {
  private readonly texts = new Map<string, string>();
  private readonly lists = new Map<string, readonly unknown[]>();

  /** Undefined for what is no change of a resource. */
  public read(value: unknown): PlanChange | undefined {
    if (!isRecord(value) || !isRecord(value.change)) return undefined;
    const { address, mode, type, provider_name: provider = "", previous_address: previous, deposed, action_reason: reason } = value;
    const { actions, replace_paths: paths } = value.change;
    if (typeof address !== "string" || typeof type !== "string" || typeof provider !== "string") return undefined;
    if ((mode !== "managed" && mode !== "data") || !isTexts(actions)) return undefined;
    return {
      address,
      ...(typeof previous === "string" && previous !== address ? { previousAddress: previous } : {}),
      mode,
      type: this.text(type),
      provider: this.text(provider),
      ...(typeof deposed === "string" ? { deposed } : {}),
      actions: this.list(actions),
      ...(typeof reason === "string" ? { actionReason: this.text(reason) } : {}),
      replacePaths: Array.isArray(paths) && paths.length > 0 ? this.list(paths.filter(isPath)) : NO_PATHS,
      ...this.values(type, actions, value.change),
    };
  }

  private values(
    type: string,
    actions: readonly string[],
    change: JsonObject,
  ): Pick<PlanChange, "changed" | "before" | "after" | "unknown"> {
    const { before, after, after_unknown: unknown, before_sensitive: beforeMarks, after_sensitive: afterMarks } = change;
    const kept = keptAttributes(type);
    // Of what is left alone both sides are the same.
    const isLeft = actions.includes("no-op");
    const isChanged = !isLeft && isRecord(before) && isRecord(after);
    // Of a new object about everything that a provider chooses is unknown.
    const tellsUnknown = !actions.includes("create");
    const keptBefore = this.kept(type, kept, before, beforeMarks);
    return {
      changed: isChanged ? this.list(changedPaths({ before, after, unknown, beforeMarks, afterMarks, tellsUnknown })) : NO_PATHS,
      before: keptBefore,
      after: isLeft ? keptBefore : this.kept(type, kept, after, afterMarks),
      unknown:
        kept.length > 0 && isRecord(unknown)
          ? this.list(kept.filter((name) => isUnknown(unknown[name], keptPartOf(type, name))))
          : NO_NAMES,
    };
  }

  private kept(type: string, names: readonly string[], value: unknown, marks: unknown): JsonObject {
    if (names.length === 0 || !isRecord(value)) return NOTHING;
    const found: { [name: string]: unknown } = {};
    for (const name of names) {
      if (!Object.hasOwn(value, name) || value[name] === null) continue;
      const item = keptPart(masked(value[name], marks === true ? true : isRecord(marks) ? marks[name] : undefined), keptPartOf(type, name));
      if (item !== undefined) found[name] = typeof item === "string" && !OWN.includes(name) ? this.text(item) : item;
    }
    return found;
  }

  private text(text: string): string {
    const known = this.texts.get(text);
    if (known !== undefined) return known;
    this.texts.set(text, text);
    return text;
  }

  private list<T>(list: readonly T[]): readonly T[] {
    const key = JSON.stringify(list);
    const known = this.lists.get(key);
    if (known !== undefined) return known as readonly T[];
    this.lists.set(key, list);
    return list;
  }
}

function isUnknown(unknown: unknown, part: Part = true): boolean {
  if (Array.isArray(unknown)) return unknown.some((element: unknown) => isUnknown(element, part));
  if (!isRecord(unknown)) return unknown === true;
  const members = part === true ? Object.keys(unknown) : Object.keys(part);
  return members.some((name) => isUnknown(own(unknown, name), part === true ? true : part[name]));
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.length > 0 && value.every((item) => typeof item === "string");
}

function isPath(value: unknown): value is AttributePath {
  return Array.isArray(value) && value.every((step) => typeof step === "string" || typeof step === "number");
}
