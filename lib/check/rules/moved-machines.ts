import { countIndex, resourceAddress } from "../plan/address";
import { keptAttributes } from "../plan/kept-attributes";
import { PlanChange, SENSITIVE } from "../plan/plan";
import { JsonObject, own } from "../record";
import { isSame } from "../same";

/** By what a machine is known whatever its address, by type. */
const IDENTITY: { readonly [type: string]: (machine: JsonObject) => unknown } = {
  hcloud_server: ({ name }) => name,
  libvirt_domain: ({ name }) => name,
  matchbox_group: ({ name }) => name,
  aws_autoscaling_group: ({ name }) => name,
  aws_instance: ({ tags }) => own(tags, "Name"),
};

/** What else has to be the same of machines whose names need not be their own. */
const ALIKE: { readonly [type: string]: readonly string[] } = { aws_instance: ["ami", "availability_zone", "subnet_id"] };

/** A machine that a plan destroys at one address and creates at another. */
export interface MovedMachine {
  readonly from: PlanChange;
  readonly to: PlanChange;
  /** The name that it has at both. */
  readonly name: string;
}

/**
 * The machines that a plan destroys, and creates again under the same name at another address: those that one machine alone has the name of.
 *
 * @param isOurs whether a pool of this package makes what is at an address: its machines are known by their names whatever else they are made of
 */
export function movedMachines(changes: readonly PlanChange[], isOurs: (address: string) => boolean): MovedMachine[] {
  const [before, after] = [new Names("before"), new Names("after")];
  for (const change of changes) {
    before.add(change);
    after.add(change);
  }
  return changes.flatMap((to) => {
    const name = identityOf(to.type, to.after);
    if (name === undefined || !isOnly(to, "create") || after.only(to.type, name) !== to) return [];
    const from = before.only(to.type, name);
    if (from === undefined || !isOnly(from, "delete")) return [];
    return isOurs(to.address) || isAlike(from, to) ? [{ from, to, name }] : [];
  });
}

/** The changes that have a name on one side. */
class Names {
  private readonly byName = new Map<string, PlanChange[]>();

  constructor(private readonly side: "before" | "after") {}

  public add(change: PlanChange): void {
    const name = identityOf(change.type, change[this.side]);
    if (name === undefined) return;
    const key = JSON.stringify([change.type, name]);
    const found = this.byName.get(key) ?? [];
    this.byName.set(key, found);
    found.push(change);
  }

  /** The one that has a name; undefined where none has, or several. */
  public only(type: string, name: string): PlanChange | undefined {
    const found = this.byName.get(JSON.stringify([type, name])) ?? [];
    return found.length === 1 ? found[0] : undefined;
  }
}

function isAlike({ type, before }: PlanChange, { after, unknown }: PlanChange): boolean {
  return (ALIKE[type] ?? []).every(
    (attribute) => unknown.includes(attribute) || own(after, attribute) === undefined || isSame(before[attribute], after[attribute]),
  );
}

/** A resource with `count` some of whose machines become what others of it were. */
export interface ShiftedResource {
  readonly resource: string;
  /** The changes of the machines that become what others were. */
  readonly shifted: readonly PlanChange[];
  /** What goes at the end; empty where one comes instead. */
  readonly gone: readonly PlanChange[];
}

/**
 * The resources with `count` in which an element was put or taken out before others, so that each of these becomes what its neighbour was: known by
 * the name that changes, or else by all that does.
 */
export function shiftedResources(changes: readonly PlanChange[]): ShiftedResource[] {
  const resources = new Map<string, PlanChange[]>();
  for (const change of changes) {
    if (!Object.hasOwn(IDENTITY, change.type) || countIndex(change.address) === undefined) continue;
    const resource = resourceAddress(change.address);
    const members = resources.get(resource) ?? [];
    resources.set(resource, members);
    members.push(change);
  }
  return [...resources].flatMap(([resource, members]) => {
    const gone = members.filter((member) => isOnly(member, "delete") && member.actionReason === "delete_because_count_index");
    const isLonger = members.some((member) => isOnly(member, "create"));
    if (gone.length === 0 && !isLonger) return [];
    // What was behind moves up where one goes, and what was in front down where one comes.
    const former = new FormerMachines(members, gone.length > 0 ? Infinity : -Infinity);
    const shifted = members.filter((member) => becomesAnother(member, former));
    return shifted.length === 0 ? [] : [{ resource, shifted, gone }];
  });
}

/** Finds machines of a resource with `count` by what they were before. */
class FormerMachines {
  /** By what is compared, and then by its values: the place of the machine that had them, of several the farthest in the direction that is asked for. */
  private readonly farthest = new Map<string, Map<string, number>>();

  /**
   * @param towards infinity where machines behind are asked for, and minus infinity where those in front are
   */
  constructor(
    private readonly members: readonly PlanChange[],
    private readonly towards: number,
  ) {}

  /** Whether one beyond a place was what is given. */
  public hasBeyond(place: number, compared: string, value: string, valueBefore: (member: PlanChange) => string | undefined): boolean {
    const found = this.by(compared, valueBefore).get(value);
    return found !== undefined && (this.towards > 0 ? found > place : found < place);
  }

  private by(compared: string, valueBefore: (member: PlanChange) => string | undefined): ReadonlyMap<string, number> {
    const known = this.farthest.get(compared);
    if (known !== undefined) return known;
    const places = new Map<string, number>();
    for (const member of this.members) {
      const value = valueBefore(member);
      const place = countIndex(member.address) ?? 0;
      if (value === undefined) continue;
      const other = places.get(value) ?? place;
      places.set(value, this.towards > 0 ? Math.max(place, other) : Math.min(place, other));
    }
    this.farthest.set(compared, places);
    return places;
  }
}

/** Whether a machine that stays at its address becomes what another one was. */
function becomesAnother({ type, address, actions, before, after, changed }: PlanChange, former: FormerMachines): boolean {
  const stays = actions.includes("update") || (actions.includes("create") && actions.includes("delete"));
  if (!stays) return false;
  const place = countIndex(address) ?? 0;
  const [was, is] = [identityOf(type, before), identityOf(type, after)];
  if (is !== undefined && is !== was) return former.hasBeyond(place, "", is, (member) => identityOf(type, member.before));
  const kept = keptAttributes(type);
  const attributes = [...new Set(changed.map(([first]) => String(first)))].filter((attribute) => kept.includes(attribute));
  const values = (machine: JsonObject): string => JSON.stringify(attributes.map((attribute) => own(machine, attribute) ?? null));
  const isKnown = attributes.every((attribute) => own(after, attribute) !== undefined);
  return attributes.length > 0 && isKnown && former.hasBeyond(place, attributes.join(), values(after), (member) => values(member.before));
}

function identityOf(type: string, machine: JsonObject): string | undefined {
  const identity = Object.hasOwn(IDENTITY, type) ? IDENTITY[type](machine) : undefined;
  return typeof identity === "string" && identity !== "" && identity !== SENSITIVE ? identity : undefined;
}

function isOnly({ actions }: PlanChange, action: string): boolean {
  return actions.length === 1 && actions[0] === action;
}
