import { TerraformElement, TerraformResource, TerraformStack } from "cdktf";
import { Construct, IConstruct, RootConstruct } from "constructs";
import { FlatcarError } from "../errors";
import { hasToken } from "./tokens";

/**
 * Tells Terraform that every resource of a pool was at another place of the construct tree before, so that a renamed or
 * moved pool keeps its machines.
 *
 * One element for the whole pool, read at synth: cdktf's own `moveFromId` runs `terraform version` for each resource, and takes
 * an address before a later `overrideLogicalId`.
 */
export class PoolMoves extends TerraformElement {
  /**
   * @param pool the pool at its new place
   * @param from the pool's former path in the stack, without the stack: `group/db`
   * @throws FlatcarError `moved-from` for a path that cannot have been the pool's
   */
  constructor(
    private readonly pool: Construct,
    id: string,
    private readonly from: string,
  ) {
    super(pool, id);
    const now = pathBelow(TerraformStack.of(pool), pool);
    if (hasToken(from) || from.split("/").includes("") || from === now) {
      throw new FlatcarError({
        code: "moved-from",
        subject: "movedFrom",
        received: from,
        allowed: "the pool's former path in its stack, known at synth: ids joined by '/', and not the one it has now",
        mend: `write the path without the stack's name; the pool is now at ${JSON.stringify(now)}`,
      });
    }
  }

  public override toTerraform(): object {
    const stack = TerraformStack.of(this.pool);
    // The stack knows how a path becomes a logical id; a tree of the old shape is made to ask it, and thrown away.
    const former = new TerraformStack(new RootConstruct(), stack.node.id);
    const home = this.from.split("/").reduce((at: Construct, part) => new Construct(at, part), former);
    const moved = this.pool.node
      .findAll()
      .filter(TerraformResource.isTerraformResource)
      // What has an id of the user's own has the same address wherever it is.
      .filter((resource) => resource.friendlyUniqueId === stack.getLogicalId(resource))
      .map((resource) => {
        const path = pathBelow(this.pool, resource).split("/");
        const last = path.pop() ?? "";
        const parent = path.reduce(
          (at: Construct, part) => (at.node.tryFindChild(part) as Construct | undefined) ?? new Construct(at, part),
          home,
        );
        const id = stack.getLogicalId(new TerraformElement(parent, last));
        const type = resource.terraformResourceType;
        return { from: `${type}.${id}`, to: `${type}.${resource.friendlyUniqueId}` };
      });
    return { moved };
  }
}

function pathBelow(above: IConstruct, below: IConstruct): string {
  return below.node.path.slice(above.node.path.length + 1);
}
