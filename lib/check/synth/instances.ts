import { JsonObject, isRecord } from "../record";

/** A set of texts as Terraform CDK writes an iterator's. */
const SET = /^\$\{toset\((\[.*\])\)\}$/s;

/**
 * How many instances a resource has: by its `count` or `for_each`, and one without either. Undefined where that is known only at apply.
 *
 * @see https://developer.hashicorp.com/terraform/language/meta-arguments/count
 */
export function instanceCount({ count, for_each: each }: JsonObject): number | undefined {
  if (count !== undefined) return /^\d+$/.test(String(count)) ? Number(count) : undefined;
  if (each === undefined) return 1;
  if (isRecord(each)) return Object.keys(each).length;
  return typeof each === "string" ? setSize(each) : undefined;
}

function setSize(expression: string): number | undefined {
  try {
    const members = JSON.parse(SET.exec(expression)?.[1] ?? "null") as unknown;
    return Array.isArray(members) ? new Set(members).size : undefined;
  } catch {
    return undefined;
  }
}
