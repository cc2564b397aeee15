import { expect, test } from "vitest";
import { ok, refused, startEmulator } from "./testing";

test("lists come in pages, with links between them", async () => {
  const emulator = await startEmulator();
  for (let i = 0; i < 7; i++) await ok(emulator, "POST", "/placement_groups", { name: `g${i}`, type: "spread" });
  const page = async (query: string): Promise<unknown> => (await ok(emulator, "GET", `/placement_groups?${query}`)).json;
  expect(await page("per_page=3")).toMatchObject({
    placement_groups: [{ name: "g0" }, { name: "g1" }, { name: "g2" }],
    meta: { pagination: { page: 1, per_page: 3, previous_page: null, next_page: 2, last_page: 3, total_entries: 7 } },
  });
  expect(await page("per_page=3&page=3")).toMatchObject({
    placement_groups: [{ name: "g6" }],
    meta: { pagination: { previous_page: 2, next_page: null } },
  });
  expect(await page("name=none")).toMatchObject({ placement_groups: [], meta: { pagination: { last_page: 1, total_entries: 0 } } });
});

test("lists are sorted as asked", async () => {
  const emulator = await startEmulator();
  for (const name of ["b", "c", "a"]) await ok(emulator, "POST", "/placement_groups", { name, type: "spread" });
  const names = async (sort: string): Promise<unknown> => (await ok(emulator, "GET", `/placement_groups?sort=${sort}`)).json;
  expect(await names("name")).toMatchObject({ placement_groups: [{ name: "a" }, { name: "b" }, { name: "c" }] });
  expect(await names("created:desc")).toMatchObject({ placement_groups: [{ name: "a" }, { name: "c" }, { name: "b" }] });
});

test.each(["page=0", "page=x", "per_page=51", "sort=color", "label_selector=a%20b"])("a wrong query is refused: %s", async (query) => {
  const emulator = await startEmulator();
  await refused(emulator, "GET", `/servers?${query}`, undefined, 422, "invalid_input");
});

test("unknown paths and methods are refused", async () => {
  const emulator = await startEmulator();
  await refused(emulator, "GET", "/volumes", undefined, 404, "not_found");
  await refused(emulator, "DELETE", "/servers", undefined, 405, "method_not_allowed");
  await refused(emulator, "GET", "/servers/abc", undefined, 404, "not_found");
});
