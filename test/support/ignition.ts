import { IgnitionConfig, IgnitionFile, IgnitionUnit, decodeDataUrl, parseIgnition } from "../../lib/ignition";
import { readTemplate } from "./template";

/** The machine config in an attribute of a stack's JSON, without values that wait for apply; unpacked where it is in the gzip wrapper. */
export function configIn(attribute: unknown): IgnitionConfig {
  if (typeof attribute !== "string") throw new Error(`no text: ${JSON.stringify(attribute)}`);
  return unwrapped(readTemplate(attribute));
}

/** The machine config in a text, as a machine gets it; unpacked where it is in the gzip wrapper. */
export function unwrapped(json: string): IgnitionConfig {
  const config = parseIgnition(json);
  const wrapped = config.ignition?.config?.replace;
  return wrapped?.compression === "gzip" ? parseIgnition(text(decodeDataUrl(wrapped.source ?? "", "gzip"))) : config;
}

/** The file of a path; throws where the config has none. */
export function fileIn(config: IgnitionConfig, path: string): IgnitionFile {
  const found = config.storage?.files?.find((file) => file.path === path);
  if (found === undefined) throw new Error(`no ${path}; there are ${config.storage?.files?.map((file) => file.path).join(", ")}`);
  return found;
}

/** The text of the file of a path: the contents of its data URL. */
export function textIn(config: IgnitionConfig, path: string): string {
  const { contents } = fileIn(config, path);
  return text(decodeDataUrl(contents?.source ?? "", contents?.compression));
}

/** The unit of a name; throws where the config has none. */
export function unitIn(config: IgnitionConfig, name: string): IgnitionUnit {
  const found = config.systemd?.units?.find((unit) => unit.name === name);
  if (found === undefined) throw new Error(`no ${name}; there are ${config.systemd?.units?.map((unit) => unit.name).join(", ")}`);
  return found;
}

function text(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("utf8");
}
