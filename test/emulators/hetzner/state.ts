import { ActionLog } from "./actions";
import { notFound } from "./api-error";
import { LOCATIONS, SERVER_TYPES } from "./catalogue";
import { parseLabelSelector } from "./labels";
import {
  bootId,
  type Firewall,
  type Image,
  type Location,
  type Network,
  type PlacementGroup,
  type PrimaryIp,
  type Server,
  type ServerEvent,
  type ServerEventName,
  type ServerType,
  type SshKey,
  type Stored,
} from "./model";

/** Time that only moves when something happens, so that two runs of a test give the same timestamps. */
export class Clock {
  private static readonly BASE = Date.UTC(2026, 0, 1);
  private ticks = 0;

  /** The next second. */
  public next(): string {
    this.ticks++;
    return new Date(Clock.BASE + this.ticks * 1000).toISOString().replace(".000Z", "Z");
  }
}

/** Resources of one kind, with IDs that count up and are never used twice. */
export class Collection<T extends Stored> {
  private readonly items = new Map<number, T>();
  private nextId: number;

  constructor(
    private readonly kind: string,
    firstId: number,
    private readonly clock: Clock,
  ) {
    this.nextId = firstId;
  }

  public add(fields: Omit<T, "id" | "created">): T {
    const item = { ...fields, id: this.nextId, created: this.clock.next() } as T;
    this.nextId++;
    this.items.set(item.id, item);
    return item;
  }

  public find(id: number | null): T | undefined {
    return id === null ? undefined : this.items.get(id);
  }

  /** @throws ApiError `not_found` */
  public get(id: number): T {
    const item = this.items.get(id);
    if (item === undefined) throw notFound(this.kind, id);
    return item;
  }

  public byName(name: string): T | undefined {
    return this.list().find((item) => item.name === name);
  }

  /** By ID where the text is a number, else by name. @throws ApiError `not_found` */
  public byIdOrName(idOrName: string): T {
    const item = /^\d+$/.test(idOrName) ? this.items.get(Number(idOrName)) : this.byName(idOrName);
    if (item === undefined) throw notFound(this.kind, idOrName);
    return item;
  }

  public list(): T[] {
    return [...this.items.values()];
  }

  public remove(item: T): void {
    this.items.delete(item.id);
  }
}

/**
 * Everything one project holds, and the relations that more than one kind of resource asks for.
 *
 * The ranges of IDs differ per kind: a mixed-up ID is then an error in a test, not an accident that works.
 */
export class HetznerState {
  public readonly clock = new Clock();
  public readonly actions = new ActionLog(this.clock);
  public readonly locations: readonly Location[] = LOCATIONS;
  public readonly serverTypes: readonly ServerType[] = SERVER_TYPES;
  public readonly images = new Collection<Image>("image", 20001, this.clock);
  public readonly sshKeys = new Collection<SshKey>("SSH key", 30001, this.clock);
  public readonly placementGroups = new Collection<PlacementGroup>("placement group", 40001, this.clock);
  public readonly firewalls = new Collection<Firewall>("firewall", 50001, this.clock);
  public readonly networks = new Collection<Network>("network", 60001, this.clock);
  public readonly primaryIps = new Collection<PrimaryIp>("primary IP", 70001, this.clock);
  public readonly servers = new Collection<Server>("server", 10001, this.clock);
  public readonly history: ServerEvent[] = [];
  /** Is told of every event at once. */
  public onEvent?: (event: ServerEvent) => void;
  private addresses = { ipv4: 0, ipv6: 0, mac: 0 };

  public record(event: ServerEventName, server: Server): void {
    const sequence = this.history.length + 1;
    const rescue = server.rescuedBy === null ? {} : { rescuedBy: server.rescuedBy };
    const happened = { sequence, event, serverId: server.id, serverName: server.name, bootId: bootId(server), ...rescue };
    this.history.push(happened);
    this.onEvent?.(happened);
  }

  public location(idOrName: string): Location | undefined {
    return this.locations.find((location) => location.name === idOrName || String(location.id) === idOrName);
  }

  public serverType(idOrName: string): ServerType | undefined {
    return this.serverTypes.find((type) => type.name === idOrName || String(type.id) === idOrName);
  }

  public primaryIpOf(server: Server, type: PrimaryIp["type"]): PrimaryIp | undefined {
    return this.primaryIps.list().find((ip) => ip.assigneeId === server.id && ip.type === type);
  }

  public hasPublicInterface(server: Server): boolean {
    return this.primaryIps.list().some((ip) => ip.assigneeId === server.id);
  }

  public membersOf(group: PlacementGroup): Server[] {
    return this.servers.list().filter((server) => server.placementGroupId === group.id);
  }

  public attachedTo(network: Network): Server[] {
    return this.servers.list().filter((server) => server.privateNets.some((net) => net.networkId === network.id));
  }

  /** Servers a selector of a firewall means: those that match and have a public interface. */
  public selectedBy(selector: string): Server[] {
    const matches = parseLabelSelector(selector);
    return this.servers.list().filter((server) => matches(server.labels) && this.hasPublicInterface(server));
  }

  public firewallsOn(server: Server): Firewall[] {
    return this.firewalls
      .list()
      .filter(
        (firewall) =>
          firewall.serverIds.includes(server.id) || firewall.labelSelectors.some((selector) => this.selectedBy(selector).includes(server)),
      );
  }

  /** A fresh address of the range that is kept for benchmarks (RFC 2544), which nobody routes. */
  public nextIpv4(): string {
    const n = ++this.addresses.ipv4;
    return `198.${18 + ((n >> 16) & 1)}.${(n >> 8) & 255}.${n & 255}`;
  }

  /** A fresh /64 of the documentation range (RFC 3849). */
  public nextIpv6(): string {
    return `2001:db8:${(++this.addresses.ipv6).toString(16)}::/64`;
  }

  public nextMacAddress(): string {
    const hex = (++this.addresses.mac).toString(16).padStart(6, "0");
    return `86:00:00:${hex.slice(0, 2)}:${hex.slice(2, 4)}:${hex.slice(4)}`;
  }
}
