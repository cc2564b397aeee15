import { actionJson } from "../actions";
import { cidr, type Cidr, contains, formatCidr, formatIpv4, isPrivate, overlaps, parseCidr } from "../addresses";
import { ApiError, invalidInput, limitExceeded, protectedResource, uniqueness } from "../api-error";
import type { JsonBody } from "../json-body";
import type { Network, Subnet } from "../model";
import { type Call, listReply, type Reply, type Router, selected } from "../router";
import type { HetznerState } from "../state";
import { detach, liesIn } from "./network-attachments";

/** https://docs.hetzner.com/cloud/networks/overview#limits */
const MOST_SUBNETS = 50;
const SMALLEST_NETWORK = 24;
const SMALLEST_SUBNET = 30;

export function registerNetworks(router: Router): void {
  router.on("GET", "/networks", (call) =>
    listReply(call, "networks", selected(call, call.state.networks.list()), (network) => networkJson(call.state, network)),
  );
  router.on("POST", "/networks", createNetwork);
  router.on("GET", "/networks/:id", (call) => ({ status: 200, body: answer(call, call.state.networks.get(call.id)) }));
  router.on("PUT", "/networks/:id", updateNetwork);
  router.on("DELETE", "/networks/:id", deleteNetwork);
  router.on("POST", "/networks/:id/actions/add_subnet", addSubnet);
  router.on("POST", "/networks/:id/actions/delete_subnet", deleteSubnet);
  router.on("POST", "/networks/:id/actions/change_protection", changeProtection);
}

function createNetwork(call: Call): Reply {
  const name = uniqueName(call, call.body.string("name"));
  const range = readRange(call.body.string("ip_range"), "ip_range", SMALLEST_NETWORK);
  if (!isPrivate(range)) throw invalidInput("ip_range", "Must be one of the private IPv4 ranges of RFC1918.");
  const subnets: Subnet[] = [];
  for (const subnet of call.body.objects("subnets")) subnets.push(readSubnet(call.state, range, subnets, subnet));
  const network = call.state.networks.add({
    name,
    labels: call.body.optionalLabels() ?? {},
    ipRange: formatCidr(range),
    subnets,
    exposeRoutesToVswitch: call.body.optionalBoolean("expose_routes_to_vswitch") ?? false,
    protection: { delete: false },
  });
  return { status: 201, body: answer(call, network) };
}

function updateNetwork(call: Call): Reply {
  const network = unlocked(call);
  const name = call.body.optionalString("name");
  const labels = call.body.optionalLabels();
  if (name !== undefined) network.name = uniqueName(call, name, network);
  if (labels !== undefined) network.labels = labels;
  network.exposeRoutesToVswitch = call.body.optionalBoolean("expose_routes_to_vswitch") ?? network.exposeRoutesToVswitch;
  return { status: 200, body: answer(call, network) };
}

/** What is attached is detached, as the API documents it; only a subnet with servers in it cannot be deleted. */
function deleteNetwork(call: Call): Reply {
  const network = unlocked(call);
  if (network.protection.delete) throw protectedResource("network");
  for (const server of call.state.attachedTo(network)) detach(call.state, server, network.id);
  call.state.networks.remove(network);
  return { status: 204 };
}

function addSubnet(call: Call): Reply {
  const network = unlocked(call);
  const subnet = readSubnet(call.state, cidr(network.ipRange), network.subnets, call.body);
  const action = call.act("add_subnet", [{ id: network.id, type: "network" }], () => network.subnets.push(subnet));
  return { status: 201, body: { action: actionJson(action) } };
}

function deleteSubnet(call: Call): Reply {
  const network = unlocked(call);
  const text = call.body.string("ip_range");
  const index = network.subnets.findIndex((subnet) => subnet.ipRange === text);
  if (index < 0) throw new ApiError(404, "not_found", `subnet '${text}' not found`);
  if (call.state.attachedTo(network).some((server) => liesIn(server, network.id, network.subnets[index].ipRange))) {
    // The provider looks for this very text: with it, it tries again for some time.
    throw new ApiError(422, "service_error", "cannot remove subnet because servers are attached to it");
  }
  const action = call.act("delete_subnet", [{ id: network.id, type: "network" }], () => network.subnets.splice(index, 1));
  return { status: 201, body: { action: actionJson(action) } };
}

