import { FlatcarError } from "../errors";

/** What a change of a node's input does to the machine that is there. */
export enum ChangePolicy {
  /** The machine is replaced: destroyed and made anew under the same name, with the new input. */
  REPLACE = "replace",
  /** The machine stays as it is. New nodes, and nodes whose `generation` is raised, get the new input. */
  NEW_NODES_ONLY = "new-nodes-only",
}

/** The two policies of a pool, with the defaults worked out. */
export interface ChangePolicies {
  readonly onConfigChange: ChangePolicy;
  readonly onReleaseChange: ChangePolicy;
}

/** What the defaults of a pool's change policies depend on. */
export interface ChangePolicyInput {
  readonly onConfigChange?: ChangePolicy;
  readonly onReleaseChange?: ChangePolicy;
  readonly quorum: boolean;
  /** Whether Flatcar updates itself on the machines, see `UpdateStrategy.updatesInPlace`. */
  readonly updatesInPlace: boolean;
}

/**
 * The change policies of a pool of named machines.
 *
 * A machine config reaches a machine only when it is made, so its change replaces. A release reaches it by Flatcar's own
 * updates too, so it replaces only where those are off. Members of a quorum are never replaced by one edit of the pool:
 * their changes wait until each node's `generation` is raised, one after the other.
 *
 * @throws FlatcarError `quorum-replace` where a quorum pool asks for REPLACE
 */
export function resolveChangePolicies(input: ChangePolicyInput): ChangePolicies {
  if (input.quorum) return waitingPolicies(input, "leave it out, and raise 'generation' of one node at a time to bring the change to it");
  return {
    onConfigChange: input.onConfigChange ?? ChangePolicy.REPLACE,
    onReleaseChange: input.onReleaseChange ?? (input.updatesInPlace ? ChangePolicy.NEW_NODES_ONLY : ChangePolicy.REPLACE),
  };
}

/**
 * The change policies of a group. One template carries both config and release, so there is one policy for both.
 *
 * What changes the template replaces the machines, a few at a time, as it does in any such group; members of a quorum wait for the
 * group's `generation`.
 *
 * @throws FlatcarError `quorum-replace` where a quorum pool asks for REPLACE; `group-policies` where the two policies are not the same
 */
export function resolveGroupChangePolicies(input: Omit<ChangePolicyInput, "updatesInPlace">): ChangePolicies {
  const { quorum, onConfigChange, onReleaseChange } = input;
  if (quorum) return waitingPolicies(input, "leave it out, and raise the pool's 'generation' to bring the change to the machines");
  const policy = onConfigChange ?? onReleaseChange ?? ChangePolicy.REPLACE;
  if ((onReleaseChange ?? policy) !== policy) {
    throw new FlatcarError({
      code: "group-policies",
      subject: "onConfigChange, onReleaseChange",
      received: { onConfigChange, onReleaseChange },
      allowed: "the same policy for both: one launch template carries the machine config and the release of all machines",
      mend: "give one of the two, which then holds for both",
    });
  }
  return { onConfigChange: policy, onReleaseChange: policy };
}

function waitingPolicies(input: Partial<ChangePolicies>, mend: string): ChangePolicies {
  for (const subject of ["onConfigChange", "onReleaseChange"] as const) {
    if (input[subject] !== ChangePolicy.REPLACE) continue;
    throw new FlatcarError({
      code: "quorum-replace",
      subject,
      received: ChangePolicy.REPLACE,
      allowed: `${ChangePolicy.NEW_NODES_ONLY} for a pool with quorum: one edit would replace every member at once`,
      mend,
    });
  }
  return { onConfigChange: ChangePolicy.NEW_NODES_ONLY, onReleaseChange: ChangePolicy.NEW_NODES_ONLY };
}
