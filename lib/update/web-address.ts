import { FlatcarError } from "../errors";
import { holdsToken } from "./token";

// Quotes and backslashes have no place in an address, and would have to be escaped where it is written.
const FORBIDDEN = /[\s"'`\\<>^{|}\p{Cc}]/u;

/** What an address is checked as. */
export interface AddressCheck {
  readonly code: string;
  readonly subject: string;
  readonly value: string;
  /** Schemes in lower case, without the colon. */
  readonly schemes: readonly string[];
  readonly mend: string;
}

/** Throws a FlatcarError for what is not an absolute address with one of the schemes and a host. Tokens pass. */
export function checkAddress(check: AddressCheck): void {
  if (holdsToken(check.value) || isAddress(check.value, check.schemes)) return;
  throw new FlatcarError({
    code: check.code,
    subject: check.subject,
    received: check.value,
    allowed: `an address that begins with ${check.schemes.map((scheme) => `${scheme}://`).join(" or ")} and names a host`,
    mend: check.mend,
  });
}

function isAddress(text: string, schemes: readonly string[]): boolean {
  const scheme = /^([A-Za-z0-9]+):\/\/[^/?#]/.exec(text)?.[1].toLowerCase();
  if (scheme === undefined || !schemes.includes(scheme) || FORBIDDEN.test(text)) return false;
  try {
    return new URL(text).hostname !== "";
  } catch {
    return false;
  }
}
