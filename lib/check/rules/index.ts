import { FC001 } from "./fc001";
import type { Rule } from "./rule";

/** Every rule, by number. */
export const RULES: readonly Rule[] = [FC001];
