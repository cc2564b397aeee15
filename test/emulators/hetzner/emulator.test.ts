import { connect } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { Fault, HetznerEmulator } from ".";
import { createServer, events, newServer, ok, refused, startEmulator } from "./testing";

test("the provider gets an endpoint ending in /v1 and a token of 64 characters", async () => {
  const emulator = await startEmulator();
  expect(emulator.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/v1$/);
  expect(emulator.token).toHaveLength(64);
  expect(emulator.environment).toEqual({ HCLOUD_ENDPOINT: emulator.url, HCLOUD_TOKEN: emulator.token });
});

test.each([undefined, "Bearer wrong", "Basic x"])("a request with the authorization %s is refused", async (authorization) => {
  const emulator = await startEmulator();
  const response = await fetch(`${emulator.url}/servers`, { headers: authorization === undefined ? {} : { authorization } });
  expect(response.status).toBe(401);
  expect(await response.json()).toMatchObject({ error: { code: "unauthorized" } });
});

test("a request that is no JSON is refused", async () => {
  const emulator = await startEmulator();
  const headers = { authorization: `Bearer ${emulator.token}` };
  const response = await fetch(`${emulator.url}/servers`, { method: "POST", body: "{", headers });
  expect(await response.json()).toMatchObject({ error: { code: "json_error" } });
});

test("a request outside of /v1 is refused", async () => {
  const emulator = await startEmulator();
  const headers = { authorization: `Bearer ${emulator.token}` };
  expect((await fetch(emulator.url.replace("/v1", "/servers"), { headers })).status).toBe(404);
});

test("every answer carries the rate limit headers", async () => {
  const emulator = await startEmulator();
  const { headers } = await ok(emulator, "GET", "/servers");
  expect([headers.get("ratelimit-limit"), headers.get("ratelimit-remaining"), headers.get("ratelimit-reset")]).toEqual([
    "3600",
    "3599",
    expect.stringMatching(/^\d+$/),
  ]);
});

test("requests are recorded with what they were answered", async () => {
  const emulator = await startEmulator();
  await emulator.call("GET", "/images?architecture=x86");
  await emulator.call("POST", "/servers", { name: "x" });
  expect(emulator.requests).toEqual([
    { sequence: 1, method: "GET", path: "/images", query: "architecture=x86", body: undefined, status: 200, faulty: false },
    { sequence: 2, method: "POST", path: "/servers", query: "", body: { name: "x" }, status: 422, faulty: false },
  ]);
});

test("two runs give the same IDs, timestamps and addresses", async () => {
  const run = async (): Promise<unknown[]> => {
    const emulator = await startEmulator();
    await createServer(emulator, "a");
    await createServer(emulator, "b");
    return [emulator.servers, emulator.primaryIps, emulator.history, (await ok(emulator, "GET", "/servers")).json];
  };
  expect(await run()).toEqual(await run());
});

test("images can be added", async () => {
  const emulator = await startEmulator();
  const image = emulator.addImage({ labels: { a: "b" }, architecture: "arm", diskSize: 20, name: "debian-13", type: "system" });
  expect(emulator.images.at(-1)).toBe(image);
  expect(image).toMatchObject({ architecture: "arm", diskSize: 20, type: "system", name: "debian-13", status: "available" });
  expect(() => emulator.addImage({ labels: { a: "b c" } })).toThrow(/labels/);
});

test("a server is found by name, and an unknown one is an error that names the others", async () => {
  const emulator = await startEmulator();
  await createServer(emulator, "a");
  expect(emulator.server("a").name).toBe("a");
  expect(() => emulator.server("b")).toThrow('no server "b"; there are: a');
});

test("a rate limit lasts as long as told", async () => {
  const emulator = await startEmulator();
  const fault = emulator.inject(Fault.rateLimit({ path: "/servers", times: 2 }));
  const first = await emulator.call("GET", "/servers");
  expect(first).toMatchObject({ status: 429, json: { error: { code: "rate_limit_exceeded" } } });
  expect(first.headers.get("ratelimit-remaining")).toBe("0");
  expect((await emulator.call("GET", "/servers")).status).toBe(429);
  expect((await emulator.call("GET", "/servers")).status).toBe(200);
  expect(fault.hits).toBe(2);
  expect(emulator.requests.map((request) => request.faulty)).toEqual([true, true, false]);
});

test.each([
  [Fault.resourceUnavailable(), 412, "resource_unavailable"],
  [Fault.conflict(), 409, "conflict"],
  [Fault.locked(), 423, "locked"],
  [Fault.error(500, "server_error", "boom"), 500, "server_error"],
])("a fault answers for the API and nothing happens: %#", async (fault, status, code) => {
  const emulator = await startEmulator();
  emulator.inject(fault);
  await refused(emulator, "POST", "/servers", newServer("a"), status, code);
  expect(emulator.servers).toEqual([]);
});

test("a status can come without JSON", async () => {
  const emulator = await startEmulator();
  emulator.inject(Fault.withoutJson(502, {}, "<html></html>"));
  emulator.inject(Fault.withoutJson(503));
  const html = await emulator.call("GET", "/servers");
  expect([html.status, html.headers.get("content-type"), html.json]).toEqual([502, "text/html", undefined]);
  const empty = await emulator.call("GET", "/servers");
  expect([empty.status, empty.headers.get("content-type")]).toEqual([503, null]);
});

