import { Construct } from "constructs";
import { FlatcarError } from "../errors";
import { StackNames } from "../pool/stack-names";
import { hasToken } from "../pool/tokens";
import { AWS_POOL_NAME_LIMIT } from "./limits";

// What launch templates, Auto Scaling groups and security groups all take.
const NAME = /^[A-Za-z0-9][A-Za-z0-9_/.-]*$/;

/**
 * Checks what a pool's resources are called, `<namePrefix>-<poolName>`, and takes the name in the stack: a region has each group's name once.
 *
 * @throws FlatcarError `aws-name`, `aws-name-taken`
 */
export function claimPoolName(pool: Construct, name: string): void {
  if (!hasToken(name) && !(NAME.test(name) && !/^sg-/i.test(name) && name.length <= AWS_POOL_NAME_LIMIT)) {
    throw new FlatcarError({
      code: "aws-name",
      subject: "the name of the pool's resources, <namePrefix>-<poolName>",
      received: name,
      allowed: `letters, digits and any of _ / . -, at most ${AWS_POOL_NAME_LIMIT} characters, not beginning with sg-`,
      mend: "give 'poolName' or 'namePrefix', or rename the stack",
    });
  }
  StackNames.of(pool).claim({
    kind: "name of a pool on AWS",
    value: name,
    owner: pool.node.path,
    code: "aws-name-taken",
    subject: "the name of the pool's resources, <namePrefix>-<poolName>",
    mend: "pin another 'poolName' for one of the two pools",
  });
}
