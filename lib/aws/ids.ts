import { FlatcarError } from "../errors";
import { hasToken } from "../pool/tokens";

/** The beginnings of the ids that a pool is given. */
export type AwsIdKind = "ami" | "subnet" | "sg" | "vpc";

/**
 * Refuses what is no id of a kind: its beginning, a dash, and 8 or 17 hexadecimal digits
 * (https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/resource-ids.html). A token passes.
 *
 * @throws FlatcarError `aws-id`
 */
export function checkId(kind: AwsIdKind, subject: string, id: string): void {
  if (hasToken(id) || new RegExp(`^${kind}-([0-9a-f]{8}|[0-9a-f]{17})$`).test(id)) return;
  throw new FlatcarError({
    code: "aws-id",
    subject,
    received: id,
    allowed: `an id that begins with ${kind}- and has 8 or 17 hexadecimal digits behind it`,
    mend: `write the id itself, not a name or an ARN`,
  });
}
