import { expect, test } from "vitest";
import { createServer, ok, refused, startEmulator } from "../testing";

test("actions are listed by the IDs asked for, without the unknown ones", async () => {
  const emulator = await startEmulator();
  const { id } = await createServer(emulator, "a");
  expect((await ok(emulator, "GET", "/actions?id=2&id=1&id=99&page=1")).json).toMatchObject({
    actions: [
      { id: 1, command: "create_server", status: "success", progress: 100, resources: [{ id, type: "server" }] },
      { id: 2, command: "start_server" },
    ],
    meta: { pagination: { total_entries: 2 } },
  });
  expect((await ok(emulator, "GET", "/actions/2")).json).toMatchObject({ action: { command: "start_server", error: null } });
});

test("a list without IDs and an unknown action are refused", async () => {
  const emulator = await startEmulator();
  await refused(emulator, "GET", "/actions", undefined, 422, "invalid_input");
  await refused(emulator, "GET", "/actions?id=x", undefined, 422, "invalid_input");
  await refused(emulator, "GET", "/actions/7", undefined, 404, "not_found");
});
