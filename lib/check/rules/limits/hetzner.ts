import {
  HETZNER_FIREWALL_RULE_LIMIT,
  HETZNER_LABEL_LIMIT,
  HETZNER_NAME_LIMIT,
  HETZNER_NETWORK_LIMIT,
  HETZNER_PLACEMENT_GROUP_LIMIT,
  HETZNER_SUBNET_LIMIT,
} from "../../../hetzner/limits";
import { blocks } from "../../model/group-fate";
import { JsonObject, isRecord } from "../../record";
import { referredNames } from "../../synth/referred";
import type { SynthesisedStack } from "../../synth/stack";
import { Exceeded, knownPart, leastLength } from "./exceeded";
import { Tallies, Tally, Target, targetOf } from "./tally";

const SERVER = "hcloud_server";
const GROUP = "hcloud_placement_group";
const NETWORK = "hcloud_network";
const SUBNET = "hcloud_network_subnet";

/** The limits of Hetzner Cloud that a stack goes over. */
export function hetznerExceeded(stack: SynthesisedStack): Exceeded[] {
  return [...placements(stack), ...attachments(stack), ...subnets(stack), ...names(stack), ...firewallRules(stack), ...labels(stack)];
}

function placements(stack: SynthesisedStack): Exceeded[] {
  const tallies = new Tallies();
  for (const [address, server] of resourcesOf(stack, SERVER)) {
    const target = targetOf(stack, GROUP, server.placement_group_id);
    if (target !== undefined) tallies.add(target, address, server);
  }
  const mend = "give the servers further placement groups";
  return tallies
    .over(HETZNER_PLACEMENT_GROUP_LIMIT)
    .map((tally) => tooMany("servers in a placement group", "servers", tally, "a placement group", HETZNER_PLACEMENT_GROUP_LIMIT, mend));
}

function attachments(stack: SynthesisedStack): Exceeded[] {
  const tallies = new Tallies();
  const add = (address: string, resource: JsonObject, attachment: JsonObject): void => {
    const target = networkOf(stack, attachment);
    if (target !== undefined) tallies.add(target, address, resource);
  };
  for (const [address, server] of resourcesOf(stack, SERVER)) {
    for (const attachment of blocks(server.network)) add(address, server, attachment);
  }
  for (const [address, attachment] of resourcesOf(stack, "hcloud_server_network")) add(address, attachment, attachment);
  const mend = "attach some of the servers to another network";
  return tallies
    .over(HETZNER_NETWORK_LIMIT)
    .map((tally) => tooMany("servers in a network", "servers attached", tally, "a network", HETZNER_NETWORK_LIMIT, mend));
}

/** The network of an attachment, which may name a subnet of it: the id of one is `<network>-<range>`. */
function networkOf(stack: SynthesisedStack, { network_id: network, subnet_id: subnet }: JsonObject): Target | undefined {
  if (subnet === undefined) return targetOf(stack, NETWORK, network);
  const [name] = referredNames(stack, SUBNET, subnet);
  const ofSubnet = name === undefined ? /^(\d+)-/.exec(String(subnet))?.[1] : stack.resources[SUBNET]?.[name]?.network_id;
  return targetOf(stack, NETWORK, ofSubnet);
}

function subnets(stack: SynthesisedStack): Exceeded[] {
  const tallies = new Tallies();
  for (const [address, subnet] of resourcesOf(stack, SUBNET)) {
    const target = targetOf(stack, NETWORK, subnet.network_id);
    if (target !== undefined) tallies.add(target, address, subnet);
  }
  const mend = "make fewer and larger subnets, or another network";
  return tallies
    .over(HETZNER_SUBNET_LIMIT)
    .map((tally) => tooMany("subnets of a network", "subnets", tally, "a network", HETZNER_SUBNET_LIMIT, mend));
}

const LABEL = /^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/i;

/** A server is called as a host (https://www.rfc-editor.org/rfc/rfc1123#page-13). */
function names(stack: SynthesisedStack): Exceeded[] {
  return resourcesOf(stack, SERVER).flatMap(([address, { name }]): Exceeded[] => {
    const known = knownPart(stack, name);
    if (known === undefined) return [];
    const kind = "the name of a server";
    const mend = "shorten the name, or take characters out that are in no host name";
    const { length } = known.text;
    if (length > HETZNER_NAME_LIMIT) {
      return [
        { kind, addresses: [address], says: `has a name of ${length} characters, and a server's has at most ${HETZNER_NAME_LIMIT}`, mend },
      ];
    }
    if (!known.isWhole || known.text.split(".").every((label) => LABEL.test(label))) return [];
    return [
      { kind, addresses: [address], says: "has a name that is no host name: letters, digits, inner '-', and '.' between them", mend },
    ];
  });
}

function firewallRules(stack: SynthesisedStack): Exceeded[] {
  return resourcesOf(stack, "hcloud_firewall").flatMap(([address, { rule }]) => {
    const { length } = blocks(rule);
    if (length <= HETZNER_FIREWALL_RULE_LIMIT) return [];
    const says = `has ${length} rules, and a firewall takes ${HETZNER_FIREWALL_RULE_LIMIT}`;
    return [
      { kind: "rules of a firewall", addresses: [address], says, mend: "let one rule name several ranges, or attach a second firewall" },
    ];
  });
}

function labels(stack: SynthesisedStack): Exceeded[] {
  const types = Object.keys(stack.resources).filter((type) => type.startsWith("hcloud_"));
  return types
    .flatMap((type) => resourcesOf(stack, type))
    .flatMap(([address, resource]) => {
      const all = isRecord(resource.labels) ? Object.entries(resource.labels) : [];
      // A key may have a prefix in front, which has a limit of its own.
      const lengths = all.flatMap(([key, value]) => [leastLength(stack, key.split("/").at(-1)), leastLength(stack, value)]);
      const longest = Math.max(0, ...lengths);
      if (longest <= HETZNER_LABEL_LIMIT) return [];
      const says = `has a label of ${longest} characters, and one has at most ${HETZNER_LABEL_LIMIT}`;
      return [{ kind: "labels", addresses: [address], says, mend: "shorten the label's name or value" }];
    });
}

function tooMany(kind: string, what: string, { target, count, by }: Tally, taker: string, limit: number, mend: string): Exceeded {
  const most = target.copies === 1 ? `${taker} takes ${limit}` : `${target.copies} of them take ${limit * target.copies}`;
  return { kind, addresses: [target.name], by, says: `has ${count} ${what}, and ${most}`, mend };
}

function resourcesOf(stack: SynthesisedStack, type: string): [address: string, resource: JsonObject][] {
  return Object.entries(stack.resources[type] ?? {}).map(([name, resource]) => [`${type}.${name}`, resource]);
}
