import type { IgnitionSpecVersion } from "../../ignition/spec-version";
import { dataUrlOf } from "./data-url";
import { checkEmbedded } from "./embedded-config";
import type { Made, Translator } from "../plan";
import { PROBLEMS } from "../problems";
import type { Rule } from "../rules";

const GIVEN = ["local", "inline", "source"];

/**
 * A resource has one source. A config given in the config is checked as one of the target version.
 *
 * @see https://github.com/coreos/butane/blob/v0.29.0/base/v0_5/validate.go
 */
export function checkResource(target: IgnitionSpecVersion): Rule {
  return (resource, walk) => {
    const given = GIVEN.filter((field) => resource[field] !== undefined);
    const last = given[given.length - 1];
    if (given.length > 1) walk.error(last, PROBLEMS.tooManySources);
    else if (last === "inline" && walk.inReferences()) checkEmbedded(resource.inline as string, target, walk);
  };
}

/** Contents given in the config or as a file become a `data:` URL. */
export function resourceTranslator(renamed: Translator): Translator {
  return (from, run) => {
    const made = renamed(from, run);
    const contents = typeof from.local === "string" ? run.read("local", from.local) : from.inline;
    if (contents === undefined) return made;
    return withContents(made, contents as string | Uint8Array);
  };
}

/** A resource with contents; compressed ones where it says that they are. */
export function withContents(resource: Made | undefined, contents: string | Uint8Array): Made {
  const { compression: given, httpHeaders, verification } = resource ?? {};
  const { source, compression = given } = dataUrlOf(contents, isCompressed(given));
  return {
    compression,
    ...(httpHeaders !== undefined && { httpHeaders }),
    source,
    ...(verification !== undefined && { verification }),
  };
}

/** Whether the user compressed the contents; then the compression is the user's too. */
function isCompressed(compression: unknown): boolean {
  return (compression ?? "") !== "";
}
