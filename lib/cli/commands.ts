import { butane } from "./butane";
import type { Command } from "./command";
import { configShow } from "./config-show";
import { ignitionDiff } from "./ignition-diff";
import { ignitionMerge } from "./ignition-merge";
import { ignitionValidate } from "./ignition-validate";

/** Every command, in the order of the help. */
export const COMMANDS: readonly Command[] = [butane, ignitionValidate, ignitionMerge, ignitionDiff, configShow];
