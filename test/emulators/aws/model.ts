export type Attributes = { [name: string]: unknown };

/** Something that a stack made, with all its attributes as the provider sees them. */
export interface Resource {
  readonly type: string;
  readonly id: string;
  readonly attributes: Attributes;
}

export interface Ami {
  readonly id: string;
  readonly name: string;
  readonly architecture: "x86_64" | "arm64";
  readonly virtualizationType: "hvm" | "paravirtual";
  /** The account it belongs to. */
  readonly ownerId: string;
  /** RFC 3339. */
  readonly creationDate: string;
  /** The size of the snapshot of its root volume, in GiB: no root volume may be smaller. */
  readonly rootVolumeSize: number;
  readonly rootDeviceName: string;
  readonly description: string;
  /** The one region that has it; in all of them where there is none. */
  readonly region?: string;
}

/** A machine of an Auto Scaling group. */
export interface Machine {
  readonly id: string;
  /** The name of its group. */
  readonly group: string;
  readonly launchTemplateId: string;
  /** The number of the version it was launched from, also where the group says `$Latest` or `$Default`. */
  readonly launchTemplateVersion: number;
  readonly ami: string;
  readonly instanceType: string;
  /** What it booted with, decoded, as text. */
  readonly userData: string;
  readonly subnetId: string;
  readonly securityGroupIds: readonly string[];
}

export type EventName =
  | "created"
  | "updated"
  | "deleted"
  /** An `aws_instance` was stopped and started, as some changes need. */
  | "restarted"
  /** A machine of a group; the id is the machine's. */
  | "launched"
  | "terminated"
  /** Of a group: its machines were replaced. */
  | "instance-refresh";

/** Something that happened, in order. Kept when the resource is gone. */
export interface ResourceEvent {
  readonly sequence: number;
  readonly event: EventName;
  readonly type: string;
  readonly id: string;
  /** The attributes that an update changed, in alphabetical order. */
  readonly changed?: readonly string[];
}

/** The account that everything belongs to. */
export const ACCOUNT = "123456789012";

/** The text of an attribute; nothing where it is not text or empty. */
export function text(attributes: Attributes, name: string): string | undefined {
  const value = attributes[name];
  return typeof value === "string" && value !== "" ? value : undefined;
}

export function number(attributes: Attributes, name: string): number | undefined {
  const value = attributes[name];
  return typeof value === "number" ? value : undefined;
}

/** The elements of a list or set of text. */
export function texts(attributes: Attributes, name: string): string[] {
  const value = attributes[name];
  return Array.isArray(value) ? value.filter((element): element is string => typeof element === "string") : [];
}

/** The blocks of a type, in order. */
export function blocks(attributes: Attributes, name: string): Attributes[] {
  const value = attributes[name];
  return Array.isArray(value) ? (value as Attributes[]) : [];
}

/** Equal as JSON, whatever the order of keys. The provider sends sets in an order of their own. */
export function isSame(a: unknown, b: unknown): boolean {
  return JSON.stringify(ordered(a)) === JSON.stringify(ordered(b));
}

function ordered(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(ordered);
  if (typeof value !== "object" || value === null) return value ?? null;
  const members = Object.entries(value).map(([name, member]): [string, unknown] => [name, ordered(member)]);
  return Object.fromEntries(members.sort(([a], [b]) => (a < b ? -1 : 1)));
}
