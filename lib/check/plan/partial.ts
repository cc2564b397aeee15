import type { CheckedStack } from "../model/checked-stack";
import type { Finding } from "../report/report";
import { FC000 } from "../settings/fc000";
import { Severity } from "../severity";

/**
 * That a plan is not of all of its stack, as one with `-target` is not: what it leaves out looks untouched.
 *
 * @see https://developer.hashicorp.com/terraform/internals/json-format#plan-representation
 */
export function partialPlans(stacks: readonly Pick<CheckedStack, "name" | "file" | "plan">[]): Finding[] {
  return stacks.flatMap(({ name, file, plan }): Finding[] =>
    plan?.complete !== false
      ? []
      : [
          {
            ...{ rule: FC000.id, title: FC000.title, severity: Severity.WARN, stack: name, subjects: [], details: [], file },
            message: `the plan of ${name} is not of all of it: what it leaves out looks untouched`,
            mend: "plan without -target, and apply what is deferred first",
          },
        ],
  );
}
