import type { LockedRelease } from "../../../release/release";
import type { SynthesisedStack } from "../../synth/stack";
import { terraformText } from "../../synth/terraform-text";
import { ArchitectureClaim, architectureOfWord, claims } from "./claim";

/** What the id of an AMI claims that a lock holds; nothing for any other image. */
export function lockedImageClaims(
  { locals }: SynthesisedStack,
  image: unknown,
  lock: ReadonlyMap<string, LockedRelease>,
): ArchitectureClaim[] {
  if (typeof image !== "string") return [];
  const id = terraformText(image, locals);
  for (const [name, { architectures }] of lock) {
    for (const [architecture, { amis }] of architectures) {
      if ([...amis.values()].includes(id)) return claims(`${id}, by the lock's ${name}`, architectureOfWord(architecture));
    }
  }
  return [];
}
