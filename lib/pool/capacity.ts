import { FlatcarError } from "../errors";
import { GroupCapacity } from "./group-node-pool-props";
import { isToken } from "./tokens";

/**
 * Checks how many machines a group is to have. What is known only at apply is the platform's to check.
 *
 * @throws FlatcarError `capacity`
 */
export function checkCapacity({ min, max, desired }: GroupCapacity): void {
  for (const [name, value] of Object.entries({ min, max, desired })) {
    if (value === undefined || isToken(value) || (Number.isSafeInteger(value) && value >= 0)) continue;
    throw refused(`capacity.${name}`, value, "a whole number from 0", "give the number of machines");
  }
  if (!isToken(min) && !isToken(max) && min > max) {
    throw refused("capacity", { min, max }, "a 'max' that is 'min' at least", "raise 'max', or lower 'min'");
  }
  if (desired === undefined || isToken(desired)) return;
  if ((!isToken(min) && desired < min) || (!isToken(max) && desired > max)) {
    throw refused("capacity.desired", desired, `a number from 'min' to 'max'`, "change it, or leave it to what scales the group");
  }
}

function refused(subject: string, received: unknown, allowed: string, mend: string): FlatcarError {
  return new FlatcarError({ code: "capacity", subject, received, allowed, mend });
}
