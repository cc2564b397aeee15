import { changes } from "../../model/changes";
import type { CheckedStack } from "../../model/checked-stack";
import { blocks } from "../../model/group-fate";
import { isMovingVersion, templateVersions } from "../../model/template-version";
import { resourceAddress } from "../../plan/address";
import type { JsonObject } from "../../record";
import type { Trap, Trapped } from "./trap";

const GROUP = "aws_autoscaling_group";

const MOVING = {
  one: "launches from a version of its launch template whose name stays the same: a new one replaces no machine, and no instance refresh starts",
  several:
    "launch from a version of their launch template whose name stays the same: a new one replaces no machine, and no instance refresh starts",
  mend: "give the version by the template's latest_version attribute",
};

/**
 * The plan of a new launch template is "1 to change" then, and the group launches machines of two kinds. In pools whose changes wait for new machines that
 * is what is meant, and a group without an instance refresh replaces no machine whatever the version is called.
 *
 * @see https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/autoscaling_group#instance_refresh
 */
export const MOVING_VERSION: Trap = {
  ...MOVING,
  *find({ stack, pools }) {
    const waiting = new Set(pools.flatMap(({ entry }) => (entry?.onConfigChange === "new-nodes-only" ? [entry.group] : [])));
    for (const [name, group] of Object.entries(stack.resources[GROUP] ?? {})) {
      const address = `${GROUP}.${name}`;
      if (!waiting.has(address)) yield* movingVersions(address, group);
    }
  },
};

/** The same of groups that modules make, which the stack's own JSON does not have. */
export const MOVING_VERSION_IN_MODULES: Trap = {
  ...MOVING,
  *find({ stack, changes: all }: CheckedStack) {
    const own = new Set(Object.keys(stack.resources[GROUP] ?? {}).map((name) => `${GROUP}.${name}`));
    for (const { address, type, after } of all?.all() ?? []) {
      if (type === GROUP && !own.has(resourceAddress(address))) yield* movingVersions(address, after);
    }
  },
};

function* movingVersions(address: string, group: JsonObject): Generator<Trapped> {
  if (blocks(group.instance_refresh).length === 0) return;
  const versions = [...new Set(templateVersions(group).filter(isMovingVersion))];
  if (versions.length > 0) yield { address, detail: `version ${versions.join(", ")}` };
}

/**
 * Without `user_data_replace_on_change`, an instance is stopped and started for its user data.
 *
 * @see https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/instance#user_data_replace_on_change
 */
export const USER_DATA_IN_PLACE: Trap = {
  one: "is stopped and started with other user data, which Ignition does not read again: it keeps what it has",
  several: "are stopped and started with other user data, which Ignition does not read again: they keep what they have",
  mend: "set user_data_replace_on_change, or ignore changes of the user data until the instances are replaced",
  *find({ changes: all }) {
    for (const change of all?.all() ?? []) {
      if (change.type !== "aws_instance" || change.actions.join() !== "update") continue;
      if (changes(change, ["user_data", "user_data_base64"])) yield { address: change.address };
    }
  },
};
