import { FlatcarError } from "../../errors";
import { IgnitionConfig, IgnitionSpecVersion, ReportSeverity, decodeDataUrl } from "../../ignition";
import { Findings } from "../../ignition/problems";
import { isStruct } from "../../ignition/schema";
import { shapeConfig } from "../../ignition/shape";
import { JsonFault, parseJson } from "../../json";
import type { FoundMachine } from "./machines";
import type { ConfigEntry } from "./manifest";
import type { SynthesisedStack } from "./stack";
import { terraformText } from "./terraform-text";

/** The config of one machine, as it was before it was written into a resource. */
export interface ReadConfig {
  readonly config: IgnitionConfig;
  /** Whether it was in the gzip wrapper. */
  readonly compressed: boolean;
  /** The spec versions of the wrappers that it was in, the outermost first: Ignition reads those too. A value known only at apply is an expression. */
  readonly wrapperVersions: readonly string[];
}

/** Wrappers within wrappers; pools write one. */
const DEEPEST = 4;

/**
 * Reads the config of a machine from the resource that the manifest names. Values known only at apply stand in it as expressions.
 *
 * @throws FlatcarError `synth-unreadable` where the resource holds no such config
 */
export function readMachineConfig(stack: SynthesisedStack, machine: FoundMachine): ReadConfig {
  return readConfigAt(stack, machine.node.config);
}

/** Where a config stands in a stack's resources. */
export type ConfigPlace = Pick<ConfigEntry, "address" | "attribute" | "encoding">;

/**
 * Reads the config at a place. Values known only at apply stand in it as expressions.
 *
 * @throws FlatcarError `synth-unreadable` where there is no config
 */
export function readConfigAt(stack: SynthesisedStack, { address, attribute, encoding }: ConfigPlace): ReadConfig {
  const [type, name] = address.split(".");
  const value = stack.resources[type]?.[name]?.[attribute];
  const subject = `${stack.name}: ${address}.${attribute}`;
  if (typeof value !== "string") throw unreadable(subject, value);
  const text = terraformText(value, stack.locals);
  let config = parsed(encoding === "base64" ? Buffer.from(text, "base64").toString("utf8") : text, subject);
  let compressed = false;
  const wrapperVersions: string[] = [];
  for (let depth = 0; depth < DEEPEST; depth++) {
    const { source, compression } = config.ignition?.config?.replace ?? {};
    if (source === undefined || !/^data:/i.test(source)) break;
    wrapperVersions.push(config.ignition?.version ?? "");
    config = parsed(Buffer.from(decodeDataUrl(source, compression)).toString("utf8"), subject);
    compressed ||= compression === "gzip";
  }
  return { config, compressed, wrapperVersions };
}

function parsed(text: string, subject: string): IgnitionConfig {
  const config = shaped(text);
  if (config === undefined) throw unreadable(subject, text);
  return config;
}

/** Undefined for what is no config, or has something in it that is of another type than in any. */
function shaped(text: string): IgnitionConfig | undefined {
  let value: unknown;
  try {
    value = parseJson(text);
  } catch (e) {
    if (e instanceof JsonFault) return undefined;
    throw e;
  }
  if (!isStruct(value)) return undefined;
  const findings = new Findings();
  const config = shapeConfig(value, IgnitionSpecVersion.ALL[IgnitionSpecVersion.ALL.length - 1], findings);
  return findings.reports.some(({ severity }) => severity === ReportSeverity.ERROR) ? undefined : config;
}

function unreadable(subject: string, received: unknown): FlatcarError {
  return new FlatcarError({
    code: "synth-unreadable",
    subject,
    received: typeof received === "string" ? `a text of ${received.length} characters` : received,
    allowed: "the machine config that the stack's manifest says is there",
    mend: "synthesise again; an override on the resource may have taken its place",
  });
}
