import { butane } from "./butane";
import type { Command } from "./command";
import { configShow } from "./config-show";

/** Every command, in the order of the help. */
export const COMMANDS: readonly Command[] = [butane, configShow];
