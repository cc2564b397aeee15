import type { ConfigPlace } from "./machine-config";
import type { SynthesisedStack } from "./stack";
import { leastText } from "./terraform-text";

/** How large the user data of a machine is, as the platform counts it: of what is given as base64 the bytes behind it. */
export interface UserDataSize {
  readonly bytes: number;
  /** Whether that is all, since no value waits for apply. */
  readonly isExact: boolean;
}

/** The size of what stands at a place, whether it is a machine config or anything else; undefined where nothing of it is known before an apply. */
export function userDataSize(
  { resources, locals }: SynthesisedStack,
  { address, attribute, encoding }: ConfigPlace,
): UserDataSize | undefined {
  const [type, name] = address.split(".");
  const value = resources[type]?.[name]?.[attribute];
  if (typeof value !== "string") return undefined;
  const { text, isWhole } = leastText(value, locals);
  return text === "" && !isWhole
    ? undefined
    : { bytes: Buffer.byteLength(text, encoding === "base64" ? "base64" : "utf8"), isExact: isWhole };
}
