import { TerraformResource, TerraformStack } from "cdktf";
import { Construct, IConstruct, IValidation } from "constructs";
import { FlatcarError } from "../errors";
import { Group } from "../imports/matchbox/group";
import { parseMac } from "../pool/mac-address";
import { hasToken, identityOf } from "../pool/tokens";

const ID = "FlatcarSelectors";

/** A group with what it selects, in one spelling. */
interface Selecting {
  readonly group: Group;
  readonly stack: string;
  /** The provider's address; undefined for the stack's own. */
  readonly server: string | undefined;
  readonly selector: string;
  /** Whether it selects one machine that is known. */
  readonly hasMac: boolean;
}

/**
 * Looks at synth for groups of matchbox that select the same machines, those that the user made among them. matchbox takes one of two such groups,
 * by its name, and says nothing (https://github.com/poseidon/matchbox/blob/v0.11.0/matchbox/server/server.go).
 *
 * A MAC address is one machine's wherever it is written, so those of all stacks are held against each other. Other selectors mean something
 * on one server only.
 */
export class UniqueSelectors extends Construct implements IValidation {
  /** Has the groups of the stack looked at; once, however often it is called. */
  public static check(scope: IConstruct): void {
    const stack = TerraformStack.of(scope);
    if (stack.node.tryFindChild(ID) === undefined) new UniqueSelectors(stack, ID);
  }

  private constructor(scope: Construct, id: string) {
    super(scope, id);
    this.node.addValidation(this);
  }

  public validate(): string[] {
    const stack = TerraformStack.of(this);
    const all = this.node.root.node.findAll().filter(isGroup).map(selecting);
    const bySelector = new Map<string, Selecting[]>();
    for (const group of all) bySelector.set(group.selector, [...(bySelector.get(group.selector) ?? []), group]);
    const clashes: string[] = [];
    for (const alike of bySelector.values()) {
      alike.forEach((one, i) => {
        const other = alike.slice(0, i).find((before) => meet(before, one));
        // Each clash is told by a stack that is part of it.
        if (other !== undefined && (one.stack === stack.node.path || other.stack === stack.node.path)) clashes.push(clash(other, one));
      });
    }
    return clashes;
  }
}

// By its type, not its class: an app may have bindings of its own.
function isGroup(construct: IConstruct): construct is Group {
  return TerraformResource.isTerraformResource(construct) && construct.terraformResourceType === Group.tfResourceType;
}

function selecting(group: Group): Selecting {
  const selector = group.selectorInput;
  const entries = Object.entries(selector ?? {}).map(([key, value]) => {
    // Of this one label matchbox reads any spelling.
    return [key, key === "mac" && !hasToken(value) ? (parseMac(value) ?? value) : identityOf(group, value)];
  });
  entries.sort(([a], [b]) => (a < b ? -1 : 1));
  return {
    group,
    stack: TerraformStack.of(group).node.path,
    server: group.provider?.fqn,
    selector: JSON.stringify(entries),
    hasMac: Object.entries(selector ?? {}).some(([key, value]) => key === "mac" && !hasToken(value)),
  };
}

function meet(one: Selecting, other: Selecting): boolean {
  return one.hasMac ? true : one.stack === other.stack && one.server === other.server;
}

function clash(one: Selecting, other: Selecting): string {
  return new FlatcarError({
    code: "matchbox-selector-taken",
    path: other.group.node.path,
    subject: "selector",
    received: other.group.selectorInput ?? {},
    allowed: `a selector that no other group has; ${one.group.node.path} has this one`,
    mend: "take one of the two groups away, or have it select something else: matchbox would serve one of them and say nothing",
  }).message;
}
