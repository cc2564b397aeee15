import { listed } from "../listed";
import type { CheckedMachine } from "../model/checked-machine";
import type { CheckedPool } from "../model/checked-stack";
import { Severity } from "../severity";
import { instanceCount } from "../synth/instances";
import type { SynthesisedStack } from "../synth/stack";
import { quorumOf } from "./quorum";
import { RebootHours, Rebooted, atOnce, haveCommon, rebootHours } from "./reboot-hours";
import type { Problem, Rule } from "./rule";
import { subjectsOf, whom } from "./whom";

/** Machines that locksmithd may reboot at the same time, because nothing else holds them apart. */
export const FC015: Rule = {
  id: "FC015",
  title: "shared reboot window",
  severity: Severity.WARN,
  why:
    "With the strategy reboot a machine does not look at the others: all that have staged an update reboot as soon as their window opens. Where that is " +
    "every machine of a pool, the pool is gone for a while; where it is a majority of a quorum, so is the quorum. Windows of two quorum pools that overlap " +
    "let one bad update take members of both.",
  mend: "Stagger the windows, let the machines take turns by etcd-lock, or let the update operator or kured reboot them.",
  triggers: "Three machines with the strategy reboot have the window Sat 02:00 for 1h.",
  passes: "Their windows follow each other (staggered); or they have one window and take turns by etcd-lock.",
  parts: [
    {
      needs: [],
      find: ({ stack: { stack, pools } }) => {
        const all = pools.map((pool) => ({ pool, rebooted: rebootedOf(pool) }));
        return all.flatMap((each, i) => [...withinPool(stack, each), ...withOthers(each, all.slice(0, i))]);
      },
    },
  ],
};

/** A pool, and those of its machines that locksmithd reboots. */
interface RebootedPool {
  readonly pool: CheckedPool;
  readonly rebooted: readonly Rebooted<CheckedMachine>[];
}

function rebootedOf({ machines }: CheckedPool): Rebooted<CheckedMachine>[] {
  return machines.flatMap((machine) => {
    const hours = machine.config === undefined ? undefined : rebootHours(machine.config);
    return hours === undefined ? [] : [{ of: machine, hours }];
  });
}

function withinPool(stack: SynthesisedStack, { pool, rebooted }: RebootedPool): Problem[] {
  // Without a window machines reboot as they come to an update, which few do at the same time; a quorum is not to hang on that.
  const most = atOnce(pool.quorum ? rebooted : rebooted.filter(hasWindow));
  if (most.length === 0) return [];
  const size = sizeOf(stack, pool);
  const isOneForAll = pool.kind === "group" || pool.path === undefined;
  // What stands for all machines of a pool stands for several unless it is known to be one.
  if (isOneForAll ? size !== undefined && size < 2 : !isTooMany(most.length, pool)) return [];
  const machines = most.map(({ of }) => of);
  const who = pool.path === undefined ? `${size === undefined ? "all" : `all ${size}`} machines of ${pool.name}` : whom(pool, machines).who;
  const needs = pool.quorum && !isOneForAll ? `, and quorum needs ${quorumOf(pool.machines.length)}` : "";
  const message = `${who} may reboot at once (${windowsOf(most)})${needs}`;
  return [{ pool, subjects: subjectsOf(pool, machines), message, mend: mendOf(pool) }];
}

function mendOf({ path, kind }: CheckedPool): string {
  if (path === undefined)
    return "give each machine a window of its own, let them take turns by etcd-lock, or let the update operator or kured reboot them";
  const turns = "use UpdateStrategy.etcdLock() or externallyCoordinated()";
  // The machines of a group have one config, and so one window.
  if (kind === "group") return turns;
  return `stagger the window over slots (window.staggered(), and rebootSlot for nodes that come to share one), or ${turns}`;
}

/** All of a pool; of a quorum more than it can lose. */
function isTooMany(count: number, { quorum, machines: { length } }: CheckedPool): boolean {
  if (count < 2) return false;
  return quorum ? length - count < quorumOf(length) : count === length;
}

/** Quorum pools before this one, windows of which it shares. */
function withOthers({ pool, rebooted }: RebootedPool, others: readonly RebootedPool[]): Problem[] {
  const own = rebooted.filter(hasWindow);
  const sharing = others
    .filter((other) => pool.quorum && other.pool.quorum)
    .map((other) => ({
      pool: other.pool,
      rebooted: other.rebooted.filter((each) => hasWindow(each) && own.some(({ hours }) => haveCommon(hours, each.hours))),
    }))
    .filter((other) => other.rebooted.length > 0);
  if (sharing.length === 0) return [];
  const names = listed(sharing.map((other) => other.pool.name));
  return [
    {
      pool,
      message: `${pool.name} and ${names}, quorum pools, may reboot machines at the same time`,
      mend: "give each quorum pool a window of its own",
      details: [{ pool, rebooted: own }, ...sharing].map((each) => `${each.pool.name}: ${windowsOf(each.rebooted)}`),
    },
  ];
}

function hasWindow({ hours }: Rebooted<unknown>): boolean {
  return hours.window !== undefined;
}

function windowsOf(rebooted: readonly Rebooted<unknown>[]): string {
  return listed([...new Set(rebooted.map(({ hours }) => windowText(hours)))]);
}

function windowText({ window, zone }: RebootHours): string {
  return `${window ?? "at any time"}${window === undefined || zone === "UTC" ? "" : ` ${zone}`}`;
}

/** How many machines a pool comes to have at most. Undefined where that is known only at apply. */
function sizeOf(stack: SynthesisedStack, { path, entry, machines }: CheckedPool): number | undefined {
  if (entry?.capacity !== undefined) return known(entry.capacity.max);
  if (path !== undefined) return machines.length;
  const [type, name] = machines[0].address.split(".");
  const resource = stack.resources[type]?.[name] ?? {};
  return type === "aws_autoscaling_group" ? known(resource.max_size) : instanceCount(resource);
}

function known(size: unknown): number | undefined {
  return typeof size === "number" ? size : undefined;
}
