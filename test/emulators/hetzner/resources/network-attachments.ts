import { actionJson } from "../actions";
import { cidr, formatIpv4, hasAddress, ipv4, overlaps, parseIpv4 } from "../addresses";
import { invalidCombination, invalidInput, limitExceeded, refused } from "../api-error";
import type { Network, PrivateNet, Server, Subnet } from "../model";
import type { Call, Reply, Router } from "../router";
import type { HetznerState } from "../state";
import { serverResource, unlockedServer } from "./server-lock";

/** https://docs.hetzner.com/cloud/networks/overview#limits */
const MOST_SERVERS = 100;
const MOST_NETWORKS = 3;
const MOST_ALIASES = 5;
/** Taken by Hetzner for its own use in every network. */
const RESERVED = "172.31.1.1";

export function registerNetworkAttachments(router: Router): void {
  router.on("POST", "/servers/:id/actions/attach_to_network", attachToNetwork);
  router.on("POST", "/servers/:id/actions/detach_from_network", detachFromNetwork);
  router.on("POST", "/servers/:id/actions/change_alias_ips", changeAliasIps);
}

function attachToNetwork(call: Call): Reply {
  const server = unlockedServer(call);
  const network = call.state.networks.get(call.body.integer("network"));
  checkAttachable(call.state, server, network);
  const wanted = call.body.optionalString("ip");
  const wantedRange = call.body.optionalString("ip_range");
  const subnet = chooseSubnet(server, network, wanted, wantedRange);
  const ip = wanted === undefined ? firstFree(call.state, network, subnet) : freeAddress(call.state, network, wanted, "ip");
  const aliasIps = readAliases(call, network, undefined);
  if (aliasIps.includes(ip)) throw refused("ip_not_available", "provided IP is not available");
  const net: PrivateNet = { networkId: network.id, ip, aliasIps, macAddress: call.state.nextMacAddress() };
  const action = call.act("attach_to_network", [serverResource(server), { id: network.id, type: "network" }], () => {
    server.privateNets.push(net);
    call.state.record("attach_to_network", server);
  });
  return { status: 201, body: { action: actionJson(action) } };
}

function detachFromNetwork(call: Call): Reply {
  const server = unlockedServer(call);
  const network = attachedNetwork(call, server);
  const action = call.act("detach_from_network", [serverResource(server), { id: network.id, type: "network" }], () =>
    detach(call.state, server, network.id),
  );
  return { status: 201, body: { action: actionJson(action) } };
}

function changeAliasIps(call: Call): Reply {
  const server = unlockedServer(call);
  const network = attachedNetwork(call, server);
  const net = server.privateNets.find((candidate) => candidate.networkId === network.id);
  const aliasIps = readAliases(call, network, server);
  const action = call.act("change_alias_ips", [serverResource(server), { id: network.id, type: "network" }], () => {
    if (net !== undefined) net.aliasIps = aliasIps;
    call.state.record("change_alias_ips", server);
  });
  return { status: 201, body: { action: actionJson(action) } };
}

export function detach(state: HetznerState, server: Server, networkId: number): void {
  server.privateNets = server.privateNets.filter((net) => net.networkId !== networkId);
  state.record("detach_from_network", server);
}

/** Attaches a server at its creation, with an address the network chooses. */
export function attachNewServer(state: HetznerState, server: Server, network: Network): void {
  checkAttachable(state, server, network);
  const ip = firstFree(state, network, chooseSubnet(server, network, undefined, undefined));
  server.privateNets.push({ networkId: network.id, ip, aliasIps: [], macAddress: state.nextMacAddress() });
}

/** Whether an address of a server in a network, its own or an alias, lies in a range. */
export function liesIn(server: Server, networkId: number, ipRange: string): boolean {
  return server.privateNets.some(
    (net) => net.networkId === networkId && [net.ip, ...net.aliasIps].some((ip) => hasAddress(cidr(ipRange), ipv4(ip))),
  );
}

function checkAttachable(state: HetznerState, server: Server, network: Network): void {
  if (server.privateNets.some((net) => net.networkId === network.id)) {
    throw refused("server_already_attached", "server is already attached to the network");
  }
  if (server.privateNets.some((net) => overlaps(cidr(state.networks.get(net.networkId).ipRange), cidr(network.ipRange)))) {
    throw refused("networks_overlap", "the network IP range overlaps with one of the server networks");
  }
  if (server.privateNets.length >= MOST_NETWORKS) {
    throw limitExceeded(`a server can be attached to at most ${MOST_NETWORKS} networks`, "networks_per_server_limit");
  }
  if (state.attachedTo(network).length >= MOST_SERVERS) {
    throw limitExceeded(`a network can have at most ${MOST_SERVERS} attached servers`, "servers_per_network_limit");
  }
}

