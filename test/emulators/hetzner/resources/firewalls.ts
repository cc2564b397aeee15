import { type Action, actionJson } from "../actions";
import { ApiError, invalidInput, limitExceeded, refused, uniqueness } from "../api-error";
import { parseLabelSelector } from "../labels";
import type { Firewall, Server } from "../model";
import { type Call, listReply, type Reply, type Router, selected } from "../router";
import type { HetznerState } from "../state";
import { readRules, ruleJson } from "./firewall-rules";

/** https://docs.hetzner.com/cloud/firewalls/overview#limits */
const MOST_PER_SERVER = 5;
const LONGEST_NAME = 128;

type Target = { readonly server: Server } | { readonly selector: string };

export function registerFirewalls(router: Router): void {
  router.on("GET", "/firewalls", (call) =>
    listReply(call, "firewalls", selected(call, call.state.firewalls.list()), (firewall) => firewallJson(call.state, firewall)),
  );
  router.on("POST", "/firewalls", createFirewall);
  router.on("GET", "/firewalls/:id", (call) => ({
    status: 200,
    body: { firewall: firewallJson(call.state, call.state.firewalls.get(call.id)) },
  }));
  router.on("PUT", "/firewalls/:id", updateFirewall);
  router.on("DELETE", "/firewalls/:id", deleteFirewall);
  router.on("POST", "/firewalls/:id/actions/set_rules", setRules);
  router.on("POST", "/firewalls/:id/actions/apply_to_resources", applyToResources);
  router.on("POST", "/firewalls/:id/actions/remove_from_resources", removeFromResources);
}

function createFirewall(call: Call): Reply {
  const name = uniqueName(call, call.body.string("name"));
  const rules = readRules(call.body);
  const targets = readTargets(call, "apply_to", 422);
  const ids = targets.map((target) => ("server" in target ? target.server.id : target.selector));
  if (new Set(ids).size < ids.length) throw refused("server_already_added", "server is applied more than once");
  for (const target of targets) if ("server" in target) checkApplicable(call.state, target.server);
  const firewall = call.state.firewalls.add({ name, rules, labels: call.body.optionalLabels() ?? {}, serverIds: [], labelSelectors: [] });
  const actions = [
    call.act("set_firewall_rules", [{ id: firewall.id, type: "firewall" }], () => {}),
    ...targets.map((target) => apply(call, firewall, target)),
  ];
  return { status: 201, body: { firewall: firewallJson(call.state, firewall), actions: actions.map(actionJson) } };
}

function updateFirewall(call: Call): Reply {
  const firewall = call.state.firewalls.get(call.id);
  const name = call.body.optionalString("name");
  const labels = call.body.optionalLabels();
  if (name !== undefined) firewall.name = uniqueName(call, name, firewall);
  if (labels !== undefined) firewall.labels = labels;
  return { status: 200, body: { firewall: firewallJson(call.state, firewall) } };
}

function deleteFirewall(call: Call): Reply {
  const firewall = call.state.firewalls.get(call.id);
  if (firewall.serverIds.length > 0 || firewall.labelSelectors.length > 0) {
    throw refused("resource_in_use", `firewall with ID '${firewall.id}' is still in use`);
  }
  call.state.firewalls.remove(firewall);
  return { status: 204 };
}

function setRules(call: Call): Reply {
  const firewall = call.state.firewalls.get(call.id);
  const rules = readRules(call.body);
  const action = call.act("set_firewall_rules", [{ id: firewall.id, type: "firewall" }], () => {
    firewall.rules = rules;
  });
  return { status: 201, body: { actions: [actionJson(action)] } };
}

function applyToResources(call: Call): Reply {
  const firewall = call.state.firewalls.get(call.id);
  const targets = readTargets(call, "apply_to", 404);
  for (const target of targets) {
    const applied = "server" in target ? firewall.serverIds.includes(target.server.id) : firewall.labelSelectors.includes(target.selector);
    if (applied) throw refused("firewall_already_applied", "firewall was already applied on resource");
    if ("server" in target) checkApplicable(call.state, target.server);
  }
  return { status: 201, body: { actions: targets.map((target) => actionJson(apply(call, firewall, target))) } };
}

