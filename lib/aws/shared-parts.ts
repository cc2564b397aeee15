import { Fn, Token } from "cdktf";
import { Construct } from "constructs";
import { FlatcarError } from "../errors";
import { NodePoolProps } from "../pool/node-pool-props";
import { isListToken, isToken } from "../pool/tokens";
import { checkId } from "./ids";
import { AwsMachineProps } from "./machine-props";
import { PoolSecurityGroup } from "./security-group";
import { checkTagValue, checkTags, poolTags } from "./tags";

/** What both kinds of pool make once, for all their machines. */
export interface SharedParts {
  readonly securityGroup: PoolSecurityGroup;
  /** The pool's own security group and the others. */
  readonly securityGroupIds: string[];
  /** The name of the instance profile, where there is one. */
  readonly instanceProfile: string | undefined;
}

/**
 * Makes what the machines of a pool share.
 *
 * @param name `<namePrefix>-<poolName>`
 * @throws FlatcarError `aws-id`, `aws-tag`, `metadata-hop-limit`
 */
export function makeSharedParts(
  pool: Construct,
  poolName: string,
  name: string,
  props: AwsMachineProps & Pick<NodePoolProps, "provider">,
): SharedParts {
  const { vpcId, provider, tags = {}, securityGroupIds = [] } = props;
  checkId("vpc", "vpcId", vpcId);
  if (!isListToken(securityGroupIds)) for (const id of securityGroupIds) checkId("sg", "securityGroupIds", id);
  checkTags(tags);
  checkTagValue("poolName", poolName);
  checkHopLimit(props.metadataHopLimit);
  const shared = poolTags(poolName, name, tags);
  const securityGroup = new PoolSecurityGroup(pool, "SecurityGroup", { name, vpcId, tags: shared, provider });
  securityGroup._announce(name);
  return {
    securityGroup,
    securityGroupIds: withOwn(securityGroup, securityGroupIds),
    instanceProfile: props.instanceProfile?.nameFor({ scope: pool, namePrefix: `${name}-`, tags: shared, provider }),
  };
}

/** How the metadata of a machine is served: to sessions only, as far as `metadataHopLimit` says. */
export function metadataOptions({ metadataHopLimit = 1 }: AwsMachineProps): {
  httpEndpoint: string;
  httpTokens: string;
  httpPutResponseHopLimit: number;
} {
  return { httpEndpoint: "enabled", httpTokens: "required", httpPutResponseHopLimit: metadataHopLimit };
}

function withOwn({ resource }: PoolSecurityGroup, others: string[]): string[] {
  // A list that is known only at apply has no members yet that could be spread.
  return isListToken(others) ? Token.asList(Fn.concat([[resource.id], others])) : [resource.id, ...others];
}

// https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_InstanceMetadataOptionsRequest.html
function checkHopLimit(limit: number | undefined): void {
  if (limit === undefined || isToken(limit) || (Number.isSafeInteger(limit) && limit >= 1 && limit <= 64)) return;
  throw new FlatcarError({
    code: "metadata-hop-limit",
    subject: "metadataHopLimit",
    received: limit,
    allowed: "a whole number from 1 to 64",
    mend: "give 1 for the machine alone, or 2 for containers with a network of their own",
  });
}
