import { type Action, actionJson } from "../actions";
import { ApiError, invalidCombination, invalidInput, protectedResource, refused, uniqueness } from "../api-error";
import type { Location, PrimaryIp, Server } from "../model";
import { type Call, listReply, type Reply, type Router, selected } from "../router";
import type { HetznerState } from "../state";
import { locationJson } from "./catalogue";
import { requireUnlocked } from "./server-lock";

export function registerPrimaryIps(router: Router): void {
  router.on("GET", "/primary_ips", (call) => {
    const address = call.query.get("ip");
    const ips = selected(call, call.state.primaryIps.list()).filter((ip) => address === null || ip.ip === address);
    return listReply(call, "primary_ips", ips, primaryIpJson);
  });
  router.on("POST", "/primary_ips", createPrimaryIp);
  router.on("GET", "/primary_ips/:id", (call) => ({
    status: 200,
    body: { primary_ip: primaryIpJson(call.state.primaryIps.get(call.id)) },
  }));
  router.on("PUT", "/primary_ips/:id", updatePrimaryIp);
  router.on("DELETE", "/primary_ips/:id", deletePrimaryIp);
  router.on("POST", "/primary_ips/:id/actions/assign", assignPrimaryIp);
  router.on("POST", "/primary_ips/:id/actions/unassign", unassignPrimaryIp);
  router.on("POST", "/primary_ips/:id/actions/change_protection", changeProtection);
}

function createPrimaryIp(call: Call): Reply {
  const { body, state } = call;
  const name = uniqueName(state, body.string("name"));
  const type = body.string("type");
  if (type !== "ipv4" && type !== "ipv6") throw invalidInput("type", "Must be one of: ipv4, ipv6.");
  const labels = body.optionalLabels() ?? {};
  const server = body.has("assignee_id") ? readAssignee(call) : undefined;
  const location = server?.location ?? readLocation(call);
  if (server !== undefined && body.has("location")) throw invalidCombination("location must not be set together with assignee_id");
  if (server !== undefined) checkAssignable(state, server, type);
  const ip = newPrimaryIp(state, { name, type, location, labels, autoDelete: body.optionalBoolean("auto_delete") ?? false });
  const action = server === undefined ? null : assign(call, ip, server);
  return { status: 201, body: { primary_ip: primaryIpJson(ip), action: action === null ? null : actionJson(action) } };
}

export function newPrimaryIp(
  state: HetznerState,
  fields: Pick<PrimaryIp, "name" | "type" | "location" | "labels" | "autoDelete">,
): PrimaryIp {
  return state.primaryIps.add({
    ...fields,
    ip: fields.type === "ipv4" ? state.nextIpv4() : state.nextIpv6(),
    assigneeId: null,
    protection: { delete: false },
  });
}

function updatePrimaryIp(call: Call): Reply {
  const ip = call.state.primaryIps.get(call.id);
  const name = call.body.optionalString("name");
  const labels = call.body.optionalLabels();
  const autoDelete = call.body.optionalBoolean("auto_delete");
  if (autoDelete === true && ip.protection.delete) {
    throw invalidCombination("auto_delete cannot be enabled while the primary IP is delete protected");
  }
  if (name !== undefined) ip.name = uniqueName(call.state, name, ip);
  if (labels !== undefined) ip.labels = labels;
  if (autoDelete !== undefined) ip.autoDelete = autoDelete;
  return { status: 200, body: { primary_ip: primaryIpJson(ip) } };
}

function deletePrimaryIp(call: Call): Reply {
  const ip = call.state.primaryIps.get(call.id);
  if (ip.protection.delete) throw protectedResource("primary IP");
  if (ip.assigneeId !== null) throw refused("must_be_unassigned", "primary IP must be unassigned");
  call.state.primaryIps.remove(ip);
  return { status: 204 };
}

