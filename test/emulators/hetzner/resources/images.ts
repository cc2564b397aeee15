import { invalidInput, locked, protectedResource } from "../api-error";
import type { Image } from "../model";
import { type Call, listReply, type Reply, type Router, selected } from "../router";
import { actionJson } from "../actions";

export function registerImages(router: Router): void {
  router.on("GET", "/images", listImages);
  router.on("GET", "/images/:id", (call) => ({ status: 200, body: { image: imageJson(call.state.images.get(call.id)) } }));
  router.on("PUT", "/images/:id", updateImage);
  router.on("DELETE", "/images/:id", deleteImage);
  router.on("POST", "/images/:id/actions/change_protection", changeProtection);
}

function listImages(call: Call): Reply {
  const types = call.query.getAll("type");
  const statuses = call.query.getAll("status");
  const architectures = call.query.getAll("architecture");
  const includeDeprecated = call.query.get("include_deprecated") === "true";
  const images = selected(call, call.state.images.list()).filter(
    (image) =>
      (types.length === 0 || types.includes(image.type)) &&
      (statuses.length === 0 || statuses.includes(image.status)) &&
      (architectures.length === 0 || architectures.includes(image.architecture)) &&
      (includeDeprecated || image.deprecated === null),
  );
  return listReply(call, "images", images, imageJson);
}

function updateImage(call: Call): Reply {
  const image = userImage(call);
  image.description = call.body.optionalString("description") ?? image.description;
  image.labels = call.body.optionalLabels() ?? image.labels;
  return { status: 200, body: { image: imageJson(image) } };
}

function deleteImage(call: Call): Reply {
  const image = userImage(call);
  if (image.protection.delete) throw protectedResource("image");
  // Whoever is refused moves the running action on, as with servers.
  const making = call.state.actions.runningOn("image", image.id);
  if (making !== undefined) {
    call.state.actions.poll(making.id);
    throw locked("image");
  }
  image.deleted = call.state.clock.next();
  call.state.images.remove(image);
  return { status: 204 };
}

function changeProtection(call: Call): Reply {
  const image = userImage(call);
  const on = call.body.boolean("delete");
  const action = call.act("change_protection", [{ id: image.id, type: "image" }], () => {
    image.protection = { delete: on };
  });
  return { status: 201, body: { action: actionJson(action) } };
}

/** Images that are the user's own: those of the system cannot be changed. */
function userImage(call: Call): Image {
  const image = call.state.images.get(call.id);
  if (image.type !== "snapshot" && image.type !== "backup") throw invalidInput("id", "Only snapshots and backups can be changed.");
  return image;
}

export function imageJson(image: Image): object {
  return {
    id: image.id,
    status: image.status,
    type: image.type,
    name: image.name,
    description: image.description,
    image_size: image.imageSize,
    disk_size: image.diskSize,
    created: image.created,
    created_from: image.createdFrom,
    bound_to: null,
    os_flavor: image.type === "system" ? (image.name ?? "unknown").split("-")[0] : "unknown",
    os_version: null,
    architecture: image.architecture,
    rapid_deploy: false,
    protection: { ...image.protection },
    deprecated: image.deprecated,
    deleted: image.deleted,
    labels: image.labels,
  };
}
