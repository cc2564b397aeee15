import { FlatcarError } from "../../errors";
import { listed } from "../listed";
import { JsonObject, isRecord } from "../record";
import type { SynthesisedStack } from "../synth/stack";
import { differingPlace } from "./expressions";
import { PlannedConfigs } from "./planned-configs";

/**
 * Whether a plan was made of a stack as it is synthesised now: by the addresses of its resources, by what is written in them, and by the machine configs
 * that they become. A plan holds no name of a stack, and times of files say when they were copied.
 */
export class Configured {
  private readonly resources = new Map<string, JsonObject>();
  private readonly configs: PlannedConfigs;
  /** Address to the place in the resource. */
  private readonly different = new Map<string, string>();
  private readonly onlyInPlan: string[] = [];
  private readonly seen = new Set<string>();

  constructor(private readonly stack: SynthesisedStack) {
    this.configs = new PlannedConfigs(stack);
    for (const [type, byName] of Object.entries(stack.resources)) {
      for (const [name, attributes] of Object.entries(byName)) this.resources.set(`${type}.${name}`, attributes);
    }
  }

  /** Takes an element of a plan's `configuration.root_module.resources`. */
  public add({ address, mode, expressions }: JsonObject): void {
    if (typeof address !== "string" || mode !== "managed") return;
    const attributes = this.resources.get(address);
    if (attributes === undefined) {
      this.onlyInPlan.push(address);
      return;
    }
    this.seen.add(address);
    const place = differingPlace(attributes, isRecord(expressions) ? expressions : {});
    if (place !== undefined) this.different.set(address, place);
  }

  /** Takes a plan's `variables`. */
  public setVariables(variables: JsonObject): void {
    this.configs.setVariables(variables);
  }

  /** Takes an element of a plan's `resource_changes`. */
  public addChange(change: JsonObject): void {
    const { address, mode } = change;
    if (typeof address !== "string" || mode !== "managed" || this.different.has(address)) return;
    const attribute = this.configs.differing(change);
    if (attribute !== undefined) this.different.set(address, attribute);
  }

  /**
   * Says that there were no more.
   *
   * @param plan what the plan is called
   * @throws FlatcarError `plan-other-stack` where less than half of the resources are alike, `plan-outdated` where not all are
   */
  public check(plan: string): void {
    const onlyInStack = [...this.resources.keys()].filter((address) => !this.seen.has(address));
    const different = [...this.different].map(([address, place]) => `${address}.${place}`);
    const unlike = [...different, ...onlyInStack, ...this.onlyInPlan];
    if (unlike.length === 0) return;
    const alike = this.seen.size - different.length;
    const subject = `the plan of ${this.stack.name}`;
    if (alike < unlike.length) {
      throw new FlatcarError({
        code: "plan-other-stack",
        subject,
        received: plan,
        allowed: `a plan of what ${this.stack.name} is made of`,
        mend: `name the plan of that stack, or plan it again (${alike} of ${alike + unlike.length} resources are alike)`,
      });
    }
    const what = (addresses: readonly string[], text: string): string[] =>
      addresses.length === 0 ? [] : [`${text}: ${listed(addresses)}`];
    const differences = [
      ...what(different, "different"),
      ...what(onlyInStack, "not in the plan"),
      ...what(this.onlyInPlan, "in the plan alone"),
    ];
    throw new FlatcarError({
      code: "plan-outdated",
      subject,
      received: plan,
      allowed: "a plan of the stack as it is synthesised now",
      mend: `plan again what was synthesised last (${differences.join("; ")})`,
    });
  }
}
