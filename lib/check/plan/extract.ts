import { createHash } from "node:crypto";
import { FlatcarError } from "../../errors";
import { JsonObject, isRecord } from "../record";
import type { SynthesisedStack } from "../synth/stack";
import type { Plan, PlanChange } from "./plan";
import { noPlan, notJson, unknownVersion } from "./plan-fault";

/** The key that an extract begins with; its value is the version of the form. */
const KEY = "flatcar_plan";
const VERSION = 1;

/** What an extract begins with. */
export const EXTRACT_HEAD = `{"${KEY}":`;

/**
 * What checks need of a plan, as a text: values that are marked sensitive, user data, and attributes that no check reads are not in it, so that it may be handed
 * from one job of CI to another. The plan itself, and the JSON of it, hold every secret in clear text.
 *
 * @param stack what the plan is of; whether it is has been checked when the plan was read
 * @see https://developer.hashicorp.com/terraform/cli/commands/show
 */
export function planExtract({ name: _name, ...plan }: Plan, stack: SynthesisedStack): string {
  return `${JSON.stringify({ [KEY]: VERSION, stack: stack.name, synth: digestOf(stack), ...plan })}\n`;
}

/**
 * Reads what {@link planExtract} made.
 *
 * @param name what the file is called in messages
 * @param stack what it should be an extract of
 * @throws FlatcarError `plan-not-json`, `plan-none`, `plan-version`, `plan-other-stack`, `plan-outdated`
 */
export function readExtract(text: string, name: string, stack?: SynthesisedStack): Plan {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw notJson(name, "an extract that is not whole");
  }
  if (!isRecord(json)) throw noPlan(name, "it is no object");
  if (json[KEY] !== VERSION) throw unknownVersion(name, json[KEY], [String(VERSION)]);
  if (!isExtract(json)) throw noPlan(name, "an extract that something has changed");
  if (stack !== undefined) check(json, name, stack);
  const { [KEY]: _version, stack: _stack, synth: _synth, ...plan } = json;
  return { name, ...plan };
}

interface Extract extends Omit<Plan, "name"> {
  readonly [KEY]: number;
  readonly stack: string;
  readonly synth: string;
}

function isExtract(json: JsonObject): json is JsonObject & Extract {
  const { stack, synth, formatVersion, errored, variables, providers, changes } = json;
  const hasTexts = [stack, synth, formatVersion].every((value) => typeof value === "string");
  return (
    hasTexts &&
    typeof errored === "boolean" &&
    isTexts(variables) &&
    isRecord(providers) &&
    Array.isArray(changes) &&
    changes.every(isChange)
  );
}

function isChange(value: unknown): value is PlanChange {
  if (!isRecord(value)) return false;
  const { address, mode, type, provider, actions, replacePaths, changed, before, after, unknown } = value;
  const hasTexts = [address, mode, type, provider].every((text) => typeof text === "string");
  return hasTexts && isTexts(actions) && isTexts(unknown) && [replacePaths, changed].every(isPaths) && isRecord(before) && isRecord(after);
}

function isPaths(value: unknown): boolean {
  return Array.isArray(value) && value.every(Array.isArray);
}

function isTexts(value: unknown): boolean {
  return Array.isArray(value) && value.every((item) => typeof item === "string");
}

function check({ stack: of, synth }: Extract, name: string, stack: SynthesisedStack): void {
  if (of !== stack.name) {
    throw new FlatcarError({
      code: "plan-other-stack",
      subject: `the plan of ${stack.name}`,
      received: name,
      allowed: `a plan of what ${stack.name} is made of`,
      mend: `name the extract of that stack: this one is of ${of}`,
    });
  }
  if (synth === digestOf(stack)) return;
  throw new FlatcarError({
    code: "plan-outdated",
    subject: `the plan of ${stack.name}`,
    received: name,
    allowed: "a plan of the stack as it is synthesised now",
    mend: "plan again what was synthesised last, and extract what checks need of that",
  });
}

/** SHA-256 of what a stack is made of, in hexadecimal. */
function digestOf({ locals, outputs, resources, data, providers }: SynthesisedStack): string {
  return createHash("sha256").update(JSON.stringify({ locals, outputs, resources, data, providers })).digest("hex");
}
