import * as fs from "fs";
import * as path from "path";
import Ajv, { ValidateFunction } from "ajv";
import addFormats from "ajv-formats";
import { PROJECT } from "../../support/project";

const read = (file: string): { [key: string]: unknown } => JSON.parse(fs.readFileSync(path.join(PROJECT, file), "utf8"));

/** The published schema of the report. */
export function reportSchema(): ValidateFunction {
  return new Ajv({ allErrors: true, strict: true, allowUnionTypes: true }).compile(read("lib/check/report/check-report.schema.json"));
}

/** The schema of SARIF 2.1.0: see test/vectors/sarif. */
export function sarifSchema(): ValidateFunction {
  // Draft 4, of which the schema uses nothing that later ones read differently, but for the name of `$id`.
  const { $schema: _draft, id: _id, ...schema } = read("test/vectors/sarif/sarif-2.1.0-rtm.5.json");
  const ajv = new Ajv({ allErrors: true, strict: false, unicodeRegExp: false });
  addFormats(ajv);
  return ajv.compile(schema);
}
