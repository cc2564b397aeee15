import { IgnitionSpecVersion } from "../../ignition/spec-version";
import { defineVersion } from "../define-version";
import { checkDirectoryMode, checkFileMode } from "../parts/modes";
import { addMountUnits, checkMountUnit } from "../parts/mount-units";
import { addQuadlets, checkQuadlet } from "../parts/quadlets";
import { checkResource, resourceTranslator } from "../parts/resource";
import { userTranslator } from "../parts/ssh-keys";
import { addTrees, checkTree } from "../parts/trees";
import { checkUnitContents, dropinTranslator, unitTranslator } from "../parts/units";
import { PROBLEMS } from "../problems";
import { CONFIG } from "./schema";

const target = IgnitionSpecVersion.V3_7_0_EXPERIMENTAL;

/**
 * Butane `flatcar` 1.2.0-experimental as butane 0.29.0 has it, for Ignition 3.7.0-experimental. It is no promise: the next Butane may take
 * it for another target.
 *
 * @see https://coreos.github.io/butane/config-flatcar-v1_2-exp/
 */
export const V1_2_EXPERIMENTAL = defineVersion({
  version: "1.2.0-experimental",
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
    Quadlet: checkQuadlet,
  },
  translators: { Resource: resourceTranslator, PasswdUser: userTranslator, Unit: unitTranslator, Dropin: dropinTranslator },
  additions: [addMountUnits, addTrees, addQuadlets],
  refusedOfLuks: { cex: PROBLEMS.cex },
});
