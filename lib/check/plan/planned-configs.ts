import * as crypto from "crypto";
import { JsonObject, isRecord, own } from "../record";
import { CONFIG_ATTRIBUTES } from "../synth/foreign-config";
import type { SynthesisedStack } from "../synth/stack";
import { knownText } from "../synth/terraform-text";

/**
 * The machine configs of a stack as a plan has them. A config may stand in a local, of which a plan's configuration says nothing: whether it is another
 * is seen by what the resource becomes.
 */
export class PlannedConfigs {
  // Tokens may be among them. They are used here alone, and not kept in a plan.
  private variables = new Map<string, string>();

  constructor(private readonly stack: Pick<SynthesisedStack, "resources" | "locals">) {}

  /** Takes a plan's `variables`, which configs may be made of. */
  public setVariables(variables: JsonObject): void {
    const values = Object.entries(variables).map(([name, variable]) => [name, isRecord(variable) ? variable.value : undefined] as const);
    this.variables = new Map(values.filter((entry): entry is readonly [string, string] => typeof entry[1] === "string"));
  }

  /** The attribute with a config that is another in an element of a plan's `resource_changes`; undefined where none is, or that cannot be told. */
  public differing({ address, type, deposed, change }: JsonObject): string | undefined {
    if (typeof address !== "string" || typeof type !== "string" || deposed !== undefined) return undefined;
    const attributes = CONFIG_ATTRIBUTES.get(type);
    if (attributes === undefined || !isRecord(change) || !isRecord(change.after)) return undefined;
    const resource = own(this.stack.resources[type], address.slice(type.length + 1));
    if (!isRecord(resource)) return undefined;
    const { before, after } = change;
    return attributes.find((attribute) => {
      const [written, planned] = [resource[attribute], after[attribute]];
      if (typeof written !== "string" || typeof planned !== "string") return false;
      // What is ignored is what it was, unless there was nothing.
      if (isRecord(before) && isIgnored(resource, attribute)) return false;
      const text = knownText(written, this.stack.locals, this.variables);
      return text !== undefined && text !== "" && !isConfig(planned, text);
    });
  }
}

function isIgnored({ lifecycle }: JsonObject, attribute: string): boolean {
  const blocks = Array.isArray(lifecycle) ? (lifecycle as readonly unknown[]) : [lifecycle];
  return blocks.some((block) => {
    const ignored = isRecord(block) ? block.ignore_changes : undefined;
    return ignored === "all" || (Array.isArray(ignored) && (ignored.includes(attribute) || ignored.includes("all")));
  });
}

/**
 * Whether a value of a plan is a config, or what a provider keeps in its place: of user data that of Hetzner keeps the SHA-1 in base64, that of AWS up to
 * version 5 in hexadecimal digits.
 *
 * @see https://github.com/hetznercloud/terraform-provider-hcloud/blob/main/internal/server/resource.go
 * @see https://registry.terraform.io/providers/hashicorp/aws/latest/docs/guides/version-6-upgrade#resource-aws_instance
 */
function isConfig(planned: string, text: string): boolean {
  if (planned === text) return true;
  const hash = crypto.createHash("sha1").update(text, "utf8").digest();
  return planned === hash.toString("base64") || planned === hash.toString("hex");
}
