import { expect, test } from "vitest";
import { createServer, ok, refused, startEmulator } from "../testing";

test("a placement group lives and goes, and knows its servers", async () => {
  const emulator = await startEmulator();
  const created = await ok(emulator, "POST", "/placement_groups", { name: "g", type: "spread", labels: { a: "b" } });
  expect(created.json).toMatchObject({ placement_group: { id: 40001, name: "g", type: "spread", servers: [] }, action: null });
  await ok(emulator, "PUT", "/placement_groups/40001", { name: "h", labels: {} });
  const { id } = await createServer(emulator, "s", { placement_group: 40001 });
  expect((await ok(emulator, "GET", "/placement_groups/40001")).json).toMatchObject({
    placement_group: { name: "h", labels: {}, servers: [id] },
  });
  expect((await ok(emulator, "GET", `/servers/${id}`)).json).toMatchObject({ server: { placement_group: { id: 40001 } } });
  await refused(emulator, "DELETE", "/placement_groups/40001", undefined, 422, "resource_in_use");
  await ok(emulator, "DELETE", `/servers/${id}`);
  await ok(emulator, "DELETE", "/placement_groups/40001");
  expect(emulator.placementGroups).toEqual([]);
});

test.each([
  [{ name: "g", type: "spread" }, 409, "uniqueness_error"],
  [{ name: "x", type: "cluster" }, 422, "invalid_input"],
  [{ name: "", type: "spread" }, 422, "invalid_input"],
])("a placement group is refused: %j", async (body, status, code) => {
  const emulator = await startEmulator();
  await ok(emulator, "POST", "/placement_groups", { name: "g", type: "spread" });
  await refused(emulator, "POST", "/placement_groups", body, status, code);
});
