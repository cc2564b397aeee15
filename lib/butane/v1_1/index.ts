import { IgnitionSpecVersion } from "../../ignition/spec-version";
import { defineVersion } from "../define-version";
import { checkDirectoryMode, checkFileMode } from "../parts/modes";
import { addMountUnits, checkMountUnit } from "../parts/mount-units";
import { checkResource, resourceTranslator } from "../parts/resource";
import { userTranslator } from "../parts/ssh-keys";
import { addTrees, checkTree } from "../parts/trees";
import { checkUnitContents, dropinTranslator, unitTranslator } from "../parts/units";
import { PROBLEMS } from "../problems";
import { CONFIG } from "./schema";

const target = IgnitionSpecVersion.V3_4_0;

/**
 * Butane `flatcar` 1.1.0, for Ignition 3.4.0. It is stable: what it says and makes of a config stays as it is.
 *
 * @see https://coreos.github.io/butane/config-flatcar-v1_1/
 */
export const V1_1 = defineVersion({
  version: "1.1.0",
  config: CONFIG,
  target,
  rules: {
    Resource: checkResource(target),
    Filesystem: checkMountUnit,
    Directory: checkDirectoryMode,
    File: checkFileMode,
    Tree: checkTree,
    Unit: checkUnitContents,
    Dropin: checkUnitContents,
  },
  translators: { Resource: resourceTranslator, PasswdUser: userTranslator, Unit: unitTranslator, Dropin: dropinTranslator },
  additions: [addMountUnits, addTrees],
  refusedOfLuks: { clevis: PROBLEMS.clevis },
});
