import { IConstruct } from "constructs";
import { FlatcarError } from "../errors";
import { identityOf, mayBeUnknownAtPlan } from "./tokens";

/**
 * Refuses an image, or a part of what it is found by, that need not be known while Terraform plans: such a plan hides which machines it replaces, and on
 * some platforms leaves them out.
 *
 * @param subject what the value is called in an error
 * @param mend how the image comes to be known before
 * @throws FlatcarError `image-unknown-at-plan`
 */
export function refuseUnknownImage(scope: IConstruct, subject: string, value: string, mend: string): void {
  if (!mayBeUnknownAtPlan(scope, value)) return;
  throw new FlatcarError({
    code: "image-unknown-at-plan",
    subject,
    received: identityOf(scope, value),
    allowed: "a value that is known while Terraform plans: written down, a variable, or a data source",
    mend,
  });
}
