import { JsonObject, isRecord } from "../record";
import { changedPaths } from "./changed-paths";
import { keptAttributes } from "./kept-attributes";
import { masked } from "./masked";
import type { AttributePath, PlanChange } from "./plan";

const NO_PATHS: readonly AttributePath[] = [];
const NO_NAMES: readonly string[] = [];
const NOTHING: JsonObject = {};

/** Makes of elements of `resource_changes` what is kept of them. One for a plan: texts that are the same for many are there once. */
export class ChangeReader {
  private readonly texts = new Map<string, string>();
  private readonly actions = new Map<string, readonly string[]>();

  /** Undefined for what is no change of a resource. */
  public read(value: unknown): PlanChange | undefined {
    if (!isRecord(value) || !isRecord(value.change)) return undefined;
    const { address, mode, type, name, provider_name: provider = "", previous_address: previous, deposed, action_reason: reason } = value;
    const { actions, replace_paths: paths } = value.change;
    if (typeof address !== "string" || typeof type !== "string" || typeof name !== "string" || typeof provider !== "string")
      return undefined;
    if ((mode !== "managed" && mode !== "data") || !isTexts(actions)) return undefined;
    return {
      address,
      ...(typeof previous === "string" && previous !== address ? { previousAddress: previous } : {}),
      mode,
      type: this.once(type),
      name,
      provider: this.once(provider),
      ...(typeof deposed === "string" ? { deposed } : {}),
      actions: this.onceActions(actions),
      ...(typeof reason === "string" ? { actionReason: this.once(reason) } : {}),
      replacePaths: Array.isArray(paths) && paths.length > 0 ? paths.filter(isPath) : NO_PATHS,
      ...valuesOf(type, actions, value.change),
    };
  }

  private once(text: string): string {
    const known = this.texts.get(text);
    if (known !== undefined) return known;
    this.texts.set(text, text);
    return text;
  }

  private onceActions(actions: readonly string[]): readonly string[] {
    const key = actions.join();
    const known = this.actions.get(key);
    if (known !== undefined) return known;
    this.actions.set(key, actions);
    return actions;
  }
}

function valuesOf(
  type: string,
  actions: readonly string[],
  change: JsonObject,
): Pick<PlanChange, "changed" | "before" | "after" | "unknown"> {
  const { before, after, after_unknown: unknown, before_sensitive, after_sensitive } = change;
  const kept = keptAttributes(type);
  // Of what is left alone both sides are there, and the same.
  const isChanged = !actions.includes("no-op") && isRecord(before) && isRecord(after);
  // Of a new object about everything that a provider chooses is unknown.
  const tellsUnknown = !actions.includes("create");
  return {
    changed: isChanged ? changedPaths({ before, after, unknown, marks: [before_sensitive, after_sensitive], tellsUnknown }) : NO_PATHS,
    before: keptOf(kept, before, before_sensitive),
    after: keptOf(kept, after, after_sensitive),
    unknown: kept.length > 0 && isRecord(unknown) ? kept.filter((name) => isUnknown(unknown[name])) : NO_NAMES,
  };
}

function keptOf(kept: readonly string[], value: unknown, marks: unknown): JsonObject {
  if (kept.length === 0 || !isRecord(value)) return NOTHING;
  const found: { [name: string]: unknown } = {};
  for (const name of kept) {
    if (!Object.hasOwn(value, name) || value[name] === null) continue;
    found[name] = masked(value[name], marks === true ? true : isRecord(marks) ? marks[name] : undefined);
  }
  return found;
}

function isUnknown(unknown: unknown): boolean {
  if (Array.isArray(unknown)) return unknown.some(isUnknown);
  return isRecord(unknown) ? Object.values(unknown).some(isUnknown) : unknown === true;
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.length > 0 && value.every((item) => typeof item === "string");
}

function isPath(value: unknown): value is AttributePath {
  return Array.isArray(value) && value.every((step) => typeof step === "string" || typeof step === "number");
}
