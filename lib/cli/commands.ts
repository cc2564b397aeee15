import { butane } from "./butane";
import { check } from "./check";
import type { Command } from "./command";
import { comment } from "./comment";
import { configShow } from "./config-show";
import { ignitionDiff } from "./ignition-diff";
import { ignitionMerge } from "./ignition-merge";
import { ignitionValidate } from "./ignition-validate";
import { imageFetch } from "./image-fetch";
import { imageList } from "./image-list";
import { imageUpload } from "./image-upload";
import { lockAges } from "./lock-age";
import { lockInit } from "./lock-init";
import { lockPromote } from "./lock-promote";
import { lockUpdate } from "./lock-update";
import { lockVerify } from "./lock-verify";
import { planExtractCommand } from "./plan-extract";
import { pools } from "./pools";
import { releaseList } from "./release-list";
import { releaseShow } from "./release-show";

/** Every command, in the order of the help. */
export const COMMANDS: readonly Command[] = [
  butane,
  ignitionValidate,
  ignitionMerge,
  ignitionDiff,
  configShow,
  pools,
  check,
  planExtractCommand,
  comment,
  releaseList,
  releaseShow,
  lockInit,
  lockUpdate,
  lockPromote,
  lockVerify,
  lockAges,
  imageFetch,
  imageUpload,
  imageList,
];
