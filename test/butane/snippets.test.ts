import * as fs from "node:fs";
import * as path from "node:path";
import { expect, test } from "vitest";
import { ButaneResult, formatReports, translateButane } from "../../lib/butane";
import { FlatcarError } from "../../lib/errors";
import { IgnitionConfig, IgnitionSpecVersion, encodeIgnition, mergeIgnition, translateUp } from "../../lib/ignition";

// Contents and snippets by the steps of the ct provider: each is translated, brought to 3.4.0 and merged over those before it.
// https://github.com/poseidon/terraform-provider-ct/blob/v0.14.0/internal/data_config.go

interface Vector {
  readonly name: string;
  readonly strict: boolean;
  readonly content: string;
  readonly snippets: readonly string[];
  readonly ok: boolean;
  readonly rendered?: string;
  readonly error?: string;
}

const { V3_4_0 } = IgnitionSpecVersion;
const NO_VARIANT = "error parsing variant; must be specified";
const FOLDER = path.join(__dirname, "../vectors/snippets");
const vectors = JSON.parse(read("manifest.json")) as readonly Vector[];

function read(name: string): string {
  return fs.readFileSync(path.join(FOLDER, name), "utf8");
}

function merged({ content, snippets, strict }: Vector): IgnitionConfig {
  let config = parsed(translated(content, strict, (error) => error));
  for (const snippet of snippets) {
    const result = translated(snippet, strict, (error, report) =>
      error === NO_VARIANT ? `Butane snippets require \`variant\`: ${error}` : `Butane translate error: ${error}\n${report}`,
    );
    config = mergeIgnition(config, parsed(result));
  }
  return config;
}

function translated(name: string, strict: boolean, words: (error: string, report: string) => string): ButaneResult {
  const text = read(name);
  const result = translateButane(text);
  const report = formatReports(result.reports, text, { raw: true });
  if (result.error !== undefined) throw new Error(words(result.error, report));
  if (strict && report !== "") throw new Error(`strict parsing error: ${report}`);
  return result;
}

function parsed({ config = {} }: ButaneResult): IgnitionConfig {
  try {
    return translateUp(config, V3_4_0);
  } catch (e) {
    if (FlatcarError.isFlatcarError(e) && e.code === "ignition-translate-down") throw new Error("unsupported config version");
    throw e;
  }
}

test("there are as many vectors as were recorded", () => {
  expect(vectors).toHaveLength(18);
});

test.each(vectors.filter(({ ok }) => ok))("$name: the snippets are merged into the content as by Ignition", (vector) => {
  expect(encodeIgnition(merged(vector))).toBe(encodeIgnition(JSON.parse(read(vector.rendered ?? "")) as IgnitionConfig));
});

test.each(vectors.filter(({ ok }) => !ok))("$name: what is wrong is said in the same words", (vector) => {
  let words = "";
  try {
    merged(vector);
  } catch (e) {
    words = (e as Error).message;
  }
  expect(words.trimEnd()).toBe(read(vector.error ?? "").trimEnd());
});
