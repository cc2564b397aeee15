import { readFileSync } from "node:fs";
import * as path from "node:path";

/** A type in Terraform's own notation: `"string"`, `["list", "string"]`, `["object", { name: type }]`. */
export type TypeJson = "string" | "number" | "bool" | readonly [string, TypeJson | Readonly<Record<string, TypeJson>>];

export interface AttributeSchema {
  readonly type: TypeJson;
  readonly required?: boolean;
  readonly optional?: boolean;
  readonly computed?: boolean;
}

export interface NestedBlockSchema {
  readonly nesting_mode: "single" | "list" | "set";
  readonly block: BlockSchema;
  readonly min_items?: number;
  readonly max_items?: number;
}

export interface BlockSchema {
  readonly attributes?: Readonly<Record<string, AttributeSchema>>;
  readonly block_types?: Readonly<Record<string, NestedBlockSchema>>;
}

/** What the server reads of a row of the table. The plugin's README has all that a row can say. */
export interface Row {
  /** What stands where the configuration has nothing. */
  readonly default?: unknown;
  /** What it is once the resource is there; text with places to fill. */
  readonly value?: unknown;
  /** The attribute without which there is no such value. */
  readonly given?: string;
  /** The type of the resource that it names, by id, name or ARN, and that has to be there. */
  readonly refers?: string;
  /** Whether what it names cannot be deleted meanwhile. */
  readonly holds?: boolean;
  /** Whether no other resource of the type may have the value; or the attribute within whose value that holds. */
  readonly unique?: boolean | string;
  /** Page and anchor below `documentation`. */
  readonly see: string;
}

export interface Behaviour {
  readonly documentation: string;
  readonly source: string;
  readonly sources: Readonly<Record<string, string>>;
  readonly rows: Readonly<Record<string, Row>>;
}

interface Schemas {
  readonly provider: { readonly block: BlockSchema };
  readonly resource_schemas: Readonly<Record<string, { readonly block: BlockSchema }>>;
  readonly data_source_schemas: Readonly<Record<string, { readonly block: BlockSchema }>>;
}

/** The folder of the provider, whose schema and table are the server's too. */
export const PROVIDER_FOLDER = path.resolve(__dirname, "../../tools/provider-aws-stand-in");

const read = (name: string): unknown => JSON.parse(readFileSync(path.join(PROVIDER_FOLDER, "schemas", name), "utf8"));
const { provider_schemas: all } = read("aws.json") as { readonly provider_schemas: Readonly<Record<string, Schemas>> };

export const SCHEMAS = all["registry.terraform.io/hashicorp/aws"];
export const BEHAVIOUR = read("behaviour.json") as Behaviour;

/** The rows of a resource type by attribute, nested ones with dots, in the order of the table. */
export function rowsOf(type: string): ReadonlyMap<string, Row> {
  const rows = new Map<string, Row>();
  for (const [key, row] of Object.entries(BEHAVIOUR.rows)) {
    if (key.startsWith(`${type}.`)) rows.set(key.slice(type.length + 1), row);
  }
  return rows;
}

/** What a computed attribute is for which nobody has anything to say. */
export function emptyValue(type: TypeJson): unknown {
  if (typeof type !== "string") return type[0] === "map" ? {} : [];
  return { string: "", number: 0, bool: false }[type];
}
