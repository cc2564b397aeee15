import { FlatcarError } from "../errors";
import type { FlatcarRelease } from "../release";
import type { MachineConfig } from "./machine-config";
import { hasToken, isToken } from "./tokens";

/** What one machine of a pool may have of its own, on every platform. */
export interface NodeOptions {
  /**
   * The machine's hostname, written to `/etc/hostname`: one RFC 1123 label or several joined by dots, at most 64 characters,
   * the kernel's limit (https://man7.org/linux/man-pages/man7/hostname.7.html).
   *
   * @default - the node's name
   */
  readonly hostname?: string;
  /**
   * Configs laid over the pool's for this node alone.
   *
   * @default - the pool's machine config alone
   */
  readonly machineConfig?: MachineConfig[];
  /**
   * The release of this node, for example to try one on a single machine.
   *
   * @default - the pool's release
   */
  readonly release?: FlatcarRelease;
  /**
   * A whole number from 1. Raising it replaces this machine alone, with the newest config and release.
   *
   * @default 1
   */
  readonly generation?: number;
  /**
   * The slot of a staggered reboot window in which this node reboots, from 0.
   *
   * @default - the node's `index`, or else a hash of its name, modulo the number of slots
   */
  readonly rebootSlot?: number;
  /**
   * A number that belongs to the node for good, from 0. It spreads the node where nothing explicit does (reboot slot, placement
   * group, address). `nodes()` sets it from the number in the name.
   *
   * @default - none: what must be spread is spread by a hash of the name
   */
  readonly index?: number;
}

const NODE_NAME = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;
/** How an error shows a number that is known only at apply: cdktf has a meaningless one in its place. */
export const UNKNOWN_NUMBER = "a number known only at apply";

const LABEL = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/i;

/**
 * The map of `count` nodes named `<prefix>-0` … `<prefix>-<count-1>`. A node keeps its name, and with it its machine, when the count changes.
 *
 * @param prefix start of each name, lower-case letters, digits and dashes
 * @param count number of nodes, at least 1
 * @param options given to every node; `index` is set to the node's number
 * @throws FlatcarError `node-count` where count is not a whole number from 1 to 10000
 */
export function nodes(prefix: string, count: number, options: NodeOptions = {}): { [name: string]: NodeOptions } {
  if (!Number.isInteger(count) || count < 1 || count > 10_000) {
    throw new FlatcarError({
      code: "node-count",
      subject: `nodes(${JSON.stringify(prefix)}, …)`,
      received: isToken(count) ? UNKNOWN_NUMBER : count,
      allowed: "a whole number from 1 to 10000, known at synth",
      mend: "give the number of machines; a pool cannot be empty, and a count known only at apply cannot name its nodes",
    });
  }
  return Object.fromEntries(Array.from({ length: count }, (_, index) => [`${prefix}-${index}`, { ...options, index }]));
}

/**
 * Checks what is wrong with a node's name and options whatever the platform.
 *
 * @throws FlatcarError `node-name`, `hostname`, `generation`, `node-index`
 */
export function checkNode(name: string, options: NodeOptions): void {
  if (!NODE_NAME.test(name)) {
    throw new FlatcarError({
      code: "node-name",
      subject: "nodes: the name of a node",
      received: name,
      allowed: "lower-case letters, digits and inner dashes, 1 to 63 characters (an RFC 1123 label), known at synth",
      mend: "rename the node; its name becomes its hostname, and part of what it is called on the platform",
    });
  }
  if (options.hostname !== undefined && !hasToken(options.hostname) && !isHostname(options.hostname)) {
    throw new FlatcarError({
      code: "hostname",
      subject: `nodes.${name}.hostname`,
      received: options.hostname,
      allowed: "RFC 1123 labels joined by dots, at most 64 characters",
      mend: "write a valid hostname, or leave it out for the node's name",
    });
  }
  checkGeneration(`nodes.${name}.generation`, options.generation);
  wholeNumber("node-index", `nodes.${name}.index`, options.index, 0);
}

/**
 * Checks a generation. It may be known only at apply.
 *
 * @throws FlatcarError `generation`
 */
export function checkGeneration(subject: string, generation: number | undefined): void {
  if (!isToken(generation)) wholeNumber("generation", subject, generation, 1);
}

function isHostname(text: string): boolean {
  return text.length > 0 && text.length <= 64 && text.split(".").every((label) => LABEL.test(label));
}

function wholeNumber(code: string, subject: string, value: number | undefined, least: number): void {
  if (value === undefined || (Number.isSafeInteger(value) && value >= least)) return;
  throw new FlatcarError({
    code,
    subject,
    received: isToken(value) ? UNKNOWN_NUMBER : value,
    allowed: `a whole number from ${least}, known at synth`,
    mend: "write the number itself, or leave it out",
  });
}
