import { actionJson } from "../actions";
import { invalidCombination, invalidInput, refused } from "../api-error";
import type { Server, ServerEventName } from "../model";
import type { Call, Reply, Router } from "../router";
import { readServerType, startServer } from "./new-server";
import { checkRoomIn } from "./placement-groups";
import { createImage } from "./snapshots";
import { serverResource, unlockedServer } from "./server-lock";

const BACKUP_WINDOW = "22-02";

export function registerServerActions(router: Router): void {
  const on = (name: string, handler: (call: Call, server: Server) => Reply): void =>
    router.on("POST", `/servers/:id/actions/${name}`, (call) => handler(call, unlockedServer(call)));
  on("poweron", powerOn);
  on("poweroff", (call, server) => stop(call, server, "stop_server", "poweroff"));
  on("shutdown", (call, server) => stop(call, server, "shutdown_server", "shutdown"));
  on("reboot", (call, server) => restart(call, server, "reboot_server", "reboot"));
  on("reset", (call, server) => restart(call, server, "reset_server", "reset"));
  on("enable_rescue", enableRescue);
  on("disable_rescue", (call, server) => setRescue(call, server, "disable_rescue", null));
  on("create_image", createImage);
  on("change_type", changeType);
  on("change_protection", changeProtection);
  on("add_to_placement_group", addToPlacementGroup);
  on("remove_from_placement_group", removeFromPlacementGroup);
  on("enable_backup", (call, server) => setBackups(call, server, "enable_backup", BACKUP_WINDOW));
  on("disable_backup", (call, server) => setBackups(call, server, "disable_backup", null));
}

function powerOn(call: Call, server: Server): Reply {
  if (!call.state.hasPublicInterface(server) && server.privateNets.length === 0) {
    throw invalidCombination("server needs at least one network interface to be powered on");
  }
  return begin(call, server, "start_server", () => boot(call, server, "poweron"));
}

function stop(call: Call, server: Server, command: string, event: ServerEventName): Reply {
  return begin(call, server, command, () => {
    if (server.status === "off") return;
    server.status = "off";
    server.rescuedBy = null;
    call.state.record(event, server);
  });
}

function restart(call: Call, server: Server, command: string, event: ServerEventName): Reply {
  if (server.status !== "running") throw invalidCombination("server is not running");
  return begin(call, server, command, () => startServer(call.state, server, event));
}

function boot(call: Call, server: Server, event: ServerEventName): void {
  if (server.status !== "running") startServer(call.state, server, event);
}

/** https://docs.hetzner.cloud/reference/cloud#tag/server-actions/enable_server_rescue_mode */
function enableRescue(call: Call, server: Server): Reply {
  const type = call.body.optionalString("type") ?? "linux64";
  if (type !== "linux64") throw invalidInput("type", "Not a valid choice.");
  const keys = call.body.integers("ssh_keys").map((id) => call.state.sshKeys.get(id).id);
  const reply = setRescue(call, server, "enable_rescue", keys);
  const password = keys.length === 0 ? `rescue-password-of-${server.id}` : null;
  return { ...reply, body: { ...reply.body, root_password: password } };
}

function setRescue(call: Call, server: Server, command: "enable_rescue" | "disable_rescue", keys: readonly number[] | null): Reply {
  return begin(call, server, command, () => {
    server.rescueSshKeyIds = keys;
    call.state.record(command, server);
  });
}

/** The API copies the disk and then starts the server: https://docs.hetzner.cloud/reference/cloud#tag/server-actions/change_server_type */
function changeType(call: Call, server: Server): Reply {
  const type = readServerType(call);
  const upgradeDisk = call.body.boolean("upgrade_disk");
  if (server.status !== "off") throw refused("server_not_stopped", "server is not stopped");
  const cannot = (reason: string): never => {
    throw refused("invalid_server_type", `cannot change type because ${reason}`);
  };
  if (type.id === server.serverType.id) cannot("the server already has this server_type");
  if (type.deprecation !== undefined) cannot("the selected server_type is deprecated");
  if (type.architecture !== server.serverType.architecture) cannot("the selected server_type has a different architecture");
  if (type.disk < server.primaryDiskSize) cannot("the selected server_type has not sufficient disk space");
  if (!type.locations.includes(server.location.name)) cannot("the selected server_type is not available in the location of the server");
  return begin(call, server, "change_server_type", () => {
    server.serverType = type;
    if (upgradeDisk) server.primaryDiskSize = type.disk;
    call.state.record("change_type", server);
    boot(call, server, "poweron");
  });
}

function changeProtection(call: Call, server: Server): Reply {
  const next = {
    delete: call.body.optionalBoolean("delete") ?? server.protection.delete,
    rebuild: call.body.optionalBoolean("rebuild") ?? server.protection.rebuild,
  };
  if (next.delete !== next.rebuild) throw invalidCombination("delete and rebuild protection must have the same value");
  return begin(call, server, "change_protection", () => {
    server.protection = next;
    call.state.record("change_protection", server);
  });
}

function addToPlacementGroup(call: Call, server: Server): Reply {
  const group = call.state.placementGroups.get(call.body.integer("placement_group"));
  if (server.placementGroupId !== null) throw refused("already_in_placement_group", "server is already part of a placement group");
  if (server.status !== "off") throw refused("server_not_stopped", "server is not stopped");
  checkRoomIn(call.state, group);
  return begin(call, server, "add_to_placement_group", () => {
    server.placementGroupId = group.id;
    call.state.record("add_to_placement_group", server);
  });
}

function removeFromPlacementGroup(call: Call, server: Server): Reply {
  if (server.placementGroupId === null) throw invalidCombination("server is not part of a placement group");
  if (server.status !== "off") throw refused("server_not_stopped", "server is not stopped");
  return begin(call, server, "remove_from_placement_group", () => {
    server.placementGroupId = null;
    call.state.record("remove_from_placement_group", server);
  });
}

function setBackups(call: Call, server: Server, command: string, window: string | null): Reply {
  return begin(call, server, command, () => {
    server.backupWindow = window;
  });
}

function begin(call: Call, server: Server, command: string, effect: () => void): Reply {
  return { status: 201, body: { action: actionJson(call.act(command, [serverResource(server)], effect)) } };
}
