import { FlatcarError } from "../errors";
import { PreparedNode } from "../pool/named-node-pool";
import { parseMac } from "../pool/mac-address";
import { StackNames } from "../pool/stack-names";
import { hasToken, identityOf } from "../pool/tokens";

/**
 * The MAC address of a node in the form in which matchbox keeps it, lower case with colons, taken in the stack: of two groups that select one
 * machine matchbox would serve whichever comes first.
 *
 * @throws FlatcarError `mac-address`, `mac-taken`
 */
export function claimMac(node: PreparedNode, given: string): string {
  const subject = `nodes.${node.name}.mac`;
  const mac = hasToken(given) ? given : parseMac(given);
  if (mac === undefined) {
    throw new FlatcarError({
      code: "mac-address",
      subject,
      received: given,
      allowed: "six pairs of hexadecimal digits, of one machine (the first byte even, not all zero)",
      mend: "write the address of the network card that the machine boots from, like 52:54:00:1a:2b:3c",
    });
  }
  StackNames.of(node.scope).claim({
    kind: "MAC address",
    // Two tokens of one value are one address as well.
    value: hasToken(mac) ? identityOf(node.scope, mac) : mac,
    owner: node.scope.node.path,
    code: "mac-taken",
    subject,
    mend: "give each machine its own; whatever the spelling, one address is one machine",
  });
  return mac;
}
