import { Addresses } from "./addresses";
import { refused } from "./api-error";
import { type Ami, type Attributes, type EventName, type Machine, type Resource, type ResourceEvent, text } from "./model";

/** Everything that an account holds. */
export class AwsState {
  public readonly amis: Ami[] = [];
  public readonly machines: Machine[] = [];
  /** What each version of a launch template says, by the template's id; version 1 comes first. */
  public readonly templateVersions = new Map<string, Attributes[]>();
  public readonly history: ResourceEvent[] = [];
  public readonly addresses = new Addresses(this);
  private readonly byType = new Map<string, Map<string, Resource>>();
  private readonly counters = new Map<string, number>();

  public all(): Resource[] {
    return [...this.byType.values()].flatMap((resources) => [...resources.values()]);
  }

  public list(type: string): Resource[] {
    return [...(this.byType.get(type)?.values() ?? [])];
  }

  public put(resource: Resource): void {
    const resources = this.byType.get(resource.type) ?? new Map<string, Resource>();
    this.byType.set(resource.type, resources.set(resource.id, resource));
  }

  public remove(resource: Resource): void {
    this.byType.get(resource.type)?.delete(resource.id);
  }

  public get(type: string, id: string): Resource | undefined {
    return this.byType.get(type)?.get(id);
  }

  /** By id, name or ARN, as attributes refer to each other. */
  public find(type: string, reference: string): Resource | undefined {
    const isIt = ({ attributes }: Resource): boolean => text(attributes, "name") === reference || text(attributes, "arn") === reference;
    return this.get(type, reference) ?? this.list(type).find(isIt);
  }

  /** @throws ApiError `InvalidAMIID.Malformed`, `InvalidAMIID.NotFound` */
  public ami(id: string, region: string): Ami {
    if (!/^ami-([0-9a-f]{8}|[0-9a-f]{17})$/.test(id)) throw refused("InvalidAMIID.Malformed", `Invalid id: "${id}"`);
    const ami = this.amis.find((candidate) => candidate.id === id && isIn(candidate, region));
    if (ami === undefined) throw refused("InvalidAMIID.NotFound", `The image id '[${id}]' does not exist`);
    return ami;
  }

  public record(event: EventName, type: string, id: string, changed?: readonly string[]): void {
    this.history.push({ sequence: this.history.length + 1, event, type, id, ...(changed && { changed }) });
  }

  /** Counts up from 1 for each name. */
  public next(name: string): number {
    const next = (this.counters.get(name) ?? 0) + 1;
    this.counters.set(name, next);
    return next;
  }

  /** The 17 digits after the prefix of an id, other ones each time: some prefixes are of several types. */
  public nextHex(): string {
    return this.next("id").toString(16).padStart(17, "0");
  }
}

export function isIn(ami: Ami, region: string): boolean {
  return ami.region === undefined || ami.region === region;
}