function assignPrimaryIp(call: Call): Reply {
  const ip = call.state.primaryIps.get(call.id);
  const server = readAssignee(call);
  if (ip.assigneeId !== null) throw refused("primary_ip_already_assigned", "primary IP is already assigned");
  if (ip.location.id !== server.location.id) throw invalidCombination("primary IP and server must be in the same location");
  checkAssignable(call.state, server, ip.type);
  return { status: 201, body: { action: actionJson(assign(call, ip, server)) } };
}

function unassignPrimaryIp(call: Call): Reply {
  const ip = call.state.primaryIps.get(call.id);
  const server = call.state.servers.find(ip.assigneeId);
  if (server === undefined) throw invalidCombination("primary IP is not assigned");
  requireUnlocked(call, server);
  if (server.status !== "off") throw refused("server_not_stopped", "server is not stopped");
  const action = call.act(
    "unassign_primary_ip",
    [
      { id: ip.id, type: "primary_ip" },
      { id: server.id, type: "server" },
    ],
    () => {
      ip.assigneeId = null;
      call.state.record("unassign_primary_ip", server);
    },
  );
  return { status: 201, body: { action: actionJson(action) } };
}

function changeProtection(call: Call): Reply {
  const ip = call.state.primaryIps.get(call.id);
  const on = call.body.boolean("delete");
  if (on && ip.autoDelete) throw invalidCombination("protection cannot be enabled while auto_delete is set");
  const action = call.act("change_protection", [{ id: ip.id, type: "primary_ip" }], () => {
    ip.protection = { delete: on };
  });
  return { status: 201, body: { action: actionJson(action) } };
}

function readAssignee(call: Call): Server {
  const type = call.body.optionalString("assignee_type") ?? "server";
  if (type !== "server") throw invalidInput("assignee_type", "Must be one of: server.");
  return requireUnlocked(call, call.state.servers.get(call.body.integer("assignee_id")));
}

function readLocation(call: Call): Location {
  const text = call.body.optionalIdOrName("location");
  if (text === undefined) throw invalidCombination("either assignee_id or location must be provided");
  const location = call.state.location(text);
  if (location === undefined) throw new ApiError(404, "not_found", `location '${text}' not found`);
  return location;
}

function checkAssignable(state: HetznerState, server: Server, type: PrimaryIp["type"]): void {
  if (server.status !== "off") throw refused("server_not_stopped", "server is not stopped");
  if (state.primaryIpOf(server, type) !== undefined) throw refused(`server_has_${type}`, `server already has an ${type} address`);
}

function assign(call: Call, ip: PrimaryIp, server: Server): Action {
  return call.act(
    "assign_primary_ip",
    [
      { id: ip.id, type: "primary_ip" },
      { id: server.id, type: "server" },
    ],
    () => {
      ip.assigneeId = server.id;
      call.state.record("assign_primary_ip", server);
    },
  );
}

function uniqueName(state: HetznerState, name: string, self?: PrimaryIp): string {
  if (name === "") throw invalidInput("name", "Shorter than minimum length 1.");
  const other = state.primaryIps.byName(name);
  if (other !== undefined && other !== self) throw uniqueness("primary IP name is already used", "name");
  return name;
}

/** The name an address has in the DNS as long as nobody gives it another. */
export function defaultDnsName(ip: string): string {
  return `static.${ip.split(".").reverse().join(".")}.clients.your-server.de`;
}

function primaryIpJson(ip: PrimaryIp): object {
  return {
    id: ip.id,
    name: ip.name,
    ip: ip.ip,
    type: ip.type,
    labels: ip.labels,
    created: ip.created,
    location: locationJson(ip.location),
    assignee_id: ip.assigneeId,
    assignee_type: ip.assigneeId === null ? "unassigned" : "server",
    auto_delete: ip.autoDelete,
    blocked: false,
    dns_ptr: ip.type === "ipv4" ? [{ ip: ip.ip, dns_ptr: defaultDnsName(ip.ip) }] : [],
    protection: { ...ip.protection },
  };
}
