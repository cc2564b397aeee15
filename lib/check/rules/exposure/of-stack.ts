import type { SynthesisedStack } from "../../synth/stack";

/** What is found out once of each stack, however many machines ask for it. */
export function ofStack<T>(find: (stack: SynthesisedStack) => T): (stack: SynthesisedStack) => T {
  const known = new WeakMap<SynthesisedStack, { readonly found: T }>();
  return (stack) => {
    const entry = known.get(stack) ?? { found: find(stack) };
    known.set(stack, entry);
    return entry.found;
  };
}
