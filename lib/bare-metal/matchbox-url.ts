import { Fn } from "cdktf";
import { FlatcarError } from "../errors";
import { hasToken } from "../pool/tokens";

/**
 * The address at which machines reach matchbox, without a slash at its end.
 *
 * @throws FlatcarError `matchbox-url`
 */
export function matchboxBase(url: string): string {
  if (typeof url === "string" && hasToken(url)) return Fn.trimsuffix(url, "/");
  if (isWellFormed(url)) return url.replace(/\/+$/, "");
  throw new FlatcarError({
    code: "matchbox-url",
    subject: "matchboxUrl",
    received: url,
    allowed: "an http or https URL with a host, with neither user, query nor fragment",
    mend: "write it like http://matchbox.example.com:8080, the address at which machines reach matchbox, not that of its gRPC",
  });
}

function isWellFormed(url: string): boolean {
  if (typeof url !== "string" || !/^https?:\/\/[^\s/?#@"'\\<>^`{|}]+(\/[^\s?#"'\\<>^`{|}]*)?$/i.test(url)) return false;
  try {
    return new URL(url).hostname !== "";
  } catch {
    return false;
  }
}
