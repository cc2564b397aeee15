import { FC001 } from "./fc001";
import { FC008 } from "./fc008";
import { FC009 } from "./fc009";
import { FC010 } from "./fc010";
import { FC012 } from "./fc012";
import type { Rule } from "./rule";

/** Every rule, by number. */
export const RULES: readonly Rule[] = [FC001, FC008, FC009, FC010, FC012];
