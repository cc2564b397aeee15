import { FlatcarError } from "../errors";
import { hasToken } from "../pool/tokens";
import { HETZNER_NAME_LIMIT } from "./limits";

const LABEL = /^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/i;

/**
 * Refuses what Hetzner would not take as the name of a server.
 *
 * @throws FlatcarError `hetzner-name`
 */
export function checkServerName(name: string): void {
  if (hasToken(name) || (name.length <= HETZNER_NAME_LIMIT && name.split(".").every((label) => LABEL.test(label)))) return;
  throw new FlatcarError({
    code: "hetzner-name",
    subject: "the name of a server, <namePrefix>-<node>",
    received: name,
    allowed: `a host name (RFC 1123): letters, digits, inner '-', and '.' between them, at most ${HETZNER_NAME_LIMIT} characters`,
    mend: "shorten the node's name, rename the stack, or give 'namePrefix'",
  });
}
