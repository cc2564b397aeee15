import { type Attributes, blocks } from "../../emulators/aws/model";
import { allRows, type Fixtures, sample, sampleFor, skeleton } from "../../emulators/aws/samples";
import { type BlockSchema, type Row, rowsOf, SCHEMAS, type TypeJson } from "../../emulators/aws/schema";

/** All that a row can say, the provider's part too. */
export interface FullRow extends Row {
  readonly replace?: boolean | string;
  readonly keep?: boolean;
  readonly fromProvider?: string;
  readonly renewed?: { readonly with?: readonly string[]; readonly except?: readonly string[]; readonly when?: string };
  readonly conflicts?: readonly string[];
  readonly exactlyOneOf?: readonly string[];
  readonly atLeastOneOf?: readonly string[];
  readonly maxLength?: number;
  readonly base64?: boolean;
}

/** A resource for one thing that a line of the table says: how it is made, and what it becomes. */
export interface Copy {
  readonly type: string;
  readonly attribute: string;
  /** What happens to it, for the golden. */
  readonly change: string;
  /** Whether what the line is about is gone from the configuration. */
  readonly isGone?: boolean;
  readonly before: Attributes;
  readonly after: Attributes;
}

/** For every line of the table with a say in plans, a resource per change. */
export function copies(of: Fixtures): Copy[] {
  return allRows().flatMap(([type, attribute, row]) => copiesOf(type, attribute, row as FullRow, of));
}

function copiesOf(type: string, attribute: string, row: FullRow, of: Fixtures): Copy[] {
  const before = sampleFor(type, attribute, row, of);
  const copy = (change: string, from: Attributes, after: Attributes): Copy => ({ type, attribute, change, before: from, after });
  const schema = schemaAt(type, attribute);
  if (schema.nested !== undefined) return blockCopies(type, attribute, row, schema.nested, before, of, copy);
  const made: Copy[] = [];
  if (row.renewed !== undefined) {
    const flag: Attributes = row.renewed.when === undefined ? {} : { [row.renewed.when]: true };
    const from = { ...sampleFor(type, attribute, { see: row.see }, of), ...flag };
    made.push(copy("another attribute changes", from, { ...from, ...trigger(type, row.renewed, from) }));
    if (row.renewed.when !== undefined) {
      const without = sampleFor(type, attribute, { see: row.see }, of);
      made.push(
        copy(`another attribute changes without ${row.renewed.when}`, without, { ...without, ...trigger(type, row.renewed, without) }),
      );
    }
  }
  // An id can be written down, as every resource of Terraform's older kit lets it be, and nobody does.
  if (schema.settable === undefined || attribute === "id") return made.length > 0 ? made : [copy("nothing", before, before)];
  const changed = changedAt(type, attribute, before, schema.settable);
  made.push(copy("changes", before, changed));
  if (typeof row.replace === "string" && row.replace !== "presence") {
    made.push(copy(`changes with ${row.replace}`, { ...before, [row.replace]: true }, { ...changed, [row.replace]: true }));
  }
  if (row.replace === "presence" && before[attribute] === undefined) {
    // From the one source to the other is one change, another one of the same source is another.
    const first = row.refers === undefined ? changed[attribute] : of[row.refers].id;
    made.push(copy("changes again", { ...changed, [attribute]: first }, { ...changed, [attribute]: next(first, schema.settable) }));
  }
  return made;
}

