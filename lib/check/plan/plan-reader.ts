import { JsonObject, isRecord } from "../record";
import type { SynthesisedStack } from "../synth/stack";
import { ChangeReader } from "./change";
import { Configured } from "./configured";
import { CutFault, JsonCutter, Wanted } from "./json-cutter";
import { keyCount } from "./key-count";
import type { Plan, PlanChange, PlanProvider } from "./plan";
import { binaryPlan, cutFault, noPlan, notJson, repeatedKey, unknownVersion } from "./plan-fault";

/**
 * The major versions of the JSON's form that are read here. A higher minor version adds to it and takes nothing away.
 *
 * @see https://developer.hashicorp.com/terraform/internals/json-format#format-summary
 */
export const READ_PLAN_VERSIONS: readonly string[] = ["1"];

const WANTED: { readonly [key: string]: Wanted } = {
  ...Object.fromEntries(
    ["format_version", "terraform_version", "timestamp", "errored", "applyable", "complete"].map((key) => [key, "whole"]),
  ),
  variables: "whole",
  resource_changes: "each",
  configuration: { provider_config: "whole" },
};
// Only to know whether it is the stack's.
const WANTED_OF_STACK = { ...WANTED, configuration: { provider_config: "whole", root_module: { resources: "each" } } } as const;

const LOG = "it is what `plan -json` logs";

/** Bytes that tell what a file is. */
const HEAD = 4;

/**
 * Makes a plan of the bytes of its JSON, which come in pieces of any size: a plan may be larger than a text of JavaScript can be, and most of it is
 * passed over.
 */
export class PlanReader {
  private readonly cutter: JsonCutter;
  private readonly changes: PlanChange[] = [];
  private readonly reader = new ChangeReader();
  private readonly configured: Configured | undefined;
  private readonly keys = new Set<string>();
  private readonly values = new Map<string, unknown>();
  private head: Buffer | undefined = Buffer.alloc(0);

  /**
   * @param name what the plan is called in messages
   * @param stack what it should be a plan of
   */
  constructor(
    private readonly name: string,
    stack?: SynthesisedStack,
  ) {
    this.configured = stack === undefined ? undefined : new Configured(stack);
    this.cutter = new JsonCutter(stack === undefined ? WANTED : WANTED_OF_STACK, {
      key: (key) => this.keys.add(key),
      value: (path, text, keys, isElement) => this.take(path, this.parsed(text, keys), isElement),
    });
  }

  /**
   * Takes the next bytes. They may be changed afterwards.
   *
   * @throws FlatcarError `plan-binary`, `plan-not-json`, `plan-none`, `plan-repeated-key`, `plan-version`
   */
  public write(bytes: Buffer): void {
    if (this.head === undefined) return this.cutting(() => this.cutter.write(bytes));
    this.head = Buffer.concat([this.head, bytes]);
    if (this.head.length >= HEAD) this.begin(this.head);
  }

  /**
   * Says that there are no more bytes.
   *
   * @throws FlatcarError those of `write`, `plan-truncated`, `plan-other-stack`, `plan-outdated`
   */
  public end(): Plan {
    if (this.head !== undefined) this.begin(this.head);
    this.cutting(() => this.cutter.end());
    if (this.keys.has("@level")) throw noPlan(this.name, LOG);
    if (!this.keys.has("format_version")) throw noPlan(this.name, "it has no format_version");
    if (!this.keys.has("configuration")) throw noPlan(this.name, this.keys.has("values") ? "it is a state" : "it has no configuration");
    this.configured?.check(this.name);
    const text = (key: string): string | undefined => this.ofType(key, "string") as string | undefined;
    const truth = (key: string): boolean | undefined => this.ofType(key, "boolean") as boolean | undefined;
    return {
      name: this.name,
      formatVersion: text("format_version") ?? "",
      terraformVersion: text("terraform_version"),
      timestamp: text("timestamp"),
      errored: truth("errored") ?? false,
      applyable: truth("applyable"),
      complete: truth("complete"),
      variables: Object.keys(this.object("variables")),
      providers: providersOf(this.object("configuration.provider_config")),
      changes: this.changes,
    };
  }

  private begin(bytes: Buffer): void {
    this.head = undefined;
    const [first, second, third] = bytes;
    if (first === 0x50 && second === 0x4b) throw binaryPlan(this.name);
    if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)) {
      throw notJson(this.name, "it is UTF-16, as PowerShell writes it with >: write it as UTF-8");
    }
    const hasMark = first === 0xef && second === 0xbb && third === 0xbf;
    this.cutting(() => this.cutter.write(hasMark ? bytes.subarray(3) : bytes));
  }

  private take(path: string, value: unknown, isElement: boolean): void {
    if (path === "") throw noPlan(this.name, "it is no object");
    if (path === "resource_changes" && isElement) {
      const change = this.reader.read(value);
      if (change === undefined) throw noPlan(this.name, `element ${this.changes.length} of resource_changes is no change`);
      this.changes.push(change);
      if (isRecord(value)) this.configured?.addChange(value);
    } else if (path === "configuration.root_module.resources" && isElement) {
      if (isRecord(value)) this.configured?.add(value);
    } else if (path === "format_version") {
      if (typeof value !== "string" || !READ_PLAN_VERSIONS.includes(value.split(".")[0])) {
        throw unknownVersion(this.name, value, READ_PLAN_VERSIONS);
      }
      this.values.set(path, value);
    } else if (value !== null && path === "resource_changes") throw noPlan(this.name, "its resource_changes are no list");
    else {
      // They stand in front of the changes.
      if (path === "variables" && isRecord(value)) this.configured?.setVariables(value);
      this.values.set(path, value);
    }
  }

  private parsed(text: string, keys: number): unknown {
    let value: unknown;
    try {
      value = JSON.parse(text);
    } catch {
      throw notJson(this.name, "a value is malformed");
    }
    const found = keyCount(value);
    if (found < 0) throw noPlan(this.name, "a value nests too deep");
    if (found !== keys) throw repeatedKey(this.name, "a key stands twice in one object");
    return value;
  }

  private cutting(cut: () => void): void {
    try {
      cut();
    } catch (e) {
      if (!(e instanceof CutFault)) throw e;
      // A document a line.
      throw this.keys.has("@level") ? noPlan(this.name, LOG) : cutFault(e, this.name);
    }
  }

  private ofType(key: string, type: "string" | "boolean"): unknown {
    const value = this.values.get(key);
    return typeof value === type ? value : undefined;
  }

  private object(key: string): JsonObject {
    const value = this.values.get(key);
    return isRecord(value) ? value : {};
  }
}

// Not their expressions: a token may be among them.
function providersOf(configs: JsonObject): { [key: string]: PlanProvider } {
  return Object.fromEntries(
    Object.entries(configs).flatMap(([key, config]) => {
      if (!isRecord(config)) return [];
      const { full_name: name, version_constraint: constraint } = config;
      return [[key, { name: typeof name === "string" ? name : key, constraint: typeof constraint === "string" ? constraint : "" }]];
    }),
  );
}
