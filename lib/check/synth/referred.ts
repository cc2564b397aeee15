import { JsonObject, isRecord } from "../record";
import type { SynthesisedStack } from "./stack";
import { terraformText } from "./terraform-text";

/** A resource or data source that an expression refers to. */
export interface Reference {
  readonly mode: "managed" | "data";
  readonly type: string;
  readonly name: string;
}

const EXPRESSION = /\$\{([^}]*)\}/g;
// Every type has the name of its provider in front, so that `var.a`, `local.a_b` and `each.value` are none.
const ADDRESS = /(?<![\w.-])(data\.)?([a-z][a-z0-9]*_\w+)\.([A-Za-z_][\w-]*)/g;

/**
 * The resources and data sources that expressions in a value refer to, each as often as it is named, in their order. Locals are followed.
 *
 * @param value of an attribute, or of a whole resource
 */
export function referencesIn({ locals }: Pick<SynthesisedStack, "locals">, value: unknown): Reference[] {
  if (typeof value === "string") {
    return [...terraformText(value, locals).matchAll(EXPRESSION)].flatMap(([, code]) =>
      [...code.matchAll(ADDRESS)].map(([, data, type, name]): Reference => ({ mode: data === undefined ? "managed" : "data", type, name })),
    );
  }
  const members = Array.isArray(value) ? (value as readonly unknown[]) : isRecord(value) ? Object.values(value) : [];
  return members.flatMap((member) => referencesIn({ locals }, member));
}

/** The names of the resources of a type that expressions in a value refer to, each as often as it is named. */
export function referredNames(stack: Pick<SynthesisedStack, "locals">, type: string, value: unknown): string[] {
  return referencesIn(stack, value)
    .filter((each) => each.mode === "managed" && each.type === type)
    .map(({ name }) => name);
}

/** What a stack says of what is referred to; undefined where it is not in the stack. */
export function referred({ resources, data }: Pick<SynthesisedStack, "resources" | "data">, reference: Reference): JsonObject | undefined {
  const { mode, type, name } = reference;
  const byType = mode === "data" ? data : resources;
  const byName = Object.hasOwn(byType, type) ? byType[type] : {};
  return Object.hasOwn(byName, name) ? byName[name] : undefined;
}

/** The address of what is referred to: `data.aws_ami.flatcar`. */
export function addressOf({ mode, type, name }: Reference): string {
  return `${mode === "data" ? "data." : ""}${type}.${name}`;
}
