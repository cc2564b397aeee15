import { snake } from "./snake";
import type { Decoded } from "./struct";

/** The lists of the `storage` section that trees and quadlets add to. */
export type NodeList = "directories" | "files" | "links";

/** Where a node comes from that a tree or a quadlet made. */
export interface NodeOrigin {
  readonly at: string;
  /** Where its path was said, if not there. */
  readonly path?: string;
  /** Where its contents were said, if not there. */
  readonly contents?: string;
}

/** Where a unit comes from that is not at its own index. */
export interface UnitOrigin {
  /** The field that made it, where one did. */
  readonly generated?: string;
  /** Its index among the user's, where it is there. */
  readonly user?: number;
  readonly unit: Readonly<Record<string, unknown>>;
}

/**
 * Where the values of the Ignition config were said in the Butane one. It answers as the table of paths of `butane` does, with the quirk that
 * what is absent is not in the table and is named as if it had not moved.
 *
 * @see https://github.com/coreos/butane/blob/v0.29.0/translate/set.go
 */
export class Origins {
  private readonly nodes = new Map<string, NodeOrigin>();
  private readonly filled = new Map<string, { readonly at: string; readonly fields: readonly string[] }>();
  private readonly keys = new Map<string, readonly number[]>();
  private units: readonly UnitOrigin[] = [];

  /** A node that was made. */
  public addNode(list: NodeList, index: number, origin: NodeOrigin): void {
    this.nodes.set(`storage.${list}.${index}`, origin);
  }

  /** Fields of a node of the user's that a tree set. */
  public fillNode(list: NodeList, index: number, at: string, fields: readonly string[]): void {
    this.filled.set(`storage.${list}.${index}`, { at, fields });
  }

  /** A user whose keys are partly in files. */
  public addKeys(user: string, own: number, byFile: readonly (readonly string[])[]): void {
    this.keys.set(user, [own, ...byFile.map((keys) => keys.length)]);
  }

  /** All units, where some were made. */
  public setUnits(units: readonly UnitOrigin[]): void {
    this.units = units;
  }

  /** The path in the Butane config of a path in the Ignition config. */
  public of(path: string, source: Decoded): string {
    const parts = path.split(".");
    if (parts[0] === "storage") return this.ofNode(parts) ?? said(parts, source);
    if (parts[0] === "systemd" && parts[1] === "units") return this.ofUnit(parts, source);
    if (parts[3] === "sshAuthorizedKeys" && parts.length === 5) return this.ofKey(parts) ?? said(parts, source);
    return said(parts, source);
  }

  private ofNode(parts: readonly string[]): string | undefined {
    const key = parts.slice(0, 3).join(".");
    const field = parts.slice(3).join(".");
    const filled = this.filled.get(key);
    if (filled?.fields.includes(field)) return filled.at;
    const node = this.nodes.get(key);
    if (node === undefined) return undefined;
    if (field === "path") return node.path ?? node.at;
    return field === "contents" || field === "contents.source" ? (node.contents ?? node.at) : node.at;
  }

  private ofKey(parts: readonly string[]): string | undefined {
    const [own, ...byFile] = this.keys.get(parts.slice(0, 3).join(".")) ?? [];
    let index = Number(parts[4]) - (own ?? Infinity);
    if (index < 0) return undefined;
    const file = byFile.findIndex((count) => (index -= count) < 0);
    return [...parts.slice(0, 3), "ssh_authorized_keys_local", file].join(".");
  }

  private ofUnit(parts: readonly string[], source: Decoded): string {
    const origin = this.units[Number(parts[2])];
    if (origin === undefined) return said(parts, source);
    const field = parts.slice(3);
    if (!isPopulated(origin.unit, field)) return said(parts, source, false);
    const user = origin.user === undefined ? undefined : ["systemd", "units", String(origin.user), ...field];
    if (user !== undefined && (origin.generated === undefined || isSaid(source, user))) return said(user, source);
    return origin.generated ?? said(parts, source);
  }
}

/** The path of a value that keeps its place; contents are where their text or their file is named. */
function said(parts: readonly string[], source: Decoded, moved = true): string {
  const keys = parts.map(snake);
  const last = keys[keys.length - 1];
  const parent = moved ? valueAt(source, keys.slice(0, -1)) : undefined;
  return [...keys.slice(0, -1), isObject(parent) ? fieldOf(parent, last) : last].join(".");
}

function fieldOf(parent: Decoded, field: string): string {
  if (field === "contents" && typeof parent.contents_local === "string" && parent.contents_local !== "") return "contents_local";
  const given = parent.inline !== undefined ? "inline" : "local";
  if (parent[given] === undefined) return field;
  return field === "source" || (field === "compression" && (parent.compression ?? "") === "") ? given : field;
}

function isSaid(source: Decoded, parts: readonly string[]): boolean {
  const keys = parts.map(snake);
  const parent = valueAt(source, keys.slice(0, -1));
  const last = keys[keys.length - 1];
  return valueAt(source, keys) !== undefined || (isObject(parent) && fieldOf(parent, last) !== last);
}

/** Whether there is anything at a path: an absent pointer, an empty name, and what holds nothing else, are nothing. */
function isPopulated(unit: unknown, parts: readonly string[]): boolean {
  const value = valueAt(unit, parts);
  if (parts[parts.length - 1] === "name") return value !== "";
  if (Array.isArray(value)) return value.some((entry) => isPopulated(entry, []));
  if (!isObject(value)) return value !== undefined;
  return Object.keys(value).some((key) => isPopulated(value, [key]));
}

function valueAt(value: unknown, parts: readonly string[]): unknown {
  let found = value;
  for (const part of parts) {
    if (typeof found !== "object" || found === null || !Object.hasOwn(found, part)) return undefined;
    found = (found as Readonly<Record<string, unknown>>)[part];
  }
  return found;
}

function isObject(value: unknown): value is Decoded {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
