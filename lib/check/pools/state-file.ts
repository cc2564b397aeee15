import { FlatcarError } from "../../errors";
import { JsonObject, isRecord } from "../record";

/** The attributes of the resources in a state, by address. Of a resource with instances the addresses are those of the instances. */
export type StateResources = ReadonlyMap<string, { readonly type: string; readonly attributes: JsonObject }>;

/** The form of the state files of Terraform since 0.12, and of OpenTofu. */
const STATE_FILE_VERSION = 4;

/**
 * Reads a state: what `terraform show -json` prints of one, or a state file.
 *
 * @param name what the text is called in errors
 * @throws FlatcarError `state-unreadable`
 * @see https://developer.hashicorp.com/terraform/internals/json-format#state-representation
 */
export function readState(text: string, name: string): StateResources {
  const json = parsed(text, name);
  if ("encrypted_data" in json) throw unreadable(name, "it is encrypted", "show the state by `tofu show -json`");
  if ("resource_changes" in json || "planned_values" in json) throw unreadable(name, "it is a plan", "name a state");
  if (typeof json.format_version === "string") return shownState(json);
  if (!("serial" in json) && !("lineage" in json)) throw unreadable(name, "it is no state");
  if (json.version === STATE_FILE_VERSION) return stateFile(json);
  throw unreadable(name, `it is a state file of version ${String(json.version)}`, "show the state by `terraform show -json`");
}

function shownState({ values }: JsonObject): StateResources {
  const found = new Map<string, { type: string; attributes: JsonObject }>();
  const visit = (module: unknown): void => {
    if (!isRecord(module)) return;
    for (const { address, type, mode, values: attributes } of records(module.resources)) {
      if (typeof address === "string" && typeof type === "string" && mode === "managed" && isRecord(attributes)) {
        found.set(address, { type, attributes });
      }
    }
    for (const child of records(module.child_modules)) visit(child);
  };
  visit(isRecord(values) ? values.root_module : undefined);
  return found;
}

function stateFile({ resources }: JsonObject): StateResources {
  const found = new Map<string, { type: string; attributes: JsonObject }>();
  for (const { module, type, name, mode, instances } of records(resources)) {
    if (typeof type !== "string" || typeof name !== "string" || mode !== "managed") continue;
    for (const { attributes, index_key: key, deposed } of records(instances)) {
      // What a deposed object was, another one is by now.
      if (!isRecord(attributes) || deposed !== undefined) continue;
      const path = typeof module === "string" ? `${module}.` : "";
      found.set(`${path}${type}.${name}${key === undefined ? "" : `[${JSON.stringify(key)}]`}`, { type, attributes });
    }
  }
  return found;
}

function parsed(text: string, name: string): JsonObject {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw unreadable(name, "it is not JSON");
  }
  if (!isRecord(json)) throw unreadable(name, "it is no object");
  return json;
}

function records(value: unknown): JsonObject[] {
  return Array.isArray(value) ? value.filter(isRecord) : [];
}

function unreadable(name: string, why: string, mend = "name the state of the stack"): FlatcarError {
  return new FlatcarError({
    code: "state-unreadable",
    subject: "the state",
    received: name,
    allowed: "what `terraform show -json` prints, or a state file of version 4",
    mend: `${mend} (${why})`,
  });
}
