import { expect, test } from "vitest";
import { Fault, type HetznerEmulator } from "..";
import { createServer, events, ok, refused, startEmulator } from "../testing";

async function snapshot(emulator: HetznerEmulator, server: number, body: object = {}): Promise<{ action: number; image: number }> {
  const { json } = await ok(emulator, "POST", `/servers/${server}/actions/create_image`, body);
  const { action, image } = json as { action: { id: number }; image: { id: number } };
  return { action: action.id, image: image.id };
}

test("a snapshot has the labels it was asked for, the disk of the server, and its architecture", async () => {
  const emulator = await startEmulator();
  const server = await createServer(emulator, "a");
  const { image } = await snapshot(emulator, server.id, { type: "snapshot", description: "mine", labels: { a: "b" } });
  expect((await ok(emulator, "GET", `/images/${image}`)).json).toMatchObject({
    image: {
      status: "available",
      type: "snapshot",
      description: "mine",
      labels: { a: "b" },
      disk_size: 40,
      image_size: 2,
      architecture: "x86",
      created_from: { id: server.id, name: "a" },
    },
  });
  expect(events(emulator).at(-1)).toBe("a create_image");
});

test("it is listed while it is being made, locks the server, and cannot be deleted until then", async () => {
  const emulator = await startEmulator();
  const { id } = await createServer(emulator, "a");
  emulator.inject(Fault.actionRunning(3, { path: "/servers/*/actions/create_image" }));
  const { action, image } = await snapshot(emulator, id);
  const progress = async (): Promise<unknown> => ((await ok(emulator, "GET", `/actions/${action}`)).json as { action: unknown }).action;
  expect(await progress()).toMatchObject({ status: "running", progress: 25 });
  expect((await ok(emulator, "GET", "/images?status=creating")).json).toMatchObject({ images: [{ id: image, image_size: null }] });
  await refused(emulator, "DELETE", `/servers/${id}`, undefined, 423, "locked");
  await refused(emulator, "DELETE", `/images/${image}`, undefined, 423, "locked");
  await ok(emulator, "DELETE", `/images/${image}`);
  expect(await progress()).toMatchObject({ status: "success", progress: 100 });
});

test("one that failed stays, and is not available", async () => {
  const emulator = await startEmulator();
  const { id } = await createServer(emulator, "a");
  emulator.inject(Fault.actionFails({ path: "/servers/*/actions/create_image" }));
  const { image } = await snapshot(emulator, id);
  expect((await ok(emulator, "GET", `/images/${image}`)).json).toMatchObject({ image: { status: "creating" } });
  await ok(emulator, "DELETE", `/images/${image}`);
});

test("backups and unknown servers are refused", async () => {
  const emulator = await startEmulator();
  const { id } = await createServer(emulator, "a");
  await refused(emulator, "POST", `/servers/${id}/actions/create_image`, { type: "backup" }, 422, "invalid_input");
  await refused(emulator, "POST", "/servers/1/actions/create_image", {}, 404, "not_found");
});
