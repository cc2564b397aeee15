import { FieldSpec, ListField, Presence, StructSpec } from "../schema";
import { IgnitionResource } from "../types";
import { lineHunks } from "./lines";
import { meaningOf, ownerMeaning } from "./meaning";
import { Pair } from "./pair";
import { Contents, ShownConfig } from "./shown";
import { IgnitionChange, IgnitionChangeKind, IgnitionFieldChange } from "./types";

const { ADDED, CHANGED, REMOVED } = IgnitionChangeKind;

/** Structs that are a place bytes come from. */
const RESOURCES = new Set(["resource", "reference"]);
/** Strings that are contents. */
const TEXTS = new Set(["dropin.contents", "unit.contents"]);
/** The list of strings that have keys and an order too. */
const ORDERED = "raid.devices";

/** A part of the config and what was found in it so far. */
interface Part {
  readonly section: string;
  readonly name: string;
  readonly found: IgnitionFieldChange[];
}

/** One walk over two configs. */
export class Comparison {
  public readonly changes: IgnitionChange[] = [];

  public constructor(
    private readonly before: ShownConfig,
    private readonly after: ShownConfig,
  ) {}

  /** Compares a part, and after it the parts within it. */
  public part(spec: StructSpec, pair: Pair, section: string, name = ""): void {
    const place = this.changes.length;
    const part: Part = { section, name, found: [] };
    this.fields(spec, pair, "", part);
    // Sections are always there; what they hold comes and goes.
    const kind = name === "" ? CHANGED : pair.before === undefined ? ADDED : pair.after === undefined ? REMOVED : CHANGED;
    if (kind !== CHANGED || part.found.length > 0) this.changes.splice(place, 0, { kind, section, name, fields: part.found });
  }

  private fields(spec: StructSpec, pair: Pair, prefix: string, part: Part): void {
    for (const field of spec.fields) this.field(spec, field, pair, prefix, part);
  }

  private field(spec: StructSpec, field: FieldSpec, pair: Pair, prefix: string, part: Part): void {
    const at = prefix + field.name;
    switch (field.kind) {
      case "struct": {
        const child = pair.child(field.name);
        if (RESOURCES.has(field.struct.name)) this.resource(at, child, pair.places(field.name), part);
        else if (field.struct.name !== "owner") this.fields(field.struct, child, `${at}.`, part);
        else this.value(at, ownerMeaning(child.before), ownerMeaning(child.after), pair.places(field.name), part);
        return;
      }
      case "strings":
        return this.strings(spec, field, at, pair, part);
      case "structs":
        if (!RESOURCES.has(field.struct.name)) {
          for (const [key, entry] of pair.byKey(field)) this.part(field.struct, entry, `${part.section}.${at}`, nameOf(part.name, key));
          return;
        }
        for (const [i, entry] of pair.byIndex(field.name).entries()) {
          this.resource(`${at}.${i}`, entry, pair.places(`${field.name}.${i}`), part);
        }
        return;
      default: {
        // The name of the part says it already.
        if (field.presence === Presence.ALWAYS) return;
        const places = pair.places(field.name);
        if (TEXTS.has(`${spec.name}.${field.name}`)) return this.text(at, field.name, pair, part);
        this.value(at, meaningOf(spec, field, pair.before), meaningOf(spec, field, pair.after), places, part);
      }
    }
  }

  private value(field: string, before: unknown, after: unknown, [beforeAt, afterAt]: readonly [string, string], part: Part): void {
    if (before === after) return;
    const [ours, theirs] = [this.shown(this.before, before, beforeAt), this.shown(this.after, after, afterAt)];
    const isHidden = ours !== before || theirs !== after;
    part.found.push({
      field,
      ...(ours !== undefined && { before: ours }),
      ...(theirs !== undefined && { after: theirs }),
      ...(isHidden && { hidden: true }),
    });
  }

  private shown(config: ShownConfig, value: unknown, at: string): unknown {
    return typeof value === "string" ? config.text(value, at) : value;
  }

  private strings(spec: StructSpec, field: ListField, at: string, pair: Pair, part: Part): void {
    const [before, after] = pair.lists(field.name);
    if (before.length === after.length && before.every((entry, i) => entry === after[i])) return;
    const [beforeAt, afterAt] = pair.places(field.name);
    if (field.exempt || `${spec.name}.${field.name}` === ORDERED) {
      const [ours, theirs] = [members(this.before, before, beforeAt), members(this.after, after, afterAt)];
      part.found.push({
        field: at,
        before: ours.texts,
        after: theirs.texts,
        ...((ours.areMasked || theirs.areMasked) && { hidden: true }),
      });
      return;
    }
    const gone = members(this.before, before, beforeAt, new Set(after));
    const come = members(this.after, after, afterAt, new Set(before));
    if (gone.texts.length + come.texts.length === 0) return;
    part.found.push({
      field: at,
      ...(gone.texts.length > 0 && { removed: gone.texts }),
      ...(come.texts.length > 0 && { added: come.texts }),
      ...((gone.areMasked || come.areMasked) && { hidden: true }),
    });
  }

  private text(at: string, field: string, pair: Pair, part: Part): void {
    const [beforeAt, afterAt] = pair.places(field);
    const [before, after] = [pair.before?.[field], pair.after?.[field]];
    this.contents(at, this.before.plain(before, beforeAt), this.after.plain(after, afterAt), part);
  }

  private resource(at: string, pair: Pair, [beforeAt, afterAt]: readonly [string, string], part: Part): void {
    const [before, after]: (IgnitionResource | undefined)[] = [pair.before, pair.after];
    this.contents(at, this.before.resource(before, beforeAt), this.after.resource(after, afterAt), part);
  }

  private contents(field: string, ours: Contents | undefined, theirs: Contents | undefined, part: Part): void {
    if (ours?.identity === theirs?.identity) return;
    const [before, after] = [ours?.show(), theirs?.show()];
    const isText = [before, after].every((side) => side === undefined || side.text !== undefined);
    part.found.push({
      field,
      contents: {
        ...(before !== undefined && { before: before.shown }),
        ...(after !== undefined && { after: after.shown }),
        ...(isText && { hunks: lineHunks(before?.text ?? "", after?.text ?? "") }),
      },
      ...((before?.isMasked === true || after?.isMasked === true) && { hidden: true }),
    });
  }
}

/** The members of a list as they are shown, without those that are in the other list too. */
function members(config: ShownConfig, list: readonly unknown[], at: string, others?: ReadonlySet<unknown>) {
  const own = list
    .map((entry, i) => ({ entry, text: config.text(String(entry), `${at}.${i}`) }))
    .filter(({ entry }) => others?.has(entry) !== true);
  return { texts: own.map(({ text }) => text), areMasked: own.some(({ entry, text }) => entry !== text) };
}

/** A part of a part is called by both names; of a partition's key the kind of key is left out. */
function nameOf(whole: string, key: string): string {
  const own = key.replace(/^(?:number|label):/, "");
  return whole === "" ? own : `${whole}/${own}`;
}
