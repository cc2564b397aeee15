import { HETZNER_PLACEMENT_GROUP_LIMIT } from "../../hetzner/limits";
import { listed } from "../listed";
import type { CheckedPool } from "../model/checked-stack";
import { resourceAddress } from "../plan/address";
import { PlanChange, isCreatedFirst } from "../plan/plan";
import { isRecord } from "../record";
import { thresholdsOf } from "../settings/settings";
import { Severity } from "../severity";
import { isAddressTaken } from "./fixed-addresses";
import { Capacity, capacityDuring } from "./low-point";
import { outageSeverity } from "./outage";
import { fullGroups } from "./placement-peak";
import { PoolFinder } from "./pool-finder";
import { Need, Problem, Rule, RuleSubject } from "./rule";
import { isNameTaken, isPut, keepsName, uniqueWithin } from "./unique-names";

/** What the order of destroying and creating does: how few machines are left in between, and what the old and the new cannot have both. */
export const FC003: Rule = {
  id: "FC003",
  title: "order of destroying and creating",
  severity: Severity.WARN,
  why:
    "Terraform destroys what it replaces and then creates the new one, and with create_before_destroy the other way round. The first leaves the pool with fewer machines " +
    "in between, the second fails half-way where both would need one name, one address or one place in a group. In matchbox, where to create is to put under " +
    "a name, the new one is deleted with the old.",
  mend: "Replace a few machines in each apply. Use create_before_destroy only for what has no name, address or place that is taken until the old one is destroyed.",
  triggers:
    "Both of the 2 servers of a pool are replaced, destroyed first: none is left in between. Or a server with a fixed name has create_before_destroy.",
  passes: "1 of 2 servers is replaced, destroyed first. Or a launch template with a name_prefix has create_before_destroy.",
  parts: [
    { needs: [Need.PLAN], find: inPlan },
    { needs: [], find: inStack },
  ],
};

function* inPlan({ stack, settings }: RuleSubject): Generator<Problem> {
  if (stack.changes === undefined) return;
  for (const pool of stack.pools) {
    const capacity = pool.fates === undefined ? undefined : capacityDuring(pool.fates);
    const { maxUnavailable } = thresholdsOf(settings, pool.path ?? pool.name);
    if (capacity !== undefined && isTooLow(capacity, maxUnavailable)) yield lowPoint(pool, capacity);
  }
  const finder = new PoolFinder(stack);
  const changes = [...stack.changes.all()];
  for (const [pool, taken] of byPool(finder, changes.filter(isNameTaken))) yield takenNames(pool, taken, finder);
  for (const [pool, taken] of byPool(finder, changes.filter(isAddressTaken))) {
    const [it, has, that] = taken.length === 1 ? ["is", "has", "it replaces"] : ["are", "have", "they replace"];
    yield {
      pool,
      subjects: taken.map(({ address }) => finder.subjectOf(address)),
      message: `${who(pool, taken.map(nameOf))} ${it} created while what ${that} still ${has} the same address`,
      mend: "leave create_before_destroy out, or give the new machine an address of its own",
      details: taken.map(({ address }) => address),
    };
  }
  for (const { id, peak, come } of fullGroups(changes)) {
    for (const [pool, servers] of byPool(finder, come)) {
      yield {
        pool,
        subjects: servers.map(({ address }) => finder.subjectOf(address)),
        message: `${who(pool, servers.map(nameOf))} may come while placement group ${id} is full: up to ${peak} servers at a time, and it holds ${HETZNER_PLACEMENT_GROUP_LIMIT}`,
        mend: "destroy in one apply and create in the next, or give them another placement group",
        details: servers.map(({ address }) => address),
      };
    }
  }
}

function isTooLow({ low, floor }: Capacity, maxUnavailable: Parameters<typeof outageSeverity>[2]): boolean {
  if (floor === undefined) return true;
  return floor > low && outageSeverity({ count: floor - low, isAll: low === 0 }, floor, maxUnavailable) !== undefined;
}

function lowPoint(pool: CheckedPool, { low, peak, floor }: Capacity): Problem {
  const few = low === 0 ? "no machine" : low === 1 ? "1 machine" : `${low} machines`;
  const between = floor === undefined ? "" : `, of ${pool.fates?.before} before and ${pool.fates?.after} after it`;
  return {
    pool,
    message: `${pool.name} may be left with ${few} in service during the apply${between}: machines are destroyed before their successors are created`,
    ...(peak === undefined ? {} : { details: [`low point ${low}, peak ${peak}`] }),
  };
}

function takenNames(pool: CheckedPool | undefined, taken: readonly PlanChange[], finder: PoolFinder): Problem {
  const isDeleted = taken.every(({ type }) => isPut(type));
  const types = [...new Set(taken.map(({ type }) => type))];
  const is = taken.length === 1 ? "is" : "are";
  const then = isDeleted
    ? `${is} deleted again with what was there before: it is destroyed last, and matchbox knows both by the same name`
    : `${is} created under a name that is taken until the old one is destroyed: ${types.map(uniqueness).join(", ")}`;
  return {
    pool,
    subjects: taken.map(({ address }) => finder.subjectOf(address)),
    message: `${who(pool, taken.map(nameOf))} ${then}`,
    mend: "leave create_before_destroy out, of what depends on it too, or put into the name what makes the new one another",
    details: taken.map(({ address }) => address),
  };
}

function* inStack({ stack }: RuleSubject): Generator<Problem> {
  const finder = new PoolFinder(stack);
  // Of what a plan creates first it tells whether the name stays.
  const planned = new Set([...(stack.changes?.all() ?? [])].filter(isCreatedFirst).map(({ address }) => resourceAddress(address)));
  const { resources, locals } = stack.stack;
  const found = Object.entries(resources).flatMap(([type, byName]) =>
    Object.entries(byName).flatMap(([name, resource]) => {
      const address = `${type}.${name}`;
      return isRecord(resource) && keepsName(type, resource, locals) && !planned.has(address) ? [{ address, type }] : [];
    }),
  );
  for (const [pool, members] of byPool(finder, found)) {
    const addresses = members.map(({ address }) => address);
    const types = [...new Set(members.map(({ type }) => type))];
    const has = members.length === 1 ? "has create_before_destroy and a name that stays" : "have create_before_destroy and names that stay";
    yield {
      pool,
      subjects: addresses.map((address) => finder.subjectOf(address)),
      message: `${who(pool, addresses)} ${has}, so that no replacement can be created: ${types.map(uniqueness).join(", ")}`,
      mend: "leave create_before_destroy out, or put into the name what makes the new one another",
    };
  }
}

function uniqueness(type: string): string {
  return `names of ${type} are unique in ${uniqueWithin(type)}`;
}

/** Things of a pool as a sentence begins with them. */
function who(pool: CheckedPool | undefined, names: readonly string[]): string {
  return pool?.path === undefined ? listed(names) : `${listed(names)} of ${pool.name}`;
}

function nameOf({ address, after, before }: PlanChange): string {
  const name = after.name ?? before.name;
  return typeof name === "string" ? name : address;
}

/** What is at addresses, pool by pool, in the order of the first of each. */
function byPool<T extends { readonly address: string }>(finder: PoolFinder, all: readonly T[]): [CheckedPool | undefined, T[]][] {
  const pools = new Map<CheckedPool | undefined, T[]>();
  for (const each of all) {
    const pool = finder.poolOf(each.address);
    const members = pools.get(pool) ?? [];
    pools.set(pool, members);
    members.push(each);
  }
  return [...pools];
}
