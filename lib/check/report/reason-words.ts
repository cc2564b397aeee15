import type { Reason } from "../model/fate";
import { pathText } from "../plan/path-text";
import type { AttributePath } from "../plan/plan";

/**
 * Why a plan does something, where its actions do not tell.
 *
 * @see https://developer.hashicorp.com/terraform/internals/json-format#change-representation
 */
const ACTION_REASONS: { readonly [reason: string]: string } = {
  replace_because_tainted: "tainted",
  replace_because_cannot_update: "cannot be changed in place",
  replace_by_request: "replaced by request",
  replace_by_triggers: "replaced by replace_triggered_by",
  delete_because_no_resource_config: "no longer in the configuration",
  delete_because_no_module: "its module is no longer in the configuration",
  delete_because_wrong_repetition: "count or for_each was added or taken away",
  delete_because_count_index: "count no longer reaches its index",
  delete_because_each_key: "for_each no longer has its key",
  delete_because_no_move_target: "moved to where the configuration has nothing",
};

/** Attributes that are named of one reason. */
const NAMED_ATTRIBUTES = 3;

/** One change of a plan in words: `hcloud_server (user_data cannot be changed in place)`. */
export function reasonWords({ address, actions, actionReason, paths }: Reason): string {
  return `${resourceType(address)} (${whatHappens(actions, actionReason, attributes(paths))})`;
}

/** The same with the whole address and all of the attributes. */
export function wholeReason({ address, actions, actionReason, paths }: Reason): string {
  return `${address}: ${whatHappens(actions, actionReason, attributes(paths, Infinity))}`;
}

function whatHappens(actions: readonly string[], actionReason: string | undefined, changed: string): string {
  if (actionReason === "replace_because_cannot_update") return [changed, ACTION_REASONS[actionReason]].filter(Boolean).join(" ");
  const why = actionReason === undefined ? "" : (ownWords(actionReason) ?? actionReason.replaceAll("_", " "));
  const what = changed === "" ? (why === "" ? actionWords(actions) : "") : `${changed} changed`;
  return [why, what].filter(Boolean).join("; ");
}

function ownWords(actionReason: string): string | undefined {
  return Object.hasOwn(ACTION_REASONS, actionReason) ? ACTION_REASONS[actionReason] : undefined;
}

function actionWords(actions: readonly string[]): string {
  if (actions.includes("create")) return actions.includes("delete") ? "replaced" : "new";
  if (actions.includes("delete")) return "destroyed";
  if (actions.includes("forget")) return "taken out of the state";
  return "changed";
}

/** `user_data, image, … (5)` */
function attributes(paths: readonly AttributePath[], most = NAMED_ATTRIBUTES): string {
  const names = [...new Set(paths.map(pathText))];
  return names.slice(0, most).join(", ") + (names.length > most ? `, … (${names.length})` : "");
}

/** The type of what is at an address, in a module or not; the address itself where it has none. */
function resourceType(address: string): string {
  return /^(?:module\.[^.[]+(?:\[(?:"(?:[^"\\]|\\.)*"|\d+)\])?\.)*([\w-]+)\./.exec(address)?.[1] ?? address;
}
