import { createHash } from "crypto";
import { Fn, IResolvable, TerraformLocal, TerraformResource } from "cdktf";
import { Construct } from "constructs";
import { lifecycleOf } from "../pool/lifecycle";
import { expressionOf } from "../pool/tokens";

/** A digest of a text: known at synth, or an expression. */
export interface Digest {
  /** The value of an attribute. */
  readonly value: string;
  /** The same within an expression; asked for at synth. */
  readonly expression: () => string;
  /** SHA-256 in hexadecimal; undefined where the text is known only at apply. */
  readonly known?: string;
}

/**
 * The SHA-256 of a text.
 *
 * @param text undefined where part of it waits for apply
 * @param value the same as the value of an attribute
 */
export function digestOf(scope: Construct, id: string, text: string | undefined, value: string): Digest {
  if (text !== undefined) {
    const known = createHash("sha256").update(text).digest("hex");
    return { value: known, expression: () => `"${known}"`, known };
  }
  const local = new TerraformLocal(scope, id, Fn.sha256(value));
  return { value: local.asString, expression: () => `local.${local.friendlyUniqueId}` };
}

/** What a machine takes when it boots from the network or is installed. */
export interface ServedState {
  /** Of the machine config. */
  readonly config: Digest;
  /** The version. */
  readonly release: string;
  /** Of kernel, RAM disk and arguments, where they are what the machine runs. */
  readonly boot?: Digest;
}

/**
 * Keeps what was served when the node's generation began, while what is served changes: a `terraform_data` whose `input` is ignored
 * from then on.
 *
 * Terraform cannot see the machine. The record says what it was to take; raising the generation, which begins a new record, is the operator's word
 * that the machine takes what is served now.
 *
 * @see https://developer.hashicorp.com/terraform/language/resources/terraform-data
 */
export class ServedRecord extends TerraformResource {
  /**
   * @param replacedBy what begins a new record
   * @param followsRelease whether a machine of another release than the served one is stale
   */
  constructor(
    scope: Construct,
    id: string,
    private readonly state: ServedState,
    replacedBy: readonly string[],
    private readonly followsRelease: boolean,
  ) {
    super(scope, id, {
      terraformResourceType: "terraform_data",
      terraformGeneratorMetadata: { providerName: "terraform" },
      lifecycle: lifecycleOf({ ignore: ["input"], replacedBy }),
    });
  }

  /** The digest of the machine config that is served now; undefined where it waits for apply. */
  public get configDigest(): string | undefined {
    return this.state.config.known;
  }

  /** Whether something else is served than what the record keeps: a boolean known at plan, except while a new record begins. */
  public stale(): IResolvable {
    return expressionOf(() => {
      const { config, release, boot } = this.state;
      const differs = [this.differs("config", config.expression())];
      if (this.followsRelease) differs.push(this.differs("release", JSON.stringify(release)));
      if (boot !== undefined) differs.push(this.differs("boot", boot.expression()));
      const condition = differs.join(" || ");
      // What a secret is part of is secret for Terraform; that it is another one than before is none.
      return config.known === undefined || (boot !== undefined && boot.known === undefined)
        ? `nonsensitive(sensitive(${condition}))`
        : differs.length === 1
          ? condition
          : `(${condition})`;
    });
  }

  protected override synthesizeAttributes(): { [name: string]: unknown } {
    return { input: this.input() };
  }

  protected override synthesizeHclAttributes(): { [name: string]: unknown } {
    return { input: { value: this.input(), isBlock: false, type: "map", storageClassType: "stringMap" } };
  }

  private input(): { [name: string]: string } {
    const { config, release, boot } = this.state;
    return { config: config.value, release, ...(boot === undefined ? {} : { boot: boot.value }) };
  }

  // A record of a pool that was of the other kind has not kept everything.
  private differs(name: string, current: string): string {
    return `try(terraform_data.${this.friendlyUniqueId}.output.${name}, "") != ${current}`;
  }
}
