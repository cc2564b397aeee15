import { type Action, actionJson } from "../actions";
import { ApiError, invalidCombination, invalidInput, refused } from "../api-error";
import {
  bootId,
  type Image,
  type Location,
  type Network,
  type PrimaryIp,
  type Server,
  type ServerEventName,
  type ServerType,
} from "../model";
import type { Call, Reply } from "../router";
import type { HetznerState } from "../state";
import { firewallsForNewServer } from "./firewalls";
import { attachNewServer } from "./network-attachments";
import { checkRoomIn } from "./placement-groups";
import { newPrimaryIp } from "./primary-ips";
import { serverResource } from "./server-lock";
import { serverJson } from "./server-json";
import { readServerName } from "./server-name";

/** https://docs.hetzner.cloud/reference/cloud#tag/servers/create_server, counted in bytes. */
const MOST_USER_DATA_BYTES = 32_768;

/** What a new server gets as public addresses: one there is, a new one, or none. */
type Address = PrimaryIp | "new" | undefined;

interface PublicNet {
  readonly ipv4: Address;
  readonly ipv6: Address;
}

export function createServer(call: Call): Reply {
  const { body, state } = call;
  const name = readServerName(state, body.string("name"));
  const serverType = readServerType(call);
  const publicNet = readPublicNet(call);
  const location = readLocation(call, serverType, publicNet);
  const image = readImage(call, serverType);
  const userData = readUserData(call);
  const labels = body.optionalLabels() ?? {};
  const sshKeyIds = body.idsOrNames("ssh_keys").map((key) => state.sshKeys.byIdOrName(key).id);
  const firewalls = firewallsForNewServer(call, publicNet.ipv4 !== undefined || publicNet.ipv6 !== undefined);
  const networks = body.integers("networks").map((id) => state.networks.get(id));
  const placementGroup = body.has("placement_group") ? state.placementGroups.get(body.integer("placement_group")) : undefined;
  if (placementGroup !== undefined) checkRoomIn(state, placementGroup);
  const start = body.optionalBoolean("start_after_create") ?? true;
  if (start && publicNet.ipv4 === undefined && publicNet.ipv6 === undefined && networks.length === 0) {
    throw invalidCombination("a server without public and private networks cannot be started");
  }
  if (body.integers("volumes").length > 0) throw new ApiError(422, "unsupported_error", "volumes are not emulated");

  const server = state.servers.add({
    name,
    labels,
    status: "initializing",
    serverType,
    image,
    location,
    userData,
    sshKeyIds,
    placementGroupId: placementGroup?.id ?? null,
    privateNets: [],
    primaryDiskSize: serverType.disk,
    backupWindow: null,
    protection: { delete: false, rebuild: false },
    rescueSshKeyIds: null,
    rescuedBy: null,
    boots: 0,
  });
  attachEverything(call, server, publicNet, networks);
  firewalls.forEach((firewall) => firewall.serverIds.push(server.id));
  state.record("created", server);

  const create = call.act("create_server", [serverResource(server)], () => {
    server.status = "off";
  });
  const nextActions: Action[] = start
    ? [call.act("start_server", [serverResource(server)], () => startServer(state, server, "poweron"), create)]
    : [];
  return {
    status: 201,
    body: {
      server: serverJson(state, server),
      action: actionJson(create),
      next_actions: nextActions.map(actionJson),
      root_password: sshKeyIds.length === 0 ? `password-of-${bootId(server) ?? server.id}` : null,
    },
  };
}

/** Starts a machine that is off, or one that is told to start again: into the rescue system where that is enabled, which it then is no longer. */
export function startServer(state: HetznerState, server: Server, event: ServerEventName): void {
  const keys = server.rescueSshKeyIds;
  server.rescuedBy = keys === null ? null : keys.flatMap((id) => state.sshKeys.find(id)?.publicKey ?? []);
  server.rescueSshKeyIds = null;
  server.status = "running";
  server.boots++;
  state.record(event, server);
}

