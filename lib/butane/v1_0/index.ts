import { IgnitionSpecVersion } from "../../ignition/spec-version";
import { defineVersion } from "../define-version";
import { checkDirectoryMode, checkFileMode } from "../parts/modes";
import { addMountUnits, checkMountUnit } from "../parts/mount-units";
import { checkResource, resourceTranslator } from "../parts/resource";
import { addTrees, checkTree } from "../parts/trees";
import { PROBLEMS } from "../problems";
import { CONFIG } from "./schema";

const target = IgnitionSpecVersion.V3_3_0;

/**
 * Butane `flatcar` 1.0.0, for Ignition 3.3.0. It is stable: what it says and makes of a config stays as it is.
 *
 * @see https://coreos.github.io/butane/config-flatcar-v1_0/
 */
export const V1_0 = defineVersion({
  version: "1.0.0",
  config: CONFIG,
  target,
  rules: {
    Resource: checkResource(target),
    Filesystem: checkMountUnit,
    Directory: checkDirectoryMode,
    File: checkFileMode,
    Tree: checkTree,
  },
  translators: { Resource: resourceTranslator },
  additions: [addMountUnits, addTrees],
  refusedOfLuks: { clevis: PROBLEMS.clevis },
});
