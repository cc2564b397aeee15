import * as fs from "fs";
import * as path from "path";
import Ajv, { ValidateFunction } from "ajv";
import addFormats from "ajv-formats";
import { PROJECT } from "../support/project";

/** The published schema of the lock file. */
export function lockSchema(): ValidateFunction {
  return compile("lib/release/flatcar.lock.schema.json");
}

/** The published schema of the manifest. */
export function manifestSchema(): ValidateFunction {
  return compile("lib/pool/manifest.schema.json");
}

/** The published schema of the settings of checks. */
export function settingsSchema(): ValidateFunction {
  return compile("lib/check/settings/flatcar-check.schema.json");
}

function compile(file: string): ValidateFunction {
  const ajv = new Ajv({ allErrors: true, strict: true, allowUnionTypes: true });
  addFormats(ajv);
  return ajv.compile(JSON.parse(fs.readFileSync(path.join(PROJECT, file), "utf8")));
}