function attachedNetwork(call: Call, server: Server): Network {
  const network = call.state.networks.get(call.body.integer("network"));
  if (!server.privateNets.some((net) => net.networkId === network.id)) {
    throw invalidCombination("server is not attached to the network");
  }
  return network;
}

/** The subnet of the wished address or range; else the last one (by range), as the provider documents it. */
function chooseSubnet(server: Server, network: Network, ip: string | undefined, ipRange: string | undefined): Subnet {
  const reachable = network.subnets
    .filter((subnet) => subnet.networkZone === server.location.networkZone)
    .sort((a, b) => (cidr(a.ipRange).first < cidr(b.ipRange).first ? -1 : 1));
  if (reachable.length === 0) throw refused("no_subnet_available", "no subnet available in the network zone of the server");
  let candidates = reachable;
  if (ipRange !== undefined) {
    candidates = candidates.filter((subnet) => subnet.ipRange === ipRange);
    if (candidates.length === 0) throw invalidInput("ip_range", "ip_range is not a subnet of the network");
  }
  if (ip !== undefined) {
    const address = parseIpv4(ip);
    if (address === undefined) throw invalidInput("ip", "Not a valid IPv4 address.");
    candidates = candidates.filter((subnet) => hasAddress(cidr(subnet.ipRange), address));
    if (candidates.length === 0) throw invalidInput("ip", "ip is not part of a subnet, or of ip_range");
  }
  return candidates[candidates.length - 1];
}

function readAliases(call: Call, network: Network, self: Server | undefined): string[] {
  const texts = call.body.strings("alias_ips");
  if (texts.length > MOST_ALIASES) throw invalidInput("alias_ips", `Longer than maximum length ${MOST_ALIASES}.`);
  const aliases = texts.map((text) => freeAddress(call.state, network, text, "alias_ips", self));
  if (new Set(aliases).size < aliases.length) throw invalidInput("alias_ips", "IPs must be unique.");
  return aliases;
}

function freeAddress(state: HetznerState, network: Network, text: string, field: string, self?: Server): string {
  const address = parseIpv4(text);
  if (address === undefined) throw invalidInput(field, "Not a valid IPv4 address.");
  const subnet = network.subnets.find((candidate) => hasAddress(cidr(candidate.ipRange), address));
  if (subnet === undefined) throw invalidInput(field, "ip is not part of a subnet");
  if (reservedAddresses(network, subnet).includes(text) || usedAddresses(state, network, self).has(text)) {
    throw refused("ip_not_available", "provided IP is not available");
  }
  return text;
}

function firstFree(state: HetznerState, network: Network, subnet: Subnet): string {
  const taken = usedAddresses(state, network);
  reservedAddresses(network, subnet).forEach((address) => taken.add(address));
  const range = cidr(subnet.ipRange);
  for (let address = range.first; address <= range.last; address++) {
    const text = formatIpv4(address);
    if (!taken.has(text)) return text;
  }
  throw refused("no_subnet_available", "no IP is available in the subnet");
}

/** Addresses in use in a network. With `self`, the aliases of that server count as free: they are about to be replaced. */
function usedAddresses(state: HetznerState, network: Network, self?: Server): Set<string> {
  const used = new Set<string>();
  for (const server of state.attachedTo(network)) {
    for (const net of server.privateNets) {
      if (net.networkId !== network.id) continue;
      used.add(net.ip);
      if (server !== self) net.aliasIps.forEach((alias) => used.add(alias));
    }
  }
  return used;
}

/** The gateway, the first and last address of a subnet, and one of Hetzner's own: https://docs.hetzner.com/cloud/networks/faq */
function reservedAddresses(network: Network, subnet: Subnet): string[] {
  const { first, last } = cidr(subnet.ipRange);
  return [formatIpv4(cidr(network.ipRange).first + 1n), formatIpv4(first), formatIpv4(last), RESERVED];
}

export function privateNetJson(net: PrivateNet): object {
  return { network: net.networkId, ip: net.ip, alias_ips: net.aliasIps, mac_address: net.macAddress };
}
