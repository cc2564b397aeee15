import { ButaneField, ButaneStruct, struct } from "./struct";

/** A string that is absent or set, be it to the empty one: `*string`. */
export const text = (key: string): ButaneField => ({ key, kind: "string", plain: false });
/** A string that is empty when absent: `string`. */
export const plainText = (key: string): ButaneField => ({ key, kind: "string", plain: true });
/** `*int` */
export const integer = (key: string): ButaneField => ({ key, kind: "int", plain: false });
/** `int`, 0 when absent */
export const plainInteger = (key: string): ButaneField => ({ key, kind: "int", plain: true });
/** `*bool` */
export const flag = (key: string): ButaneField => ({ key, kind: "bool", plain: false });
/** `bool`, false when absent */
export const plainFlag = (key: string): ButaneField => ({ key, kind: "bool", plain: true });
/** A list of strings, by the Go type of an entry. */
export const strings = (key: string, entry = "string"): ButaneField => ({ key, kind: "strings", type: `[]${entry}` });
export const object = (key: string, of: ButaneStruct): ButaneField => ({ key, kind: "struct", struct: of });
export const list = (key: string, of: ButaneStruct, type = `[]${of.type}`): ButaneField => ({ key, kind: "structs", struct: of, type });

/** Structs of one Go package, which is part of the names of their types. */
export function inPackage(name: string): { type(type: string): string; struct(type: string, ...fields: ButaneField[]): ButaneStruct } {
  const type = (local: string): string => `${name}.${local}`;
  return { type, struct: (local, ...fields) => struct(type(local), fields) };
}
