import { listed } from "../listed";
import type { CheckedStack } from "../model/checked-stack";
import { Severity } from "../severity";
import { Need, Problem, Rule } from "./rule";
import { MOVING_VERSION, MOVING_VERSION_IN_MODULES, USER_DATA_IN_PLACE } from "./traps/aws";
import { DATACENTER, PLACEMENT_GROUP, PROTECTED } from "./traps/hcloud";
import { CONFIG_ON_ANOTHER_HOST, LEFT_OFF, LOST_ROOT_DISK, UPDATED_NETWORK, UPDATED_STORAGE } from "./traps/libvirt";
import { Trap, TrappedPool, byPool } from "./traps/trap";

/** What the configuration alone tells. */
const WRITTEN: readonly Trap[] = [MOVING_VERSION, DATACENTER, CONFIG_ON_ANOTHER_HOST];

/** What a plan is needed for. */
const PLANNED: readonly Trap[] = [
  MOVING_VERSION_IN_MODULES,
  USER_DATA_IN_PLACE,
  PLACEMENT_GROUP,
  PROTECTED,
  UPDATED_STORAGE,
  UPDATED_NETWORK,
  LOST_ROOT_DISK,
  LEFT_OFF,
];

/** Names in a message; the details have them all. */
const MOST_NAMES = 5;

/** What providers do otherwise than a plan reads: nothing at all, or half of it before they fail. */
export const FC021: Rule = {
  id: "FC021",
  title: "traps of providers",
  severity: Severity.FAIL,
  why:
    "A plan says what a provider intends, not what comes of it. Some changes are planned as updates and refused when they are applied, when others have been " +
    "made already; some are applied and reach no machine.",
  mend: "Change it as the finding says, each trap in its own way.",
  triggers:
    "An Auto Scaling group with an instance refresh launches from version $Latest of its launch template, which changes: the plan is one update, and no machine is replaced.",
  passes: "It launches from the template's latest_version: the group is updated too, and its instance refresh replaces the machines.",
  parts: [
    { needs: [], find: ({ stack }) => find(stack, WRITTEN) },
    { needs: [Need.PLAN], find: ({ stack }) => find(stack, PLANNED) },
  ],
};

function* find(stack: CheckedStack, traps: readonly Trap[]): Generator<Problem> {
  for (const trap of traps) for (const trapped of byPool(stack, trap.find(stack))) yield problemOf(trap, trapped);
}

function problemOf({ one, several, mend }: Trap, { pool, names, trapped }: TrappedPool): Problem {
  const isAddress = names[0] === trapped[0].address;
  const who = `${listed(names, MOST_NAMES)}${isAddress || pool === undefined ? "" : ` of ${pool.name}`}`;
  return {
    ...(pool === undefined ? {} : { pool }),
    subjects: names,
    message: `${who} ${names.length === 1 ? one : several}`,
    mend,
    details: trapped.map(({ address, detail }) => (detail === undefined ? address : `${address}: ${detail}`)),
  };
}
