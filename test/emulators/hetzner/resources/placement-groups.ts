import { invalidInput, refused, uniqueness } from "../api-error";
import type { PlacementGroup } from "../model";
import { type Call, listReply, type Reply, type Router, selected } from "../router";
import type { HetznerState } from "../state";

/** https://docs.hetzner.com/cloud/placement-groups/overview#limits */
const MOST_MEMBERS = 10;

export function registerPlacementGroups(router: Router): void {
  router.on("GET", "/placement_groups", (call) =>
    listReply(call, "placement_groups", selected(call, call.state.placementGroups.list()), (group) =>
      placementGroupJson(call.state, group),
    ),
  );
  router.on("POST", "/placement_groups", createPlacementGroup);
  router.on("GET", "/placement_groups/:id", (call) => ({
    status: 200,
    body: { placement_group: placementGroupJson(call.state, call.state.placementGroups.get(call.id)) },
  }));
  router.on("PUT", "/placement_groups/:id", updatePlacementGroup);
  router.on("DELETE", "/placement_groups/:id", deletePlacementGroup);
}

function createPlacementGroup(call: Call): Reply {
  const name = uniqueName(call, call.body.string("name"));
  if (call.body.string("type") !== "spread") throw invalidInput("type", "Must be one of: spread.");
  const group = call.state.placementGroups.add({ name, type: "spread", labels: call.body.optionalLabels() ?? {} });
  return { status: 201, body: { placement_group: placementGroupJson(call.state, group), action: null } };
}

function updatePlacementGroup(call: Call): Reply {
  const group = call.state.placementGroups.get(call.id);
  const name = call.body.optionalString("name");
  const labels = call.body.optionalLabels();
  if (name !== undefined) group.name = uniqueName(call, name, group);
  if (labels !== undefined) group.labels = labels;
  return { status: 200, body: { placement_group: placementGroupJson(call.state, group) } };
}

function deletePlacementGroup(call: Call): Reply {
  const group = call.state.placementGroups.get(call.id);
  if (call.state.membersOf(group).length > 0) throw refused("resource_in_use", "placement group still contains servers");
  call.state.placementGroups.remove(group);
  return { status: 204 };
}

function uniqueName(call: Call, name: string, self?: PlacementGroup): string {
  if (name === "") throw invalidInput("name", "Shorter than minimum length 1.");
  const other = call.state.placementGroups.byName(name);
  if (other !== undefined && other !== self) throw uniqueness("placement group name is already used", "name");
  return name;
}

/**
 * Refuses an eleventh member, with the code and text people report
 * (https://github.com/hetznercloud/terraform-provider-hcloud/issues/1170).
 */
export function checkRoomIn(state: HetznerState, group: PlacementGroup): void {
  if (state.membersOf(group).length < MOST_MEMBERS) return;
  throw refused("placement_group_member_limit_reached", `placement group with ID ${group.id} contains already ${MOST_MEMBERS} servers`);
}

export function placementGroupJson(state: HetznerState, group: PlacementGroup): object {
  return {
    id: group.id,
    name: group.name,
    labels: group.labels,
    type: group.type,
    created: group.created,
    servers: state.membersOf(group).map((server) => server.id),
  };
}
