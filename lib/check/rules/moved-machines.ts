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
    const neighbours = (member: PlanChange): PlanChange[] =>
      members.filter((other) => {
        const distance = (countIndex(other.address) ?? 0) - (countIndex(member.address) ?? 0);
        return gone.length > 0 ? distance > 0 : distance < 0;
      });
    const shifted = members.filter((member) => neighbours(member).some((other) => becomes(member, other)));
    return shifted.length === 0 ? [] : [{ resource, shifted, gone }];
  });
}

/** Whether a machine that stays at its address becomes what another one was. */
function becomes(member: PlanChange, other: PlanChange): boolean {
  const { type, before, after, changed } = member;
  if (isOnly(member, "create") || isOnly(member, "delete")) return false;
  const [was, is] = [identityOf(type, before), identityOf(type, after)];
  if (is !== undefined && is !== was) return is === identityOf(type, other.before);
  const kept = keptAttributes(type);
  const attributes = [...new Set(changed.map(([first]) => String(first)))].filter((attribute) => kept.includes(attribute));
  return (
    attributes.length > 0 &&
    attributes.every((attribute) => own(after, attribute) !== undefined && isSame(after[attribute], other.before[attribute]))
  );
}

function identityOf(type: string, machine: JsonObject): string | undefined {
  const identity = Object.hasOwn(IDENTITY, type) ? IDENTITY[type](machine) : undefined;
  return typeof identity === "string" && identity !== "" && identity !== SENSITIVE ? identity : undefined;
}

function isOnly({ actions }: PlanChange, action: string): boolean {
  return actions.length === 1 && actions[0] === action;
}
