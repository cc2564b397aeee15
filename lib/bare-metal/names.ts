import { FlatcarError } from "../errors";
import { PreparedNode } from "../pool/named-node-pool";
import { StackNames } from "../pool/stack-names";
import { hasToken, withoutTokens } from "../pool/tokens";
import { TerraformProvider } from "cdktf";
import { MATCHBOX_NAME_LIMIT } from "./limits";

/**
 * Checks what a node's profile and group are called, and takes the name on the matchbox server: a second one of a name would overwrite the first.
 *
 * @throws FlatcarError `matchbox-name`, `matchbox-name-taken`
 */
export function claimName(node: PreparedNode, name: string, provider: TerraformProvider | undefined): void {
  const subject = "the name of a profile and group, <namePrefix>-<node>";
  // matchbox takes slashes for folders and cleans paths, so that two names could be one file.
  const wellFormed = hasToken(name)
    ? Buffer.byteLength(withoutTokens(name)) <= MATCHBOX_NAME_LIMIT
    : /^[^/\x00-\x1f\x7f]+$/.test(name) && !name.startsWith(".") && Buffer.byteLength(name) <= MATCHBOX_NAME_LIMIT;
  if (!wellFormed) {
    throw new FlatcarError({
      code: "matchbox-name",
      subject,
      received: name,
      allowed: `a name without slashes, control characters or a dot in front, of at most ${MATCHBOX_NAME_LIMIT} bytes`,
      mend: "rename the stack, or give 'namePrefix'",
    });
  }
  StackNames.of(node.scope).claim({
    // A second provider is a second server.
    kind: provider?.alias === undefined ? "matchbox name" : `matchbox name with provider ${provider.alias}`,
    value: name,
    owner: node.scope.node.path,
    code: "matchbox-name-taken",
    subject,
    mend: 'rename one of the two nodes, or give one of their pools another \'namePrefix\'; the installer of node "x" is called like a node "x-install"',
  });
}
