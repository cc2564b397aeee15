/** The type of a scalar, as its Go counterpart decodes YAML. */
export type ScalarKind = "string" | "int" | "bool";

/** A scalar of a Butane document. */
export interface ScalarField {
  readonly key: string;
  readonly kind: ScalarKind;
  /** Whether absent and empty are the same: a plain Go field, which decodes to `""` or `0` where the key is absent. */
  readonly plain: boolean;
}

/** A list of strings; `type` is its Go type, which yaml.v3 names in an error: `[]string`, `[]v0_5.KernelArgument`. */
export interface StringsField {
  readonly key: string;
  readonly kind: "strings";
  readonly type: string;
}

/** An object. */
export interface StructField {
  readonly key: string;
  readonly kind: "struct";
  readonly struct: ButaneStruct;
}

/** A list of objects. */
export interface StructsField {
  readonly key: string;
  readonly kind: "structs";
  readonly struct: ButaneStruct;
  /** Its Go type, which yaml.v3 names in an error: `[]v0_5.Unit`, but `v0_5.HTTPHeaders`. */
  readonly type: string;
}

export type ButaneField = ScalarField | StringsField | StructField | StructsField;

/** One object type of a version of Butane; structs that Go embeds are written out. */
export interface ButaneStruct {
  /** Its Go type, as yaml.v3 names it in an error: `v0_5.File`. */
  readonly type: string;
  /** In the order of the Go struct, which is the order of its reports. */
  readonly fields: readonly ButaneField[];
  readonly byKey: ReadonlyMap<string, ButaneField>;
}

/**
 * A decoded object by YAML key. An absent pointer, list or object has no property; a plain scalar is always there. Objects of the schema
 * are always there too, empty where the document has none, as Go's are.
 */
export type Decoded = Readonly<Record<string, unknown>>;

export function struct(type: string, fields: readonly ButaneField[]): ButaneStruct {
  return { type, fields, byKey: new Map(fields.map((field) => [field.key, field])) };
}
