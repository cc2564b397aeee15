import type { JsonObject } from "../record";

/** Where in a value: the names of attributes and the places in lists that lead there. */
export type AttributePath = readonly (string | number)[];

/** What stands in place of a value that is not to be seen. */
export const SENSITIVE = "(sensitive value)";

/** What a plan does to one address. */
export interface PlanChange {
  readonly address: string;
  /** The address it had before a `moved` block. */
  readonly previousAddress?: string;
  readonly mode: "managed" | "data";
  readonly type: string;
  /** The full name of the provider: `registry.terraform.io/hetznercloud/hcloud`. */
  readonly provider: string;
  /** Of an object that an earlier apply has replaced and could not destroy. */
  readonly deposed?: string;
  /**
   * `["no-op"]`, `["create"]`, `["read"]`, `["update"]`, `["delete"]`, `["forget"]`, `["delete", "create"]` for a replacement, and `["create",
   * "delete"]` for one whose new object is made first.
   *
   * @see https://developer.hashicorp.com/terraform/internals/json-format#change-representation
   */
  readonly actions: readonly string[];
  /** Why, where the actions do not tell: `replace_because_cannot_update`, `replace_by_triggers`, `delete_because_no_resource_config`, … */
  readonly actionReason?: string;
  /** What makes it a replacement. */
  readonly replacePaths: readonly AttributePath[];
  /** What differs between before and after; of an update also what is not known. Empty for what is created or destroyed. */
  readonly changed: readonly AttributePath[];
  /** The attributes that are kept of the type, before. Values that are marked sensitive are {@link SENSITIVE}. */
  readonly before: JsonObject;
  /** The same after, as far as they are known. */
  readonly after: JsonObject;
  /** Of the attributes that are kept, those that are not known, or not all of. */
  readonly unknown: readonly string[];
}

/** A configuration of a provider. What is configured is not kept. */
export interface PlanProvider {
  /** The full name. */
  readonly name: string;
  /** What the configuration says of its version; empty where it says nothing. */
  readonly constraint: string;
}

/** A plan of Terraform or OpenTofu, as far as checks need it. No value that is marked sensitive is in it. */
export interface Plan {
  /** What it is called in messages. */
  readonly name: string;
  /** The version of the JSON's form: `1.2`. */
  readonly formatVersion: string;
  /** Of Terraform or OpenTofu. */
  readonly terraformVersion?: string;
  /** When it was made, in the form of RFC 3339, as far as it says. */
  readonly timestamp?: string;
  /** Whether planning failed on the way, so that something is missing. */
  readonly errored: boolean;
  /** Whether it can be applied, as far as it says. */
  readonly applyable?: boolean;
  /** Whether everything is as the configuration says after an apply; not so where the plan was narrowed by `-target`. */
  readonly complete?: boolean;
  /** The names of the variables that had a value. */
  readonly variables: readonly string[];
  /** By their local names, and those of modules with the module's path in front. */
  readonly providers: { readonly [key: string]: PlanProvider };
  /** What it does to resources and data sources, in the plan's order. What it leaves as it is, too. */
  readonly changes: readonly PlanChange[];
}

/** Whether a change replaces its object. */
export function isReplacement({ actions }: PlanChange): boolean {
  return actions.includes("create") && actions.includes("delete");
}

/** Whether a change replaces its object, and makes the new one before it destroys the old. */
export function isCreatedFirst(change: PlanChange): boolean {
  return isReplacement(change) && change.actions[0] === "create";
}