function blockCopies(
  type: string,
  attribute: string,
  row: FullRow,
  nested: BlockSchema,
  before: Attributes,
  of: Fixtures,
  copy: (change: string, from: Attributes, after: Attributes) => Copy,
): Copy[] {
  const outer = attribute.split(".");
  const own = outer.pop() ?? "";
  const inside = (attributes: Attributes): Attributes => outer.reduce((block, name) => blocks(block, name)[0], attributes);
  const withBlock = structuredClone(before);
  const given = inside(withBlock)[own] === undefined ? [skeleton(nested)] : inside(withBlock)[own];
  inside(withBlock)[own] = given;
  for (const other of rivals(type, attribute)) delete withBlock[other];
  const without = sample(type, String(withBlock.name ?? ""), of);
  const made: Copy[] = [];
  const gone =
    row.exactlyOneOf === undefined && !rivals(type, attribute).includes("launch_template") ? structuredClone(withBlock) : without;
  if (gone !== without) delete inside(gone)[own];
  if (row.keep === true && attribute !== "launch_template") made.push({ ...copy("is taken away", withBlock, gone), isGone: true });
  if (row.keep === true && attribute === "launch_template") {
    const policy = sampleFor(type, "mixed_instances_policy.launch_template.override", { see: "" }, of);
    made.push({ ...copy("gives way to mixed_instances_policy", withBlock, { ...policy, name: withBlock.name }), isGone: true });
  }
  if (row.replace === true) {
    const other = structuredClone(withBlock);
    const [first] = Object.entries(nested.attributes ?? {}).filter(([, one]) => one.optional === true || one.required === true);
    const block = blocks(other, own)[0];
    block[first[0]] = next(block[first[0]], first[1].type);
    made.push(copy("changes", withBlock, other));
  }
  if (made.length === 0 && row.value === undefined && row.keep === undefined) made.push(copy("is added", gone, withBlock));
  return made;
}

/** Something that renews an attribute. */
function trigger(type: string, renewed: NonNullable<FullRow["renewed"]>, from: Attributes): Attributes {
  const attributes = SCHEMAS.resource_schemas[type].block.attributes ?? {};
  const isPlain = (one: string): boolean => attributes[one].optional === true && attributes[one].computed !== true;
  const name = renewed.with?.[0] ?? Object.keys(attributes).find((one) => isPlain(one) && !renewed.except?.includes(one));
  if (name === undefined) throw new Error(`nothing renews an attribute of ${type}`);
  return { [name]: next(from[name], attributes[name].type) };
}

interface Place {
  /** The type of an attribute that a configuration can set. */
  readonly settable?: TypeJson;
  readonly nested?: BlockSchema;
}

function schemaAt(type: string, attribute: string): Place {
  const names = attribute.split(".");
  const last = names.pop() ?? "";
  const block = names.reduce<BlockSchema>((outer, name) => outer.block_types?.[name].block ?? {}, SCHEMAS.resource_schemas[type].block);
  const found = block.attributes?.[last];
  if (found === undefined) return { nested: block.block_types?.[last].block };
  return { settable: found.optional === true || found.required === true ? found.type : undefined };
}

/** Attributes that an attribute cannot be with. */
function rivals(type: string, attribute: string): string[] {
  const rows = [...rowsOf(type)] as [string, FullRow][];
  const own = rows.find(([name]) => name === attribute)?.[1];
  const groups = rows.flatMap(([, { exactlyOneOf }]) => (exactlyOneOf?.includes(attribute) === true ? exactlyOneOf : []));
  return [...new Set([...(own?.conflicts ?? []), ...groups])].filter((name) => name !== attribute);
}

function changedAt(type: string, attribute: string, before: Attributes, kind: TypeJson): Attributes {
  const after = structuredClone(before);
  for (const rival of rivals(type, attribute)) delete after[rival];
  const names = attribute.split(".");
  const own = names.pop() ?? "";
  const block = names.reduce((outer, name) => blocks(outer, name)[0], after);
  block[own] = next(block[own] ?? rowsOf(type).get(attribute)?.default, kind);
  return after;
}

/** Another value of a type; text is base64 too, for where it has to be. */
export function next(value: unknown, type: TypeJson): unknown {
  if (type === "string") return typeof value === "string" ? `${value}x` : "b3RoZXI=";
  if (type === "number") return typeof value === "number" ? value + 1 : 7;
  if (type === "bool") return value !== true;
  if (type[0] === "map") return { ...(value as object), other: "value" };
  return [...((value as unknown[] | undefined) ?? []), "other"];
}