function attachEverything(call: Call, server: Server, publicNet: PublicNet, networks: readonly Network[]): void {
  const { state } = call;
  for (const type of ["ipv4", "ipv6"] as const) {
    const address = publicNet[type];
    if (address === undefined) continue;
    const { location } = server;
    // Addresses the API makes for a server go with it; those a user made stay.
    const ip =
      address === "new"
        ? newPrimaryIp(state, { name: `primary_ip-${server.id}-${type}`, type, location, labels: {}, autoDelete: true })
        : address;
    ip.assigneeId = server.id;
  }
  try {
    networks.forEach((network) => attachNewServer(state, server, network));
  } catch (error) {
    removeServer(call, server);
    throw error;
  }
}

/** Takes a server out of everything it is in: https://docs.hetzner.cloud/reference/cloud#tag/servers/delete_server */
export function removeServer(call: Call, server: Server): void {
  const { state } = call;
  for (const ip of state.primaryIps.list()) {
    if (ip.assigneeId !== server.id) continue;
    if (ip.autoDelete) state.primaryIps.remove(ip);
    else ip.assigneeId = null;
  }
  for (const firewall of state.firewalls.list()) firewall.serverIds = firewall.serverIds.filter((id) => id !== server.id);
  state.servers.remove(server);
}

export function readServerType(call: Call): ServerType {
  const text = call.body.idOrName("server_type");
  const type = call.state.serverType(text);
  if (type === undefined) throw new ApiError(404, "not_found", `server type '${text}' not found`);
  return type;
}

function readLocation(call: Call, type: ServerType, publicNet: PublicNet): Location {
  if (type.deprecation !== undefined) throw invalidCombination(`server type ${type.id} is deprecated`);
  const given = [publicNet.ipv4, publicNet.ipv6].filter((ip): ip is PrimaryIp => typeof ip === "object");
  const text = call.body.optionalIdOrName("location") ?? given[0]?.location.name ?? type.locations[0];
  const location = call.state.location(text);
  if (location === undefined) throw new ApiError(404, "not_found", `location '${text}' not found`);
  if (!type.locations.includes(location.name)) throw invalidCombination("unsupported location for server type");
  if (given.some((ip) => ip.location.id !== location.id)) {
    throw refused("primary_ip_datacenter_mismatch", "primary IP is in a different location");
  }
  return location;
}

function readImage(call: Call, type: ServerType): Image {
  const text = call.body.idOrName("image");
  const images = call.state.images.list();
  const image = /^\d+$/.test(text)
    ? images.find((candidate) => candidate.id === Number(text))
    : (images.find((candidate) => candidate.name === text && candidate.architecture === type.architecture) ??
      images.find((candidate) => candidate.name === text));
  if (image === undefined) throw new ApiError(404, "not_found", `image '${text}' not found`);
  if (image.architecture !== type.architecture) throw invalidCombination("image has incompatible architecture");
  if (image.status !== "available") throw invalidCombination("image is not available");
  if (image.diskSize > type.disk) throw invalidCombination("image disk is bigger than server type disk");
  return image;
}

function readUserData(call: Call): string {
  const userData = call.body.optionalString("user_data") ?? "";
  if (Buffer.byteLength(userData) > MOST_USER_DATA_BYTES) {
    throw invalidInput("user_data", `Length must be between 0 and ${MOST_USER_DATA_BYTES}.`);
  }
  return userData;
}

function readPublicNet(call: Call): PublicNet {
  const publicNet = call.body.optionalObject("public_net");
  if (publicNet === undefined) return { ipv4: "new", ipv6: "new" };
  const read = (type: PrimaryIp["type"]): Address => {
    const enabled = publicNet.optionalBoolean(`enable_${type}`) ?? true;
    const id = publicNet.optionalInteger(type);
    if (id === undefined) return enabled ? "new" : undefined;
    if (!enabled) throw invalidInput(`public_net.${type}`, `cannot be set when enable_${type} is false`);
    const ip = call.state.primaryIps.get(id);
    if (ip.type !== type) throw refused("primary_ip_version_mismatch", "primary IP has the wrong IP version", 412);
    if (ip.assigneeId !== null) throw refused("primary_ip_assigned", "primary IP is already assigned to a server");
    return ip;
  };
  return { ipv4: read("ipv4"), ipv6: read("ipv6") };
}
