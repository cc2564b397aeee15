import * as fs from "fs";
import * as path from "path";
import { FlatcarError, didYouMean } from "../../errors";
import { listed } from "../listed";
import { JsonObject, isRecord } from "../record";
import { PoolEntry, READ_MANIFEST_VERSION, isPool } from "./manifest";
import type { Locals } from "./terraform-text";

/** Resources by type and name. */
export interface Resources {
  readonly [type: string]: { readonly [name: string]: JsonObject };
}

/** One stack as `cdktf synth` left it. */
export interface SynthesisedStack {
  readonly name: string;
  readonly locals: Locals;
  /** The values of the outputs: texts in them may be expressions. */
  readonly outputs: JsonObject;
  readonly resources: Resources;
  /** The data sources. */
  readonly data: Resources;
  /** The configurations of providers, by the provider's local name. A token may be among them. */
  readonly providers: { readonly [name: string]: readonly JsonObject[] };
  /** The names of the variables that are marked sensitive. @default - none is */
  readonly sensitiveVariables?: readonly string[];
  /** By construct path. */
  readonly pools: { readonly [path: string]: PoolEntry };
}

/**
 * The names of the stacks in the folder that `cdktf synth` writes to, in order. Of a stack that the app has no more, the folder may be left: where
 * cdktf's own list is there, it counts.
 *
 * @param option what names the folder, for an error
 * @throws FlatcarError `synth-missing`
 */
export function stackNames(folder: string, option = "--synth"): string[] {
  let found: string[];
  try {
    const entries = fs.readdirSync(path.join(folder, "stacks"), { withFileTypes: true });
    found = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
  } catch (e) {
    throw new FlatcarError({
      code: "synth-missing",
      subject: "the folder that cdktf synthesises to",
      received: folder,
      allowed: "a folder with stacks in it",
      mend: `run cdktf synth first, or name the folder by ${option} (${(e as NodeJS.ErrnoException).code ?? "unreadable"})`,
    });
  }
  const manifest = path.join(folder, "manifest.json");
  const current = fs.existsSync(manifest) ? recordOf(readJson(manifest).stacks) : undefined;
  return found.filter((name) => current === undefined || Object.hasOwn(current, name)).sort();
}

/**
 * Reads a stack from the folder that `cdktf synth` writes to.
 *
 * @throws FlatcarError `synth-missing`, `stack-unknown`, `synth-unreadable`, `manifest-version`
 */
export function readStack(folder: string, name: string): SynthesisedStack {
  const stacks = stackNames(folder);
  if (!stacks.includes(name)) {
    throw new FlatcarError({
      code: "stack-unknown",
      subject: "STACK",
      received: name,
      allowed: listed(stacks),
      mend: didYouMean(name, stacks) ?? "name a stack that cdktf has synthesised, or synthesise again",
    });
  }
  const file = path.join(folder, "stacks", name, "cdk.tf.json");
  return stackFrom(name, readJson(file), file);
}

/**
 * A stack from its JSON.
 *
 * @param file what the JSON is called in messages
 * @throws FlatcarError `synth-unreadable`, `manifest-version`
 */
export function stackFrom(name: string, json: JsonObject, file: string): SynthesisedStack {
  const comment = json["//"];
  const flatcar = isRecord(comment) ? comment.flatcar : undefined;
  const stack = {
    ...{ name, locals: recordOf(json.locals), outputs: outputsOf(json.output) },
    ...{ resources: resourcesOf(json.resource, file), data: resourcesOf(json.data, file), providers: providersOf(json.provider) },
    ...sensitiveOf(json.variable),
  };
  if (flatcar === undefined) return { ...stack, pools: {} };
  if (!isRecord(flatcar)) throw unreadable(file, "its manifest is none");
  if (flatcar.version !== READ_MANIFEST_VERSION) {
    throw new FlatcarError({
      code: "manifest-version",
      subject: `${file}: //.flatcar.version`,
      received: flatcar.version,
      allowed: String(READ_MANIFEST_VERSION),
      mend: "use the version of cdktf-flatcar that synthesised the stack",
    });
  }
  const pools = flatcar.pools ?? {};
  if (!isRecord(pools) || !Object.values(pools).every(isPool)) throw unreadable(file, "its manifest is none");
  return { ...stack, pools: pools as SynthesisedStack["pools"] };
}

function readJson(file: string): JsonObject {
  let json: unknown;
  try {
    json = JSON.parse(fs.readFileSync(file, "utf8"));
  } catch (e) {
    throw unreadable(file, (e as NodeJS.ErrnoException).code ?? "it is not JSON");
  }
  if (!isRecord(json)) throw unreadable(file, "it is no object");
  return json;
}

function unreadable(file: string, why: string): FlatcarError {
  return new FlatcarError({
    code: "synth-unreadable",
    subject: "the JSON of a stack",
    received: file,
    allowed: "a cdk.tf.json as cdktf writes it",
    mend: `synthesise again (${why})`,
  });
}

function recordOf(value: unknown): JsonObject {
  return isRecord(value) ? value : {};
}

function outputsOf(outputs: unknown): JsonObject {
  return Object.fromEntries(Object.entries(recordOf(outputs)).map(([name, output]) => [name, recordOf(output).value]));
}

function sensitiveOf(variables: unknown): Pick<SynthesisedStack, "sensitiveVariables"> {
  const names = Object.entries(recordOf(variables)).flatMap(([name, variable]) => (recordOf(variable).sensitive === true ? [name] : []));
  return names.length === 0 ? {} : { sensitiveVariables: names };
}

function providersOf(providers: unknown): { [name: string]: JsonObject[] } {
  return Object.fromEntries(
    Object.entries(recordOf(providers)).map(([name, configs]) => [name, (Array.isArray(configs) ? configs : [configs]).filter(isRecord)]),
  );
}

function resourcesOf(resources: unknown, file: string): Resources {
  const types = Object.entries(recordOf(resources));
  const isResources = types.every(([, byName]) => isRecord(byName) && Object.values(byName).every(isRecord));
  if (!isResources) throw unreadable(file, "its resources are none");
  return Object.fromEntries(types) as Resources;
}
