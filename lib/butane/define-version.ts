import { CONFIG } from "../ignition/schema";
import type { Problem } from "../ignition/problems";
import type { IgnitionSpecVersion } from "../ignition/spec-version";
import type { IgnitionConfig } from "../ignition/types";
import { Made, Translators, translatorOf } from "./plan";
import { Rules, checkerOf } from "./rules";
import { Run } from "./run";
import type { ButaneStruct, Decoded } from "./struct";
import type { Walk } from "./walk";

/** What makes up a version of Butane. */
export interface VersionParts {
  /** As a config names it: `1.1.0`. */
  readonly version: string;
  readonly config: ButaneStruct;
  /** The version of Ignition that configs are translated to. */
  readonly target: IgnitionSpecVersion;
  readonly rules: Rules;
  readonly translators: Translators;
  /** What is made of sections that Ignition does not have, in this order. */
  readonly additions: readonly ((config: Decoded, made: Made, run: Run) => void)[];
  /** Fields of `storage.luks` that Flatcar has no use for. */
  readonly refusedOfLuks: Readonly<Record<string, Problem>>;
}

/** A version of Butane, ready for use. */
export interface ButaneVersion {
  readonly version: string;
  readonly config: ButaneStruct;
  readonly target: IgnitionSpecVersion;
  /** Finds what is wrong with a config before it is translated. */
  readonly check: (config: Decoded, walk: Walk) => void;
  /** Translates a config that has passed. Errors are in the run's reports. */
  readonly translate: (config: Decoded, run: Run) => IgnitionConfig;
  /** Finds fields of the result that Flatcar has no use for. */
  readonly refuse: (config: IgnitionConfig, walk: Walk) => void;
}

export function defineVersion(parts: VersionParts): ButaneVersion {
  const { version, config, target, rules, translators, additions, refusedOfLuks } = parts;
  const renamed = translatorOf(config, CONFIG, target, translators);
  return {
    version,
    config,
    target,
    check: checkerOf(config, rules) ?? (() => undefined),
    translate: (from, run) => {
      const made = renamed(from, run) ?? {};
      for (const add of additions) add(from, made, run);
      const { ignition, kernelArguments, passwd, storage, systemd } = made;
      return {
        ignition: { ...(ignition as Made | undefined), version: target.toString() },
        ...(kernelArguments !== undefined && { kernelArguments }),
        ...(passwd !== undefined && { passwd }),
        ...(storage !== undefined && { storage }),
        ...(systemd !== undefined && { systemd }),
      } as IgnitionConfig;
    },
    refuse: ({ storage }, walk) => {
      for (const [i, luks] of (storage?.luks ?? []).entries()) {
        for (const [field, problem] of Object.entries(refusedOfLuks)) {
          if (luks[field as keyof typeof luks] !== undefined) walk.error(`storage.luks.${i}.${field}`, problem);
        }
      }
    },
  };
}
