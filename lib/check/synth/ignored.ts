import { own } from "../record";

/** Whether a change of an attribute of a resource is none to Terraform: by `ignore_changes`, of the attribute or of all. */
export function isIgnored(resource: unknown, attribute: string): boolean {
  const ignored = own(own(resource, "lifecycle"), "ignore_changes");
  const list: readonly unknown[] = Array.isArray(ignored) ? ignored : [ignored];
  return list.includes(attribute) || list.includes("all");
}
