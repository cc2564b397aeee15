import { butane } from "./butane";
import type { Command } from "./command";
import { configShow } from "./config-show";
import { ignitionDiff } from "./ignition-diff";
import { ignitionMerge } from "./ignition-merge";
import { ignitionValidate } from "./ignition-validate";
import { imageFetch } from "./image-fetch";
import { imageList } from "./image-list";

/** Every command, in the order of the help. */
export const COMMANDS: readonly Command[] = [butane, ignitionValidate, ignitionMerge, ignitionDiff, configShow, imageFetch, imageList];
