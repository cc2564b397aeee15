import { createHash } from "crypto";
import { Construct } from "constructs";
import { FlatcarError } from "../errors";
import { PlacementGroup } from "../imports/hcloud/placement-group";
import { UNKNOWN_NUMBER } from "../pool/node-options";
import { isToken } from "../pool/tokens";
import { HETZNER_PLACEMENT_GROUP_LIMIT } from "./limits";

/** A group, and its number in the pool. */
export interface Placement {
  readonly group: PlacementGroup;
  readonly bucket: number;
}

/** What decides the group of a node. */
export interface PlacementNode {
  readonly name: string;
  readonly index?: number;
  /** The node's explicit group. */
  readonly placementGroup?: number;
}

/**
 * The spread placement groups of a pool: a fixed number, made once, so that no node moves when another one comes or goes.
 *
 * Hetzner cannot move a running server to another group.
 */
export class PlacementGroups {
  private readonly groups: PlacementGroup[];
  private readonly members: string[][];

  /**
   * @param count how many groups; 0 for none
   * @throws FlatcarError `placement-groups`
   */
  constructor(scope: Construct, count: number, make: (scope: Construct, id: string, index: number) => PlacementGroup) {
    if (!Number.isSafeInteger(count) || count < 0 || count > 1000) {
      throw new FlatcarError({
        code: "placement-groups",
        subject: "placementGroups",
        received: isToken(count) ? UNKNOWN_NUMBER : count,
        allowed: "a whole number from 0 (none) to 1000, known at synth",
        mend: `give one group for every ${HETZNER_PLACEMENT_GROUP_LIMIT} servers the pool may come to have`,
      });
    }
    this.groups = Array.from({ length: count }, (_, i) => make(scope, `PlacementGroup${i}`, i));
    this.members = this.groups.map(() => []);
  }

  /**
   * The group of a node: the explicit one, or ten nodes by ten by their index, or by a hash of the name.
   *
   * @throws FlatcarError `placement-group-range`, `placement-group-full`
   */
  public groupOf(node: PlacementNode): Placement | undefined {
    if (this.groups.length === 0) {
      if (node.placementGroup !== undefined) throw this.outOfRange(node, node.placementGroup);
      return undefined;
    }
    const bucket =
      node.placementGroup ?? (node.index === undefined ? this.hashed(node.name) : Math.floor(node.index / HETZNER_PLACEMENT_GROUP_LIMIT));
    if (!Number.isSafeInteger(bucket) || bucket < 0 || bucket >= this.groups.length) throw this.outOfRange(node, bucket);
    const members = this.members[bucket];
    if (members.push(node.name) > HETZNER_PLACEMENT_GROUP_LIMIT) {
      throw new FlatcarError({
        code: "placement-group-full",
        subject: `nodes.${node.name}: placement group ${bucket}`,
        received: members,
        allowed: `at most ${HETZNER_PLACEMENT_GROUP_LIMIT} servers in a placement group`,
        mend: "raise 'placementGroups', and give nodes that share a full group another one by 'placementGroup'",
      });
    }
    return { group: this.groups[bucket], bucket };
  }

  private hashed(name: string): number {
    return createHash("sha256").update(name).digest().readUInt32BE(0) % this.groups.length;
  }

  private outOfRange(node: PlacementNode, bucket: number): FlatcarError {
    const count = this.groups.length;
    return new FlatcarError({
      code: "placement-group-range",
      subject: `nodes.${node.name}.${node.placementGroup === undefined ? "index" : "placementGroup"}`,
      received: isToken(bucket) ? UNKNOWN_NUMBER : node.placementGroup === undefined ? `${node.index}, which is group ${bucket}` : bucket,
      allowed: count === 0 ? "nothing: the pool has no placement groups" : `a group from 0 to ${count - 1}, known at synth`,
      mend: "raise 'placementGroups' of the pool, or name a group that is there",
    });
  }
}