function changeProtection(call: Call): Reply {
  const network = unlocked(call);
  const on = call.body.boolean("delete");
  const action = call.act("change_protection", [{ id: network.id, type: "network" }], () => {
    network.protection = { delete: on };
  });
  return { status: 201, body: { action: actionJson(action) } };
}

function readSubnet(state: HetznerState, network: Cidr, others: readonly Subnet[], body: JsonBody): Subnet {
  if (others.length >= MOST_SUBNETS) throw limitExceeded(`a network can have at most ${MOST_SUBNETS} subnets`, "subnets_per_network_limit");
  const type = body.string("type");
  if (type !== "cloud" && type !== "server") throw invalidInput("type", "Must be one of: cloud, server.");
  const networkZone = body.string("network_zone");
  if (!state.locations.some((location) => location.networkZone === networkZone)) throw invalidInput("network_zone", "Not a valid choice.");
  const range = body.has("ip_range") ? readRange(body.string("ip_range"), "ip_range", SMALLEST_SUBNET) : firstFree(network, others);
  if (!contains(network, range)) throw invalidInput("ip_range", "ip_range is not within the network's ip_range");
  if (others.some((subnet) => overlaps(cidr(subnet.ipRange), range)))
    throw invalidInput("ip_range", "ip_range overlaps with another subnet");
  return { type: "cloud", ipRange: formatCidr(range), networkZone };
}

function readRange(text: string, field: string, smallest: number): Cidr {
  const range = parseCidr(text);
  if (range === undefined || range.version !== 4) throw invalidInput(field, "Not a valid IPv4 CIDR block.");
  if (range.prefix > smallest) throw invalidInput(field, `Must be /${smallest} or larger.`);
  return range;
}

function firstFree(network: Cidr, others: readonly Subnet[]): Cidr {
  for (let first = network.first; first <= network.last; first += 256n) {
    const range: Cidr = { version: 4, first, last: first + 255n, prefix: 24 };
    if (contains(network, range) && !others.some((subnet) => overlaps(cidr(subnet.ipRange), range))) return range;
  }
  throw invalidInput("ip_range", "no free /24 is left in the network");
}

function uniqueName(call: Call, name: string, self?: Network): string {
  if (name === "") throw invalidInput("name", "Shorter than minimum length 1.");
  const other = call.state.networks.byName(name);
  if (other !== undefined && other !== self) throw uniqueness("network name is already used", "name");
  return name;
}

/** A network that no action is changing. @throws ApiError `conflict`, and the action moves on, so that trying again helps */
function unlocked(call: Call): Network {
  const network = call.state.networks.get(call.id);
  const running = call.state.actions.runningOn("network", network.id);
  if (running !== undefined) {
    call.state.actions.poll(running.id);
    throw new ApiError(409, "conflict", "network is being changed, please retry");
  }
  return network;
}

function answer(call: Call, network: Network): object {
  return { network: networkJson(call.state, network) };
}

function networkJson(state: HetznerState, network: Network): object {
  const gateway = formatIpv4(cidr(network.ipRange).first + 1n);
  return {
    id: network.id,
    name: network.name,
    labels: network.labels,
    created: network.created,
    ip_range: network.ipRange,
    subnets: network.subnets.map((subnet) => ({
      type: subnet.type,
      ip_range: subnet.ipRange,
      network_zone: subnet.networkZone,
      gateway,
      vswitch_id: null,
    })),
    routes: [],
    servers: state.attachedTo(network).map((server) => server.id),
    load_balancers: [],
    protection: { ...network.protection },
    expose_routes_to_vswitch: network.exposeRoutesToVswitch,
  };
}
