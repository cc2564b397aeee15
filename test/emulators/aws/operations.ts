import { ApiError } from "./api-error";
import { checkGroup, createGroup, deleteGroup, updateGroup } from "./autoscaling";
import { Filling } from "./filling";
import { checkInstance, deleteInstance, readInstance, updateInstance } from "./instances";
import { checkTemplate, createTemplate, updateTemplate } from "./launch-templates";
import { type Attributes, isSame, number, type Resource, text } from "./model";
import { checkNames, checkReferences, checkUnused } from "./references";
import { SCHEMAS } from "./schema";
import type { AwsState } from "./state";

/** What a type of resource does beyond keeping what it is given. */
interface Kind {
  /** Before anything is kept; with the old attributes for an update. */
  readonly check?: (state: AwsState, attributes: Attributes, old?: Attributes) => void;
  readonly created?: (state: AwsState, resource: Resource) => void;
  readonly updated?: (state: AwsState, resource: Resource, changed: readonly string[]) => void;
  readonly deleted?: (state: AwsState, resource: Resource) => void;
  readonly read?: (state: AwsState, resource: Resource) => Attributes;
}

const KINDS: Readonly<Record<string, Kind>> = {
  aws_autoscaling_group: { check: checkGroup, created: createGroup, updated: updateGroup, deleted: deleteGroup },
  aws_instance: {
    check: checkInstance,
    updated: updateInstance,
    deleted: (_, instance) => deleteInstance(instance),
    read: readInstance,
  },
  aws_launch_template: {
    check: (_, attributes) => checkTemplate(attributes),
    created: createTemplate,
    updated: updateTemplate,
    deleted: (state, { id }) => void state.templateVersions.delete(id),
  },
  aws_security_group: {
    check: (_, { vpc_id: vpc }) => {
      if (typeof vpc !== "string" || vpc === "") throw new ApiError(400, "VPCIdNotSpecified", "No default VPC for this user");
    },
  },
};

/** What clients do with resources. */
export class Operations {
  constructor(private readonly state: AwsState) {}

  public create(type: string, region: string, given: Attributes): Resource {
    const schema = SCHEMAS.resource_schemas[type];
    if (schema === undefined) throw new ApiError(400, "InvalidAction", `the stand-in has no ${type}`);
    const asked = structuredClone(given);
    // What is of IAM is of no region.
    if (schema.block.attributes?.region !== undefined) asked.region = text(given, "region") ?? region;
    checkReferences(this.state, type, asked);
    checkNames(this.state, type, asked);
    KINDS[type]?.check?.(this.state, asked);
    const attributes = new Filling(this.state, type, asked).fill();
    const resource: Resource = { type, id: String(attributes.id), attributes };
    this.state.put(resource);
    this.state.record("created", type, resource.id);
    KINDS[type]?.created?.(this.state, resource);
    return resource;
  }

  /** @throws ApiError 404 where it is not there, which the provider takes for "gone" */
  public get(type: string, id: string): Resource {
    const resource = this.state.get(type, id);
    if (resource === undefined) throw new ApiError(404, "NotFound", `${type} ${id} does not exist`);
    return resource;
  }

  public read(type: string, id: string): Attributes {
    const resource = this.get(type, id);
    return KINDS[type]?.read?.(this.state, resource) ?? resource.attributes;
  }

  public update(type: string, id: string, given: Attributes): Attributes {
    const old = this.get(type, id).attributes;
    const asked = keptApart(type, structuredClone(given), old);
    checkReferences(this.state, type, asked);
    const attributes = new Filling(this.state, type, asked).fill();
    const changed = Object.keys(attributes)
      .filter((name) => !isSame(attributes[name], old[name]))
      .sort();
    KINDS[type]?.check?.(this.state, attributes, old);
    const resource: Resource = { type, id, attributes };
    this.state.put(resource);
    this.state.record("updated", type, id, changed);
    KINDS[type]?.updated?.(this.state, resource, changed);
    return this.read(type, id);
  }

  public delete(type: string, id: string): void {
    const resource = this.get(type, id);
    checkUnused(this.state, resource);
    KINDS[type]?.deleted?.(this.state, resource);
    this.state.remove(resource);
    this.state.record("deleted", type, id);
  }
}

/**
 * What the provider sends along although it is past: of a group's two ways to name a template the one that changed counts, a template that is
 * named anew has its own name, and a desired capacity that nobody asked for follows the bounds.
 */
function keptApart(type: string, asked: Attributes, old: Attributes): Attributes {
  if (type !== "aws_autoscaling_group") return asked;
  const both = ["launch_template", "mixed_instances_policy"] as const;
  const isGiven = (name: string): boolean => Array.isArray(asked[name]) && (asked[name] as unknown[]).length > 0;
  if (both.every(isGiven)) asked[isSame(asked[both[0]], old[both[0]]) ? both[0] : both[1]] = [];
  for (const block of (asked.launch_template ?? []) as Attributes[]) {
    const before = ((old.launch_template ?? []) as Attributes[])[0];
    if (before !== undefined && block.id !== before.id && block.name === before.name) block.name = null;
  }
  if (asked.desired_capacity === old.desired_capacity) {
    const [min, max] = [number(asked, "min_size") ?? 0, number(asked, "max_size") ?? 0];
    asked.desired_capacity = Math.min(Math.max(number(asked, "desired_capacity") ?? min, min), Math.max(min, max));
  }
  return asked;
}
