import { FlatcarError } from "../errors";
import { hasListToken, hasNumberToken, isToken } from "./tokens";

/**
 * Refuses a value known only at apply where it is no text: only a text can be written before Terraform knows the value. cdktf has a meaningless
 * number, an object or a list of one in the others' place.
 *
 * @param field what the value is called in an error
 * @throws FlatcarError `token-not-in-text`
 */
export function refuseTokenOutsideText(value: unknown, field: string): void {
  if (isToken(value) && typeof value !== "string") throw tokenOutsideText(field, Array.isArray(value) ? "list" : typeof value);
  if (typeof value !== "string") return;
  if (hasListToken(value)) throw tokenOutsideText(field, "list");
  if (hasNumberToken(value)) throw tokenOutsideText(field, "number");
}

/** The same for all that is in a value. */
export function refuseTokensOutsideText(value: unknown, field: string): void {
  refuseTokenOutsideText(value, field);
  if (typeof value !== "object" || value === null) return;
  for (const [key, item] of Object.entries(value)) refuseTokensOutsideText(item, `${field}.${key}`);
}

function tokenOutsideText(field: string, type: string): FlatcarError {
  return new FlatcarError({
    code: "token-not-in-text",
    subject: field,
    received: `a value (${type}) known only at apply`,
    allowed: "numbers, booleans and lists that are known at synth; only texts, members of lists among them, may wait for apply",
    mend: "write the value itself, or a text made of it, for example variable.stringValue or Token.asString(number)",
  });
}
