import { listed } from "../listed";
import type { CheckedPool, CheckedStack } from "../model/checked-stack";
import { Severity } from "../severity";
import { MovedMachine, ShiftedResource, movedMachines, shiftedResources } from "./moved-machines";
import { machinesOfPool } from "./outage";
import { PoolFinder } from "./pool-finder";
import { Need, Problem, Rule, RuleSubject } from "./rule";
import { isPut } from "./unique-names";

/** Whether a plan destroys machines for nothing but their addresses in Terraform's state. */
export const FC017: Rule = {
  id: "FC017",
  title: "machines replaced for their addresses alone",
  severity: Severity.FAIL,
  why:
    "Terraform knows a machine by the address of its resource: where a resource or a pool gets another name, or an element goes out of a list behind count, it destroys " +
    "machines and creates the same ones again, or changes each into its neighbour. A moved block says that they are the same, and nothing happens " +
    "(https://developer.hashicorp.com/terraform/language/modules/develop/refactoring).",
  mend:
    "Give a pool that was renamed or moved in the construct tree movedFrom and poolName (docs/changes.md), and another resource a moved block. " +
    "Use for_each with a key for each machine in place of count.",
  triggers: "A pool is given another id without movedFrom: its servers are destroyed, and created again under the same names.",
  passes: "A node is given another name: its hostname is another one, and so it is another machine. Or a pool is moved with movedFrom.",
  parts: [{ needs: [Need.PLAN], find }],
};

function* find({ stack }: RuleSubject): Generator<Problem> {
  if (stack.changes === undefined) return;
  const changes = [...stack.changes.all()];
  const finder = new PoolFinder(stack);
  const moved = movedMachines(changes, (address) => finder.poolOf(address)?.path !== undefined);
  const pools = new Map<CheckedPool | undefined, MovedMachine[]>();
  for (const machine of moved) {
    const pool = finder.poolOf(machine.to.address);
    const machines = pools.get(pool) ?? [];
    pools.set(pool, machines);
    machines.push(machine);
  }
  for (const [pool, machines] of pools) yield movedProblem(pool, machines, stack, finder);
  for (const resource of shiftedResources(changes)) yield shiftedProblem(resource, finder);
}

function movedProblem(pool: CheckedPool | undefined, machines: readonly MovedMachine[], stack: CheckedStack, finder: PoolFinder): Problem {
  const names = machines.map(({ to }) => finder.subjectOf(to.address));
  const isDeleted = machines.every(({ to }) => isPut(to.type));
  const who = machinesOfPool(pool?.kind === "group" ? undefined : machines.length, pool?.fates?.after, pool?.name ?? listed(names));
  return {
    pool,
    subjects: names,
    message:
      `${who} destroyed and created again under the same name for another address alone` +
      (isDeleted ? ", and what matchbox is given may be deleted with what it had" : ""),
    mend: mendOf(pool, machines, stack, finder),
    details: machines.map(({ name, from, to }) => `${name}: ${from.address} is now ${to.address}`),
  };
}

function mendOf(pool: CheckedPool | undefined, [{ from, to }]: readonly MovedMachine[], stack: CheckedStack, finder: PoolFinder): string {
  const former = finder.poolOf(from.address);
  if (pool?.path === undefined || (former?.path !== undefined && former !== pool && Object.hasOwn(stack.stack.pools, former.path))) {
    return `add a moved block for each resource, such as from ${from.address} to ${to.address} (moveFromId in CDKTF)`;
  }
  if (former?.path === undefined || former === pool) {
    return `give ${pool.name} movedFrom, its former path in the stack, and poolName where its name was another one`;
  }
  const start = `${stack.name}/`;
  const path = former.path.startsWith(start) ? former.path.slice(start.length) : former.path;
  const name = former.name === pool.name ? "" : ` and poolName: ${JSON.stringify(former.name)}`;
  return `give ${pool.name} movedFrom: ${JSON.stringify(path)}${name}`;
}

function shiftedProblem({ resource, shifted, gone }: ShiftedResource, finder: PoolFinder): Problem {
  const addresses = shifted.map(({ address }) => address);
  const become = shifted.length === 1 ? "1 machine becomes what another one was" : `${shifted.length} machines become what others were`;
  const last = listed(gone.map(({ address }) => address));
  const end = gone.length === 0 ? "" : `, and ${last} ${gone.length === 1 ? "is" : "are"} destroyed`;
  return {
    pool: finder.poolOf(resource),
    subjects: addresses,
    message: `${resource}: ${become}${end}, for another place in the list behind count alone`,
    mend: `use for_each with a key for each machine, and add moved blocks, such as from ${addresses[0]} to ${resource}["<its key>"]`,
    details: addresses,
  };
}
