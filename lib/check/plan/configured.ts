import { FlatcarError } from "../../errors";
import { listed } from "../listed";
import { JsonObject, isRecord } from "../record";
import { isSame } from "../same";
import type { SynthesisedStack } from "../synth/stack";

/** Not attributes of the resource, but Terraform's own. */
const META = new Set(["//", "count", "connection", "depends_on", "for_each", "lifecycle", "provider", "provisioner"]);

/**
 * Whether a plan was made of a stack as it is synthesised now: by the addresses of its resources, and by what is written in them. A plan holds no
 * name of a stack, and times of files say when they were copied.
 */
export class Configured {
  private readonly resources = new Map<string, JsonObject>();
  private readonly different: string[] = [];
  private readonly onlyInPlan: string[] = [];
  private readonly seen = new Set<string>();

  constructor(private readonly stack: SynthesisedStack) {
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
    const attribute = differing(attributes, isRecord(expressions) ? expressions : {});
    if (attribute !== undefined) this.different.push(`${address}.${attribute}`);
  }

  /**
   * Says that there were no more.
   *
   * @param plan what the plan is called
   * @throws FlatcarError `plan-other-stack` where less than half of the resources are alike, `plan-outdated` where not all are
   */
  public check(plan: string): void {
    const onlyInStack = [...this.resources.keys()].filter((address) => !this.seen.has(address));
    const unlike = [...this.different, ...onlyInStack, ...this.onlyInPlan];
    if (unlike.length === 0) return;
    const alike = this.seen.size - this.different.length;
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
      ...what(this.different, "different"),
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

/**
 * The first attribute that is something else in the plan. Of configurations in JSON a plan has the values as they are written, references too; blocks
 * are in another form, and not compared.
 */
function differing(attributes: JsonObject, expressions: JsonObject): string | undefined {
  return Object.keys(attributes).find((name) => {
    const expression = META.has(name) || !Object.hasOwn(expressions, name) ? undefined : expressions[name];
    return isRecord(expression) && "constant_value" in expression && !isSame(expression.constant_value, attributes[name]);
  });
}
