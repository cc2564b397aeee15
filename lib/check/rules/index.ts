import type { Rule } from "./rule";

/** Every rule, by number. */
export const RULES: readonly Rule[] = [];
