import { translateDecoded } from "./phases";
import { ButaneResult } from "./result";
import type { TranslateButaneOptions } from "./translate-options";
import { versionOf } from "./versions";
import { readButane } from "./yaml";

/**
 * Translates a Butane config of the variant `flatcar` to Ignition, as butane 0.29.0 does: the same config, the same reports, the same errors.
 * Nothing is thrown for what is in the text, and nothing but the files directory is looked at.
 *
 * @param text YAML, as text or as bytes in UTF-8
 * @see https://coreos.github.io/butane/config-flatcar-v1_1/
 */
export function translateButane(text: string | Uint8Array, options: TranslateButaneOptions = {}): ButaneResult {
  const { filesDir, pretty = false } = options;
  return new ButaneResult(outcomeOf(text, filesDir), pretty);
}