function removeFromResources(call: Call): Reply {
  const firewall = call.state.firewalls.get(call.id);
  const targets = readTargets(call, "remove_from", 404);
  for (const target of targets) {
    const direct = "server" in target && firewall.serverIds.includes(target.server.id);
    if ("server" in target && !direct && call.state.firewallsOn(target.server).includes(firewall)) {
      throw refused("firewall_managed_by_label_selector", "firewall is applied via a label selector and cannot be removed manually");
    }
  }
  const actions = targets.map((target) => {
    const type = "server" in target ? [{ id: target.server.id, type: "server" }] : [];
    return call.act("remove_firewall", [...type, { id: firewall.id, type: "firewall" }], () => {
      if ("server" in target) firewall.serverIds = firewall.serverIds.filter((id) => id !== target.server.id);
      else firewall.labelSelectors = firewall.labelSelectors.filter((selector) => selector !== target.selector);
    });
  });
  return { status: 201, body: { actions: actions.map(actionJson) } };
}

function apply(call: Call, firewall: Firewall, target: Target): Action {
  const server = "server" in target ? [{ id: target.server.id, type: "server" }] : [];
  return call.act("apply_firewall", [...server, { id: firewall.id, type: "firewall" }], () => {
    if ("server" in target) firewall.serverIds.push(target.server.id);
    else firewall.labelSelectors.push(target.selector);
  });
}

function readTargets(call: Call, field: string, statusOfUnknown: number): Target[] {
  return call.body.objects(field).map((target, i) => {
    const type = target.string("type");
    if (type === "label_selector") {
      const selector = target.optionalObject("label_selector")?.string("selector") ?? "";
      parseLabelSelector(selector);
      return { selector };
    }
    if (type !== "server") throw invalidInput(`${field}.${i}.type`, "Must be one of: server, label_selector.");
    const id = target.optionalObject("server")?.integer("id") ?? 0;
    const server = call.state.servers.find(id);
    if (server === undefined) {
      throw new ApiError(statusOfUnknown, "firewall_resource_not_found", `server with ID '${id}' not found`);
    }
    return { server };
  });
}

/** Whether one more firewall can go on a server. @throws ApiError `private_net_only_server`, `resource_limit_exceeded` */
function checkApplicable(state: HetznerState, server: Server): void {
  if (!state.hasPublicInterface(server)) {
    throw refused("private_net_only_server", "the server has no public interface");
  }
  if (state.firewallsOn(server).length >= MOST_PER_SERVER) {
    throw limitExceeded(`a server can have at most ${MOST_PER_SERVER} firewalls`, "firewalls_per_server_limit");
  }
}

/** The firewalls a new server asks for. @throws ApiError like `apply_to_resources` */
export function firewallsForNewServer(call: Call, hasPublicInterface: boolean): Firewall[] {
  const firewalls = call.body.objects("firewalls").map((entry) => call.state.firewalls.get(entry.integer("firewall")));
  if (firewalls.length > 0 && !hasPublicInterface) {
    throw refused("private_net_only_server", "the server has no public interface");
  }
  if (firewalls.length > MOST_PER_SERVER) {
    throw limitExceeded(`a server can have at most ${MOST_PER_SERVER} firewalls`, "firewalls_per_server_limit");
  }
  return [...new Set(firewalls)];
}

function uniqueName(call: Call, name: string, self?: Firewall): string {
  if (name === "" || name.length > LONGEST_NAME) throw invalidInput("name", `Length must be between 1 and ${LONGEST_NAME}.`);
  const other = call.state.firewalls.byName(name);
  if (other !== undefined && other !== self) throw uniqueness("firewall name is already used", "name");
  return name;
}

function firewallJson(state: HetznerState, firewall: Firewall): object {
  return {
    id: firewall.id,
    name: firewall.name,
    labels: firewall.labels,
    created: firewall.created,
    rules: firewall.rules.map(ruleJson),
    applied_to: [
      ...firewall.serverIds.map(serverTargetJson),
      ...firewall.labelSelectors.map((selector) => ({
        type: "label_selector",
        label_selector: { selector },
        applied_to_resources: state.selectedBy(selector).map((server) => serverTargetJson(server.id)),
      })),
    ],
  };
}

function serverTargetJson(id: number): object {
  return { type: "server", server: { id } };
}
