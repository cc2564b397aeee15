import { actionJson } from "../actions";
import { protectedResource } from "../api-error";
import { type Call, listReply, type Reply, type Router, selected } from "../router";
import { createServer, removeServer } from "./new-server";
import { serverJson } from "./server-json";
import { serverResource, unlockedServer } from "./server-lock";
import { readServerName } from "./server-name";

export function registerServers(router: Router): void {
  router.on("GET", "/servers", (call) => {
    const statuses = call.query.getAll("status");
    const servers = selected(call, call.state.servers.list()).filter((s) => statuses.length === 0 || statuses.includes(s.status));
    return listReply(call, "servers", servers, (server) => serverJson(call.state, server));
  });
  router.on("POST", "/servers", createServer);
  router.on("GET", "/servers/:id", (call) => ({
    status: 200,
    body: { server: serverJson(call.state, call.state.servers.get(call.id)) },
  }));
  router.on("PUT", "/servers/:id", updateServer);
  router.on("DELETE", "/servers/:id", deleteServer);
}

function updateServer(call: Call): Reply {
  const server = unlockedServer(call);
  const name = call.body.optionalString("name");
  const labels = call.body.optionalLabels();
  if (name !== undefined) server.name = readServerName(call.state, name, server);
  if (labels !== undefined) server.labels = labels;
  return { status: 200, body: { server: serverJson(call.state, server) } };
}

function deleteServer(call: Call): Reply {
  const server = unlockedServer(call);
  if (server.protection.delete) throw protectedResource("server");
  const action = call.act("delete_server", [serverResource(server)], () => {
    removeServer(call, server);
    call.state.record("deleted", server);
  });
  return { status: 200, body: { action: actionJson(action) } };
}
