import { expect, test } from "vitest";
import { newSshKey } from "../../../lib/upload/hetzner/ssh-key";
import { Fault, type HetznerEmulator } from "../../emulators/hetzner";
import { apiOf, failure, startEmulator } from "./rig";

const RUN = "flatcar-temporary=r";
const LABELS = { "flatcar-temporary": "r" };

async function withServer(): Promise<{ emulator: HetznerEmulator; id: number; made: number[] }> {
  const emulator = await startEmulator();
  const api = apiOf(emulator);
  const key = await api.createKey("k", newSshKey().publicKey, LABELS, RUN);
  const [image] = await api.images({ type: "system", architecture: "x86" });
  const made: number[] = [];
  const server = { name: "s", serverType: "cx23", location: "fsn1", image: image.id, key: key.id, labels: LABELS };
  const { id } = await api.createServer(server, RUN, (one) => made.push(one));
  return { emulator, id, made };
}

test("a server is made, and left off", async () => {
  const { emulator, id, made } = await withServer();
  expect(emulator.server("s")).toMatchObject({ id, status: "off", boots: 0, labels: LABELS });
  expect(emulator.sshKeys).toMatchObject([{ name: "k", labels: LABELS }]);
  expect(made).toEqual([id]);
});

test("actions are waited for", async () => {
  const { emulator, id } = await withServer();
  emulator.inject(Fault.actionRunning(3, { path: "/servers/*/actions/*", times: 2 }));
  await apiOf(emulator).act(id, "enable_rescue", { type: "linux64", ssh_keys: [] });
  await apiOf(emulator).act(id, "poweron");
  expect(emulator.server("s")).toMatchObject({ status: "running", rescuedBy: [] });
});

test("one that fails is an error in the words of Hetzner", async () => {
  const { emulator, id } = await withServer();
  emulator.inject(Fault.actionFails({}, { code: "host_down", message: "the host is down" }, 2));
  expect(await failure(apiOf(emulator).act(id, "poweron"))).toMatchObject({
    code: "hetzner-action",
    subject: "action start_server",
    received: "host_down: the host is down",
  });
});

test("a state that does not come is not waited for without end", async () => {
  const { emulator, id } = await withServer();
  expect(await failure(apiOf(emulator).stateOf(id, "running"))).toMatchObject({
    code: "hetzner-state",
    subject: `state of server ${id}`,
    received: "off",
    allowed: "running",
  });
});

test("a snapshot is told of as soon as it has an id, and waited for with its progress", async () => {
  const { emulator, id } = await withServer();
  emulator.inject(Fault.actionRunning(3, { path: "/servers/*/actions/create_image" }));
  const events: string[] = [];
  const props = { description: "d", labels: LABELS };
  const snapshot = await apiOf(emulator).createSnapshot(
    id,
    props,
    RUN,
    (one) => events.push(`made ${one}`),
    (percent) => events.push(`${percent} %`),
  );
  expect(events).toEqual([`made ${snapshot.id}`, "0 %", "25 %", "50 %", "100 %"]);
  expect(snapshot).toMatchObject({ status: "available", description: "d", labels: LABELS, architecture: "x86", diskGb: 40 });
});

test.each(["/ssh_keys", "/servers", "/servers/*/actions/create_image"])(
  "what was made at %s without an answer is not made twice",
  async (path) => {
    const emulator = await startEmulator();
    const api = apiOf(emulator);
    emulator.inject(Fault.connectionReset({ method: "POST", path }, { applied: true }));
    const key = await api.createKey("k", newSshKey().publicKey, LABELS, RUN);
    const [image] = await api.images({ type: "system", architecture: "x86" });
    const server = { name: "s", serverType: "cx23", location: "fsn1", image: image.id, key: key.id, labels: LABELS };
    const { id } = await api.createServer(server, RUN, () => undefined);
    await api.createSnapshot(
      id,
      { description: "d", labels: LABELS },
      RUN,
      () => undefined,
      () => undefined,
    );
    expect([emulator.sshKeys.length, emulator.servers.length, emulator.images.filter(({ type }) => type === "snapshot").length]).toEqual([
      1, 1, 1,
    ]);
  },
);

test("what was begun without an answer is waited for as long as an action may take", async () => {
  const { emulator, id } = await withServer();
  const { id: image } = emulator.addImage({ labels: LABELS, status: "creating" });
  emulator.inject(Fault.connectionReset({ path: "/servers/*/actions/create_image" }));
  let looks = 0;
  emulator.onRequest = ({ method, path }) => {
    if (method === "GET" && path === `/images/${image}` && ++looks === 20)
      Object.assign(emulator.images.at(-1) ?? {}, { status: "available" });
  };
  const props = { description: "d", labels: LABELS };
  const none = (): void => undefined;
  expect(await apiOf(emulator).createSnapshot(id, props, RUN, none, none)).toMatchObject({ id: image, status: "available" });
  expect(looks).toBe(20);
});

test("labels of an image are replaced", async () => {
  const emulator = await startEmulator();
  const { id } = emulator.addImage({ labels: { a: "b" } });
  expect(await apiOf(emulator).relabelImage(id, { c: "d" })).toMatchObject({ id, labels: { c: "d" } });
});

test("what is deleted is gone, and what is gone already need not be", async () => {
  const { emulator, id } = await withServer();
  const api = apiOf(emulator);
  emulator.inject(Fault.actionRunning(2, { method: "DELETE" }));
  await api.remove("servers", id);
  await api.remove("servers", id);
  await api.remove("ssh_keys", emulator.sshKeys[0].id);
  expect([emulator.servers, emulator.sshKeys]).toEqual([[], []]);
});

test("what cannot be deleted is an error", async () => {
  const { emulator, id } = await withServer();
  await emulator.call("POST", `/servers/${id}/actions/change_protection`, { delete: true, rebuild: true });
  expect(await failure(apiOf(emulator).remove("servers", id))).toMatchObject({
    received: expect.stringContaining("423, protected") as string,
  });
});

test("everybody asks Hetzner unless told otherwise", async () => {
  const { hetznerApi } = await import("../../../lib/upload/hetzner");
  expect(hetznerApi({ token: "t", userAgent: "x" }).timing).toMatchObject({ requestMs: 30_000, uploadMs: 3_300_000 });
});
