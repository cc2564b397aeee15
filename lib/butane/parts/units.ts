import { textOf } from "../../ignition/go-bytes";
import type { Run } from "../run";
import { Made, Translator, listMade } from "../plan";
import { PROBLEMS } from "../problems";
import type { Decoded } from "../struct";
import type { Walk } from "../walk";

/** Units whose text may be a file. The drop-ins come first, so do their errors. */
export function unitTranslator(): Translator {
  return (from, run) => {
    const dropins = listMade("dropins", from.dropins as readonly Decoded[] | undefined, dropin, run);
    const { enabled, mask, name } = from;
    return set({ contents: contentsOf(from, run), dropins, enabled, mask, name });
  };
}

/** Drop-ins whose text may be a file. */
export function dropinTranslator(): Translator {
  return dropin;
}

function dropin(from: Decoded, run: Run): Made {
  return set({ contents: contentsOf(from, run), name: from.name });
}

function contentsOf(from: Decoded, run: Run): unknown {
  const local = from.contents_local;
  if (typeof local !== "string" || local === "") return from.contents;
  const bytes = run.read("contents_local", local);
  return bytes === undefined ? undefined : textOf(bytes);
}

/** An object without the fields that are undefined. */
export function set(fields: Made): Made {
  const made: Made = {};
  for (const key of Object.keys(fields)) {
    if (fields[key] !== undefined) made[key] = fields[key];
  }
  return made;
}

/** A text is in the config or in a file, not in both. */
export function checkUnitContents(unit: Decoded, walk: Walk): void {
  if (unit.contents !== undefined && unit.contents_local !== undefined) walk.error("contents_local", PROBLEMS.tooManyContents);
}
