import { localName } from "./plan";
import type { ButaneStruct, Decoded } from "./struct";
import type { Walk } from "./walk";

/** What Butane checks of an object of its own, by the name of its Go type. */
export type Rules = Readonly<Record<string, Rule>>;
export type Rule = (value: Decoded, walk: Walk) => void;

/** Applies the rules to an object and then to all in it, in the order of the fields. */
export type Checker = (value: Decoded, walk: Walk) => void;

/** The checker of a struct; undefined where no rule is about anything in it. */
export function checkerOf(struct: ButaneStruct, rules: Rules): Checker | undefined {
  const rule = rules[localName(struct)];
  const fields: { key: string; isList: boolean; check: Checker }[] = [];
  for (const field of struct.fields) {
    if (field.kind !== "struct" && field.kind !== "structs") continue;
    const check = checkerOf(field.struct, rules);
    if (check !== undefined) fields.push({ key: field.key, isList: field.kind === "structs", check });
  }
  if (rule === undefined && fields.length === 0) return undefined;
  return (value, walk) => {
    rule?.(value, walk);
    for (const { key, isList, check } of fields) {
      const found = value[key];
      if (found === undefined) continue;
      walk.enter(key);
      if (isList) checkList(found as readonly Decoded[], check, walk);
      else check(found as Decoded, walk);
      walk.leave();
    }
  };
}

function checkList(entries: readonly Decoded[], check: Checker, walk: Walk): void {
  for (const [i, entry] of entries.entries()) {
    walk.enter(i);
    check(entry, walk);
    walk.leave();
  }
}
