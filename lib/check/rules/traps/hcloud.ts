import { changes } from "../../model/changes";
import type { Trap } from "./trap";

/** The types that once had a `datacenter`. */
const WITH_DATACENTER = ["hcloud_server", "hcloud_primary_ip"];

/**
 * The provider refuses it since Hetzner Cloud has taken it out of its API.
 *
 * @see https://docs.hetzner.cloud/changelog#2026-07-01-removing-datacenters
 */
export const DATACENTER: Trap = {
  one: "names a datacenter, an attribute that Hetzner Cloud has removed: the provider refuses to plan it",
  several: "name a datacenter, an attribute that Hetzner Cloud has removed: the provider refuses to plan them",
  mend: "name the location: fsn1 for fsn1-dc14",
  *find({ stack }) {
    for (const type of WITH_DATACENTER) {
      for (const [name, { datacenter }] of Object.entries(stack.resources[type] ?? {})) {
        if (datacenter !== undefined && datacenter !== null) yield { address: `${type}.${name}` };
      }
    }
  },
};

/**
 * The provider refuses to take a running server out of a group, and the API to put one into a group.
 *
 * @see https://github.com/hetznercloud/terraform-provider-hcloud/blob/v1.68.0/internal/server/resource.go
 * @see https://docs.hetzner.cloud/reference/cloud#server-actions-add-a-server-to-a-placement-group
 */
export const PLACEMENT_GROUP: Trap = {
  one: "comes to another placement group, or out of its own, while it runs: the apply fails",
  several: "come to another placement group, or out of their own, while they run: the apply fails",
  mend: "switch the servers off for the apply, replace them, or leave them in their group",
  *find({ changes: all }) {
    for (const change of all?.all() ?? []) {
      const isUpdate = change.type === "hcloud_server" && change.actions.join() === "update";
      if (isUpdate && change.before.status !== "off" && changes(change, ["placement_group_id"])) yield { address: change.address };
    }
  },
};

/**
 * The provider never lifts the protection of what it deletes; with `shutdown_before_deletion` the server is off when the API refuses.
 *
 * @see https://github.com/hetznercloud/terraform-provider-hcloud/blob/v1.68.0/internal/server/resource.go
 */
export const PROTECTED: Trap = {
  one: "is protected against the deletion that is planned: the apply fails",
  several: "are protected against the deletion that is planned: the apply fails",
  mend: "take delete_protection and rebuild_protection off in an apply of their own first, or keep the servers by prevent_destroy",
  *find({ changes: all }) {
    for (const { address, type, actions, before } of all?.all() ?? []) {
      if (type !== "hcloud_server" || !actions.includes("delete") || before.delete_protection !== true) continue;
      yield before.shutdown_before_deletion === true ? { address, detail: "shut down before, and off then" } : { address };
    }
  },
};
