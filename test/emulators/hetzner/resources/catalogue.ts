import { notFound } from "../api-error";
import type { Location, ServerType } from "../model";
import { type Call, listReply, type Reply, type Router } from "../router";

export function registerCatalogue(router: Router): void {
  router.on("GET", "/locations", (call) => listReply(call, "locations", named(call, call.state.locations), locationJson));
  router.on("GET", "/locations/:id", (call) => one(call, "location", call.state.location(String(call.id)), locationJson));
  router.on("GET", "/server_types", (call) =>
    listReply(call, "server_types", named(call, call.state.serverTypes), (type) => serverTypeJson(type, call.state.locations)),
  );
  router.on("GET", "/server_types/:id", (call) =>
    one(call, "server_type", call.state.serverType(String(call.id)), (type) => serverTypeJson(type, call.state.locations)),
  );
}

function named<T extends { readonly name: string }>(call: Call, items: readonly T[]): T[] {
  const name = call.query.get("name");
  return items.filter((item) => name === null || item.name === name);
}

function one<T>(call: Call, key: string, item: T | undefined, toJson: (item: T) => object): Reply {
  if (item === undefined) throw notFound(key, call.id);
  return { status: 200, body: { [key]: toJson(item) } };
}

export function locationJson(location: Location): object {
  const { networkZone, ...rest } = location;
  return { ...rest, network_zone: networkZone };
}

export function serverTypeJson(type: ServerType, locations: readonly Location[]): object {
  const deprecation =
    type.deprecation === undefined ? null : { announced: type.deprecation.announced, unavailable_after: type.deprecation.unavailableAfter };
  return {
    id: type.id,
    name: type.name,
    description: type.name.toUpperCase(),
    category: type.category,
    cores: type.cores,
    memory: type.memory,
    disk: type.disk,
    storage_type: "local",
    cpu_type: type.cpuType,
    architecture: type.architecture,
    prices: [],
    deprecated: deprecation !== null,
    deprecation,
    locations: locations
      .filter((location) => type.locations.includes(location.name))
      .map(({ id, name }) => ({ id, name, recommended: false, available: deprecation === null, deprecation })),
  };
}
