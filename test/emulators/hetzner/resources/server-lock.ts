import type { ActionResource } from "../actions";
import { locked } from "../api-error";
import type { Server } from "../model";
import type { Call } from "../router";

export function serverResource(server: Server): ActionResource {
  return { id: server.id, type: "server" };
}

/** The server of a path. @throws ApiError `locked` while an action runs on it */
export function unlockedServer(call: Call): Server {
  return requireUnlocked(call, call.state.servers.get(call.id));
}

/** Whoever is refused moves the running action on: a client that only retries comes through in the end. */
export function requireUnlocked(call: Call, server: Server): Server {
  const running = call.state.actions.runningOn("server", server.id);
  if (running !== undefined) {
    call.state.actions.poll(running.id);
    throw locked("server");
  }
  return server;
}
