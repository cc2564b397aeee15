import * as fs from "fs";
import * as path from "path";
import { FlatcarError, didYouMean } from "../../errors";
import { listed } from "../listed";
import { JsonObject, isRecord } from "../record";
import { PoolEntry, READ_MANIFEST_VERSION, isPool } from "./manifest";
import type { Locals } from "./terraform-text";

interface Resources {
  readonly [type: string]: { readonly [name: string]: { readonly [attribute: string]: unknown } };
}

/** One stack as `cdktf synth` left it. */
export interface SynthesisedStack {
  readonly name: string;
  readonly locals: Locals;
  readonly resources: Resources;
  /** By construct path. */
  readonly pools: { readonly [path: string]: PoolEntry };
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
  const json = readJson(file);
  const comment = json["//"];
  const flatcar = isRecord(comment) ? comment.flatcar : undefined;
  const { locals, resource } = json;
  const stack = { name, locals: isRecord(locals) ? locals : {}, resources: (isRecord(resource) ? resource : {}) as Resources };
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

function stackNames(folder: string): string[] {
  try {
    return fs.readdirSync(path.join(folder, "stacks")).sort();
  } catch (e) {
    throw new FlatcarError({
      code: "synth-missing",
      subject: "the folder that cdktf synthesises to",
      received: folder,
      allowed: "a folder with stacks in it",
      mend: `run cdktf synth first, or name the folder by --synth (${(e as NodeJS.ErrnoException).code ?? "unreadable"})`,
    });
  }
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
