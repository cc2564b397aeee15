import type { CheckedMachine } from "../model/checked-machine";
import type { CheckedPool } from "../model/checked-stack";
import { MachineUpdates, machineUpdates } from "../model/machine-updates";
import { Severity } from "../severity";
import type { SynthesisedStack } from "../synth/stack";
import { isRotated } from "./image-rotation";
import { grouped } from "./machine-groups";
import { rebootCoordinators, startsEtcd } from "./reboot-coordinators";
import type { Problem, Rule } from "./rule";
import { Whom, subjectsOf, whom } from "./whom";

/** One machine, as the kinds of problems look at it. */
interface Seen {
  readonly stack: SynthesisedStack;
  readonly pool: CheckedPool;
  readonly machine: CheckedMachine;
  /** Undefined where its config cannot be read. */
  readonly updates: MachineUpdates | undefined;
}

/** A kind of problem. What is found may be more than one thing: machines with the same are one problem. */
interface Kind {
  find(seen: Seen): string | undefined;
  says(whom: Whom, found: string): string;
  mend(found: string): string;
}

/** Settings of updates that contradict each other, or by which nothing ever gets newer. */
export const FC014: Rule = {
  id: "FC014",
  title: "update strategy",
  severity: Severity.WARN,
  why:
    "A machine without updates whose image nobody replaces keeps every hole that is found in it. Where locksmithd and kured or the Flatcar Linux Update " +
    "Operator both reboot machines, neither waits for the other, and undrained nodes go down at once. update-engine also marks a boot as good: masked, it " +
    "lets a machine fall back to its other partition. With etcd-lock and no etcd no machine gets the lock, and none ever boots its update.",
  mend: "Choose one way to newer releases and one program that reboots, and leave update-engine.service as it is in the image.",
  triggers: "Updates are disabled, and onReleaseChange is new-nodes-only; or kured is started, and locksmithd is not masked.",
  passes: "Updates are disabled, and a new release replaces the machines; or kured is started, and locksmithd is masked.",
  parts: [{ needs: [], find: ({ stack: { stack, pools } }) => pools.flatMap((pool) => problemsOf(stack, pool)) }],
};

/** No updates, and no new image either. What is found is where that would come from. */
const STAYS_FOR_EVER: Kind = {
  find({ stack, pool, machine, updates }) {
    // By its config, where that can be read: an override may say something else than the pool.
    const isOff = updates?.isKnown === true ? updates.isServerDisabled : pool.entry?.update.updatesInPlace === false;
    if (!isOff || isRotated(stack, pool, machine) !== false) return undefined;
    return pool.entry === undefined ? "image" : "release";
  },
  says: ({ who, are }, source) => `${who} ${are} without updates (SERVER=disabled), and a new ${source} replaces nothing`,
  mend: (source) =>
    source === "image"
      ? "let another image replace the machines, or take SERVER=disabled out of update.conf"
      : "let a new release replace the machines (onReleaseChange: ChangePolicy.REPLACE), or choose a strategy that updates in place",
};

/** update-engine is masked. What is found is the strategy that expects it to run. */
const MASKS_ENGINE: Kind = {
  find({ pool: { entry }, updates }) {
    if (updates?.isEngineMasked !== true) return undefined;
    return entry?.update.updatesInPlace === true ? entry.update.strategy : "";
  },
  says: ({ who }, strategy) =>
    `update-engine.service, which fetches updates and marks boots as good, is masked on ${who}` +
    (strategy === "" ? "" : `, although the update strategy is ${strategy}`),
  mend: () => "unmask update-engine.service; for no updates use UpdateStrategy.disabled(), or SERVER=disabled in update.conf",
};

const LOCKSMITHD = "locksmithd";

/** More than one program reboots a machine. What is found are their names. */
const REBOOTS_TWICE: Kind = {
  find({ pool, machine: { config }, updates }) {
    if (config === undefined || updates === undefined) return undefined;
    const found = rebootCoordinators(config);
    const isExpected = found.length === 0 && pool.entry?.update.strategy === "externally-coordinated";
    const coordinators = isExpected ? ["the update operator or kured"] : found;
    const rebooters = [...(isLocksmithRebooting(pool, updates) ? [LOCKSMITHD] : []), ...coordinators];
    return rebooters.length < 2 ? undefined : rebooters.join(" and by ");
  },
  says: ({ who, are }, rebooters) => `${who} ${are} rebooted by ${rebooters}, which do not wait for each other`,
  mend: (rebooters) =>
    rebooters.startsWith(LOCKSMITHD)
      ? "mask locksmithd.service, as UpdateStrategy.externallyCoordinated() does, or take the other one out"
      : "take one of the two out",
};

/** The lock is one in etcd, and no etcd is there to hold it. What is found is the strategy. */
const LOCKS_WITHOUT_ETCD: Kind = {
  find({ pool, machine: { config }, updates }) {
    if (config === undefined || updates?.isKnown !== true || updates.isLocksmithMasked) return undefined;
    const strategy = strategyOf(pool, updates);
    if (strategy !== "etcd-lock" || (updates.settings.get("LOCKSMITHD_ENDPOINT") ?? "") !== "" || startsEtcd(config)) return undefined;
    return strategy;
  },
  says: ({ who, are }, strategy) =>
    `${who} ${are} to reboot by ${strategy}, and an etcd is neither started there nor named (LOCKSMITHD_ENDPOINT)`,
  mend: () => "name the endpoints of an etcd that serves the v2 API (UpdateStrategy.etcdLock({ endpoints })), or choose another strategy",
};

const KINDS: readonly Kind[] = [STAYS_FOR_EVER, MASKS_ENGINE, REBOOTS_TWICE, LOCKS_WITHOUT_ETCD];

function problemsOf(stack: SynthesisedStack, pool: CheckedPool): Problem[] {
  const updatesOf = new Map(pool.machines.map((each) => [each, each.config === undefined ? undefined : machineUpdates(each.config)]));
  return KINDS.flatMap(({ find, says, mend }) =>
    grouped(pool.machines, (machine) => find({ stack, pool, machine, updates: updatesOf.get(machine) })).map(({ of, machines }) => ({
      ...{ pool, subjects: subjectsOf(pool, machines), message: says(whom(pool, machines), of), mend: mend(of) },
    })),
  );
}

function isLocksmithRebooting(pool: CheckedPool, updates: MachineUpdates): boolean {
  if (updates.isLocksmithMasked || updates.isServerDisabled || updates.isEngineMasked) return false;
  return ["reboot", "etcd-lock"].includes(strategyOf(pool, updates) ?? "");
}

// What the pool says stands where update.conf cannot be read.
function strategyOf({ entry }: CheckedPool, { rebootStrategy }: MachineUpdates): string | undefined {
  return rebootStrategy ?? entry?.update.strategy;
}
