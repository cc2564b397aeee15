import { expect, test } from "vitest";
import { createServer, ok, refused, startEmulator } from "../testing";

test("images are found by labels, architecture, status, type and age", async () => {
  const emulator = await startEmulator();
  const labels = { os: "flatcar", "flatcar-version": "2" };
  emulator.addImage({ labels });
  emulator.addImage({ labels, architecture: "arm" });
  emulator.addImage({ labels, status: "creating" });
  emulator.addImage({ labels, deprecated: "2026-01-01T00:00:00Z" });
  emulator.addImage({ type: "system", name: "debian-13" });
  const ids = async (query: string): Promise<number[]> => {
    const json = (await ok(emulator, "GET", `/images?${query}`)).json as { images: { id: number }[] };
    return json.images.map((image) => image.id);
  };
  const selector = `label_selector=${encodeURIComponent("os=flatcar,flatcar-version in (2,3)")}`;
  expect(await ids(selector)).toEqual([20002, 20003, 20004]);
  expect(await ids(`${selector}&architecture=x86&status=available`)).toEqual([20002]);
  expect(await ids(`${selector}&architecture=x86&architecture=arm&sort=created:desc`)).toEqual([20004, 20003, 20002]);
  expect(await ids(`${selector}&include_deprecated=true&status=available&architecture=x86`)).toEqual([20002, 20005]);
  expect(await ids("name=debian-13")).toEqual([20006]);
  expect(await ids("type=snapshot&architecture=arm")).toEqual([20003]);
});

test("an image answers with all that the provider reads", async () => {
  const emulator = await startEmulator();
  emulator.addImage({ type: "system", name: "debian-13" });
  expect((await ok(emulator, "GET", "/images/20001")).json).toMatchObject({
    image: { status: "available", type: "snapshot", name: null, architecture: "x86", deprecated: null, labels: { os: "flatcar" } },
  });
  expect((await ok(emulator, "GET", "/images/20002")).json).toMatchObject({ image: { name: "debian-13", os_flavor: "debian" } });
});

test("labels and the description of a snapshot can change", async () => {
  const emulator = await startEmulator();
  await ok(emulator, "PUT", "/images/20001", { labels: { a: "b" }, description: "x" });
  expect(emulator.images[0]).toMatchObject({ labels: { a: "b" }, description: "x" });
});

test("a deleted image is gone, and servers made of it stay", async () => {
  const emulator = await startEmulator();
  const { id } = await createServer(emulator, "a");
  await ok(emulator, "DELETE", "/images/20001");
  await refused(emulator, "GET", "/images/20001", undefined, 404, "not_found");
  expect((await ok(emulator, "GET", `/servers/${id}`)).json).toMatchObject({
    server: { image: { id: 20001, deleted: expect.any(String) } },
  });
});

test("a protected image and those of the system are not deleted", async () => {
  const emulator = await startEmulator();
  emulator.addImage({ type: "system", name: "debian-13" });
  await ok(emulator, "POST", "/images/20001/actions/change_protection", { delete: true });
  await refused(emulator, "DELETE", "/images/20001", undefined, 423, "protected");
  await refused(emulator, "DELETE", "/images/20002", undefined, 422, "invalid_input");
});
