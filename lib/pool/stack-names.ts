import { TerraformStack } from "cdktf";
import { Construct, IConstruct } from "constructs";
import { FlatcarError } from "../errors";

const ID = "FlatcarNames";

/**
 * What may exist once in a stack, and who has it: node names, hostnames, addresses.
 *
 * It hangs in the construct tree, so that two copies of this package in one app share it and no module keeps state. It makes no resource.
 */
export class StackNames extends Construct {
  /** The stack's register; made on first use. */
  public static of(scope: IConstruct): StackNames {
    const stack = TerraformStack.of(scope);
    return (stack.node.tryFindChild(ID) as StackNames | undefined) ?? new StackNames(stack, ID);
  }

  private readonly owners = new Map<string, string>();
  private readonly counts = new Map<string, number>();

  /**
   * Takes `value` of a `kind` for `owner`.
   *
   * @throws FlatcarError with `code` where another owner has it
   */
  public claim(claim: NameClaim): void {
    const key = `${claim.kind}\u0000${claim.value}`;
    const owner = this.owners.get(key);
    if (owner !== undefined) {
      throw new FlatcarError({
        code: claim.code,
        subject: claim.subject,
        received: claim.value,
        allowed: `a ${claim.kind} that nothing else in the stack has; ${owner} has this one`,
        mend: claim.mend,
      });
    }
    this.owners.set(key, claim.owner);
  }

  /** Keeps in mind who has a `value` that nothing else can have. */
  public note(kind: string, value: string, owner: string): void {
    this.owners.set(`${kind}\u0000${value}`, owner);
  }

  /** Who has `value`, if anybody. */
  public ownerOf(kind: string, value: string): string | undefined {
    return this.owners.get(`${kind}\u0000${value}`);
  }

  /** Counts one more of something that is limited, and returns how many there are now. */
  public count(what: string): number {
    const count = (this.counts.get(what) ?? 0) + 1;
    this.counts.set(what, count);
    return count;
  }
}

/** A claim on a name. */
export interface NameClaim {
  /** What the value is, in words: `node name`, `hostname`. */
  readonly kind: string;
  readonly value: string;
  /** Who takes it, as a later error names it: a path and a node. */
  readonly owner: string;
  readonly code: string;
  readonly subject: string;
  readonly mend: string;
}
