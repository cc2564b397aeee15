import { expect, test } from "vitest";
import { ok, refused, startEmulator } from "../testing";

test("server types are found by name and ID, with their architecture and locations", async () => {
  const emulator = await startEmulator();
  expect((await ok(emulator, "GET", "/server_types?name=cax21")).json).toMatchObject({
    server_types: [
      { id: 93, name: "cax21", architecture: "arm", deprecation: null, locations: [{ name: "fsn1" }, { name: "nbg1" }, { name: "hel1" }] },
    ],
    meta: { pagination: { total_entries: 1 } },
  });
  expect((await ok(emulator, "GET", "/server_types/93")).json).toMatchObject({ server_type: { name: "cax21" } });
  await refused(emulator, "GET", "/server_types/1000", undefined, 404, "not_found");
});

test("a retired type says since when", async () => {
  const emulator = await startEmulator();
  expect((await ok(emulator, "GET", "/server_types?name=cx11")).json).toMatchObject({
    server_types: [
      { deprecated: true, locations: [{ available: false, deprecation: { unavailable_after: "2024-09-06T00:00:00Z" } }, {}, {}] },
    ],
  });
});

test("locations name their network zones", async () => {
  const emulator = await startEmulator();
  expect((await ok(emulator, "GET", "/locations?name=ash")).json).toMatchObject({ locations: [{ id: 4, network_zone: "us-east" }] });
  expect((await ok(emulator, "GET", "/locations/1")).json).toMatchObject({ location: { name: "fsn1", country: "DE" } });
  await refused(emulator, "GET", "/locations/99", undefined, 404, "not_found");
});
