import { actionJson } from "../actions";
import { invalidInput } from "../api-error";
import type { Server } from "../model";
import type { Call, Reply } from "../router";
import { imageJson } from "./images";
import { serverResource } from "./server-lock";

/**
 * Makes a snapshot of a server's disk: https://docs.hetzner.cloud/reference/cloud#tag/server-actions/create_server_image
 *
 * The image is there at once, with its labels, and `creating` until the action has ended; where that fails it stays so.
 */
export function createImage(call: Call, server: Server): Reply {
  const { body, state } = call;
  const type = body.optionalString("type") ?? "snapshot";
  if (type !== "snapshot") throw invalidInput("type", "Only snapshots are emulated.");
  const image = state.images.add({
    name: null,
    labels: body.optionalLabels() ?? {},
    type,
    status: "creating",
    description: body.optionalString("description") ?? "",
    architecture: server.serverType.architecture,
    diskSize: server.primaryDiskSize,
    imageSize: null,
    createdFrom: { id: server.id, name: server.name },
    deprecated: null,
    deleted: null,
    protection: { delete: false },
  });
  const resources = [serverResource(server), { id: image.id, type: "image" }];
  const action = call.act("create_image", resources, () => {
    image.status = "available";
    image.imageSize = image.diskSize / 20;
    state.record("create_image", server);
  });
  return { status: 201, body: { action: actionJson(action), image: imageJson(image) } };
}
