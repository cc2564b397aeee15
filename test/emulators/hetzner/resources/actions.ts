import { actionJson } from "../actions";
import { invalidInput, notFound } from "../api-error";
import { type Call, listReply, type Reply, type Router } from "../router";

export function registerActions(router: Router): void {
  router.on("GET", "/actions", listActions);
  router.on("GET", "/actions/:id", (call) => {
    const action = call.state.actions.poll(call.id);
    if (action === undefined) throw notFound("action", call.id);
    return { status: 200, body: { action: actionJson(action) } };
  });
}

/** The API lists no actions but those that are asked for by ID; unknown IDs are left out. */
function listActions(call: Call): Reply {
  const ids = call.query.getAll("id");
  if (ids.length === 0 || !ids.every((id) => /^\d{1,15}$/.test(id))) throw invalidInput("id", "Missing data for required field.");
  const found = [...new Set(ids.map(Number))].sort((a, b) => a - b).flatMap((id) => call.state.actions.poll(id) ?? []);
  return listReply(call, "actions", found, actionJson);
}
