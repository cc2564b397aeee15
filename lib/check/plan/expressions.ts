import { JsonObject, isRecord } from "../record";
import { isSame } from "../same";

/** Not attributes or blocks of the resource, but Terraform's own. */
const META = new Set(["//", "count", "connection", "depends_on", "dynamic", "for_each", "lifecycle", "provider", "provisioner"]);

/**
 * Where what is written in a resource, or in a block of it, is something else in a plan: the path of the first such place, `rule.0.port`.
 *
 * Of configurations in JSON a plan has the values of attributes as they are written, references too, and lists of blocks in their order.
 *
 * @param written what the stack's JSON says
 * @param expressions what the plan's `configuration` says of the same
 * @see https://developer.hashicorp.com/terraform/internals/json-format#block-expressions-representation
 */
export function differingPlace(written: JsonObject, expressions: JsonObject): string | undefined {
  // Blocks that are made by `dynamic` are not in what the plan says.
  const names = [...Object.keys(written), ...Object.keys(expressions).filter((name) => !Object.hasOwn(written, name))];
  for (const name of names) {
    if (META.has(name)) continue;
    const value = Object.hasOwn(written, name) ? written[name] : undefined;
    const place = inMember(value, Object.hasOwn(expressions, name) ? expressions[name] : undefined);
    if (place !== undefined) return place === "" ? name : `${name}.${place}`;
  }
  return undefined;
}

/** Undefined where nothing differs, empty where the whole does. */
function inMember(value: unknown, expression: unknown): string | undefined {
  if (isNothing(value) && isNothing(expression)) return undefined;
  if (isAttribute(expression)) {
    const told = "constant_value" in expression;
    return (told ? isSame(expression.constant_value, value) : !isNothing(value)) ? undefined : "";
  }
  const [blocks, told] = [value, expression].map((each): readonly unknown[] => (Array.isArray(each) ? each : [each]));
  if (blocks.length !== told.length) return "";
  for (const [i, block] of blocks.entries()) {
    const one = told[i];
    if (!isRecord(block) || !isRecord(one)) return "";
    const place = differingPlace(block, one);
    if (place !== undefined) return Array.isArray(value) ? `${i}.${place}` : place;
  }
  return undefined;
}

function isAttribute(expression: unknown): expression is JsonObject {
  return isRecord(expression) && ("constant_value" in expression || "references" in expression);
}

/** What may be left out as well: null, no blocks at all, and a block with nothing in it. */
function isNothing(value: unknown): boolean {
  if (value === undefined || value === null) return true;
  return Array.isArray(value) ? value.length === 0 : isRecord(value) && Object.keys(value).length === 0;
}
