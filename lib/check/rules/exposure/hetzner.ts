import { blocks } from "../../model/group-fate";
import { onceFor } from "../../once-for";
import { JsonObject, isRecord } from "../../record";
import { referredNames } from "../../synth/referred";
import type { SynthesisedStack } from "../../synth/stack";
import { selects } from "./label-selector";
import { Exposure, LAST_PORT, NOTHING, OpenPorts, worldOf } from "./open-ports";

const FIREWALL = "hcloud_firewall";
const SERVER = "hcloud_server";

/**
 * What a server on Hetzner Cloud is exposed to: with a firewall to what a rule of one lets in, without any to everything.
 *
 * @see https://docs.hetzner.com/cloud/firewalls/faq/
 */
export function serverExposure(stack: SynthesisedStack, name: string): Exposure {
  const server = stack.resources[SERVER]?.[name] ?? {};
  const versions = publicVersions(server);
  if (versions.length === 0) return NOTHING;
  const { firewalls, mayBeOthers } = attached(stack, name, server);
  return {
    open: firewalls.flatMap((firewall) => openIn(stack, firewall, versions)),
    isUnfiltered: firewalls.length === 0 && !mayBeOthers,
  };
}

/** The versions of IP of which a server has a public address: of both, unless it says otherwise. */
function publicVersions({ public_net: net }: JsonObject): (4 | 6)[] {
  const [first] = net === undefined ? [{}] : blocks(net);
  if (first === undefined) return [];
  // What is known only at apply may be either, and is no ground for a warning.
  const isOn = (value: unknown): boolean => value === undefined || value === true || value === "true";
  return [...(isOn(first.ipv4_enabled) ? [4 as const] : []), ...(isOn(first.ipv6_enabled) ? [6 as const] : [])];
}

interface Attached {
  /** The names of firewalls of the stack that are attached for certain. */
  readonly firewalls: readonly string[];
  /** Whether others may be, which the stack does not make, or of which it is known only at apply. */
  readonly mayBeOthers: boolean;
}

/** Firewalls, and the servers that they are attached to. */
interface Attachment {
  /** The names of firewalls of the stack; empty for one that it does not make. */
  readonly firewalls: readonly string[];
  /** The names of servers of the stack. */
  readonly servers: ReadonlySet<string>;
  /** Whether it names others that are known only at apply. */
  readonly mayBeAny: boolean;
  readonly selectors: readonly unknown[];
}

function attached(stack: SynthesisedStack, name: string, server: JsonObject): Attached {
  const found = new Set(referredNames(stack, FIREWALL, server.firewall_ids));
  const given = listOf(server.firewall_ids);
  let mayBeOthers = given.some((each) => referredNames(stack, FIREWALL, each).length === 0);
  const labels = labelsOf(server);
  for (const attachment of attachments(stack)) {
    const { firewalls } = attachment;
    const isAttached = isMeant(attachment, name, labels);
    if (isAttached === undefined || (isAttached && firewalls.length === 0)) mayBeOthers = true;
    if (isAttached === true) for (const firewall of firewalls) found.add(firewall);
  }
  return { firewalls: [...found], mayBeOthers };
}

const attachments = onceFor((stack: SynthesisedStack): Attachment[] => {
  const of = (firewalls: readonly string[], servers: unknown, selectors: unknown): Attachment => {
    const named = listOf(servers).map((each) => ({ each, names: referredNames(stack, SERVER, each) }));
    const mayBeAny = named.some(({ each, names }) => names.length === 0 && typeof each !== "number");
    return { firewalls, servers: new Set(named.flatMap(({ names }) => names)), mayBeAny, selectors: listOf(selectors) };
  };
  return [
    ...Object.values(stack.resources.hcloud_firewall_attachment ?? {}).map((each) =>
      of(referredNames(stack, FIREWALL, each.firewall_id), each.server_ids, each.label_selectors),
    ),
    ...Object.entries(stack.resources[FIREWALL] ?? {}).flatMap(([firewall, { apply_to: applied }]) =>
      blocks(applied).map(({ server, label_selector: selector }) => of([firewall], server, selector)),
    ),
  ];
});

/** Whether a server is among some, or has the labels that one of some selectors asks for. Undefined where that is known only at apply. */
function isMeant(
  { servers, mayBeAny, selectors }: Attachment,
  name: string,
  labels: ReadonlyMap<string, string> | undefined,
): boolean | undefined {
  const selected = selectors.map((each) => (typeof each === "string" && labels !== undefined ? selects(each, labels) : undefined));
  if (servers.has(name) || selected.includes(true)) return true;
  return mayBeAny || selected.includes(undefined) ? undefined : false;
}

/** The labels of a server; undefined where some are known only at apply. */
function labelsOf({ labels = {} }: JsonObject): ReadonlyMap<string, string> | undefined {
  if (!isRecord(labels)) return undefined;
  const entries = Object.entries(labels).map(([key, value]) => [key, String(value)] as const);
  return entries.some(([, value]) => value.includes("${")) ? undefined : new Map(entries);
}

function openIn(stack: SynthesisedStack, firewall: string, versions: readonly (4 | 6)[]): OpenPorts[] {
  return blocks(stack.resources[FIREWALL]?.[firewall]?.rule).flatMap(({ direction, protocol, port, source_ips: sources }) => {
    if (direction !== "in" || protocol !== "tcp" || !worldOf(sources).some((version) => versions.includes(version))) return [];
    const ports = portsOf(port);
    return ports === undefined ? [] : [{ ...ports, by: `${FIREWALL}.${firewall}` }];
  });
}

function portsOf(port: unknown): { from: number; to: number } | undefined {
  if (port === "any") return { from: 1, to: LAST_PORT };
  const match = /^(\d+)(?:-(\d+))?$/.exec(String(port));
  return match === null ? undefined : { from: Number(match[1]), to: Number(match[2] ?? match[1]) };
}

function listOf(value: unknown): readonly unknown[] {
  if (value === undefined || value === null) return [];
  return Array.isArray(value) ? (value as readonly unknown[]) : [value];
}