test("a slow answer is a normal one, later", async () => {
  const emulator = await startEmulator();
  emulator.inject(Fault.slow(60));
  const start = performance.now();
  expect((await emulator.call("GET", "/servers")).status).toBe(200);
  expect(performance.now() - start).toBeGreaterThanOrEqual(50);
});

test("a connection can break before or after the request had its effect", async () => {
  const emulator = await startEmulator();
  emulator.inject(Fault.connectionReset({ path: "/servers" }));
  await expect(emulator.call("POST", "/servers", newServer("a"))).rejects.toThrow();
  expect(emulator.servers).toEqual([]);
  emulator.inject(Fault.connectionReset({ path: "/servers" }, { applied: true }));
  await expect(emulator.call("POST", "/servers", newServer("a"))).rejects.toThrow();
  expect(emulator.servers).toHaveLength(1);
  expect(emulator.requests.map((request) => request.status)).toEqual([0, 0]);
});

test("a slow action locks its server until it was polled often enough", async () => {
  const emulator = await startEmulator();
  const { id } = await createServer(emulator, "a");
  emulator.inject(Fault.actionRunning(2, { path: "/servers/*/actions/poweroff" }));
  const answer = await ok(emulator, "POST", `/servers/${id}/actions/poweroff`);
  expect(answer.json).toMatchObject({ action: { status: "running", progress: 0 } });
  expect((await ok(emulator, "GET", `/servers/${id}`)).json).toMatchObject({ server: { status: "running", locked: true } });
  await refused(emulator, "PUT", `/servers/${id}`, { name: "b" }, 423, "locked");
  const actionId = emulator.actions.at(-1)?.id;
  expect((await ok(emulator, "GET", `/actions?id=${actionId}&sort=status&sort=id`)).json).toMatchObject({
    actions: [{ status: "success", progress: 100, command: "stop_server" }],
    meta: { pagination: { total_entries: 1 } },
  });
  expect(emulator.server("a").status).toBe("off");
});

test("an action that fails leaves the server as it was", async () => {
  const emulator = await startEmulator();
  const { id } = await createServer(emulator, "a");
  emulator.inject(Fault.actionFails({ path: "/servers/*/actions/poweroff" }, { code: "action_failed", message: "no host" }));
  expect((await ok(emulator, "POST", `/servers/${id}/actions/poweroff`)).json).toMatchObject({
    action: { status: "error", error: { message: "no host" } },
  });
  expect(emulator.server("a").status).toBe("running");
});

test("a guest can ignore a shutdown", async () => {
  const emulator = await startEmulator();
  const { id } = await createServer(emulator, "a");
  emulator.inject(Fault.actionWithoutEffect({ path: "/servers/*/actions/shutdown" }));
  expect((await ok(emulator, "POST", `/servers/${id}/actions/shutdown`)).json).toMatchObject({ action: { status: "success" } });
  expect(emulator.server("a").status).toBe("running");
  expect(events(emulator)).toEqual(["a created", "a poweron"]);
});

test("of several faults the first one injected is met, and all can be cleared", async () => {
  const emulator = await startEmulator();
  emulator.inject(Fault.conflict({ times: Infinity }));
  emulator.inject(Fault.locked({ times: Infinity }));
  await refused(emulator, "GET", "/servers", undefined, 409, "conflict");
  emulator.clearFaults();
  await ok(emulator, "GET", "/servers");
});

test("stopping closes idle connections and those with an answer under way", async () => {
  const emulator = await HetznerEmulator.start();
  onTestFinished(() => emulator.stop());
  const idle = connect(Number(new URL(emulator.url).port), "127.0.0.1");
  const closed = new Promise<void>((resolve) => idle.once("close", () => resolve()));
  await new Promise<void>((resolve) => idle.once("connect", () => resolve()));
  const slow = emulator.inject(Fault.slow(10_000));
  const waiting = emulator.call("GET", "/servers").catch((error: unknown) => error);
  while (slow.hits === 0) await new Promise((resolve) => setTimeout(resolve, 5));
  const start = performance.now();
  await emulator.stop();
  await closed;
  expect(await waiting).toBeInstanceOf(Error);
  expect(performance.now() - start).toBeLessThan(2000);
  await expect(emulator.call("GET", "/servers")).rejects.toThrow();
  await emulator.stop();
});

test("a port that is taken is an error", async () => {
  const emulator = await startEmulator();
  await expect(HetznerEmulator.start({ port: Number(new URL(emulator.url).port) })).rejects.toThrow(/EADDRINUSE/);
});

test("a client that goes away in the middle of a request does no harm", async () => {
  const emulator = await startEmulator();
  const client = connect(Number(new URL(emulator.url).port), "127.0.0.1");
  await new Promise<void>((resolve) => {
    client.write("POST /v1/servers HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{", () => resolve());
  });
  client.destroy();
  while (emulator.requests.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
  expect(emulator.requests).toMatchObject([{ path: "/servers", status: 0 }]);
  await ok(emulator, "GET", "/servers");
});

test("a request is told of when it arrives, before anything has come of it", async () => {
  const emulator = await startEmulator();
  const seen: string[] = [];
  emulator.onRequest = ({ method, path }) => seen.push(`${method} ${path} ${emulator.placementGroups.length}`);
  await ok(emulator, "POST", "/placement_groups", { name: "g", type: "spread" });
  expect(seen).toEqual(["POST /placement_groups 0"]);
});
