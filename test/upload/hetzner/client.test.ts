import { expect, test } from "vitest";
import { HETZNER_ENDPOINT, HetznerClient, type HetznerClientOptions } from "../../../lib/upload/hetzner/client";
import { Fault, type HetznerEmulator } from "../../emulators/hetzner";
import { thrown } from "../../support";
import { FAST, failure, startEmulator } from "./rig";

function client(emulator: HetznerEmulator, more: Partial<HetznerClientOptions> = {}): HetznerClient {
  const { token, url: endpoint } = emulator;
  return new HetznerClient({ token, endpoint, userAgent: "cdktf-flatcar/test", env: {}, timing: FAST, ...more });
}

const locations = {
  method: "GET",
  path: "/locations",
  read: (answer: { objects(key: string): unknown[] }) => answer.objects("locations").length,
} as const;

test("an answer is read", async () => {
  const emulator = await startEmulator();
  expect(await client(emulator).call(locations)).toBe(6);
  expect(emulator.requests).toMatchObject([{ method: "GET", path: "/locations", status: 200 }]);
});

test("lists are read page by page", async () => {
  const emulator = await startEmulator();
  for (let i = 0; i < 120; i++) emulator.addImage({ labels: { n: String(i) } });
  const names = await client(emulator).list("/images", "images", { label_selector: "n" }, (item) => item.texts("labels").n);
  expect(names).toEqual(Array.from({ length: 120 }, (_, i) => String(i)));
  expect(emulator.requests.map(({ query }) => new URLSearchParams(query).get("page"))).toEqual(["1", "2", "3"]);
});

test.each<[string, Fault]>([
  ["the rate limit", Fault.rateLimit({ times: 3 })],
  ["a conflict", Fault.conflict({ times: 3 })],
  ["a lock", Fault.locked({ times: 3 })],
  ["a proxy's 502", Fault.withoutJson(502, { times: 3 }, "<html>bad gateway</html>")],
  ["a 500", Fault.error(500, "server_error", "oops", { times: 3 })],
  ["a broken connection", Fault.connectionReset({ times: 3 })],
])("%s is tried again", async (_what, fault) => {
  const emulator = await startEmulator();
  emulator.inject(fault);
  expect(await client(emulator).call(locations)).toBe(6);
  expect(fault.hits).toBe(3);
});

test("but not for ever: the error tells how often", async () => {
  const emulator = await startEmulator();
  const fault = emulator.inject(Fault.withoutJson(503, { times: Infinity }));
  const error = await failure(client(emulator).call(locations));
  expect(error).toMatchObject({
    code: "hetzner-api",
    subject: "GET /locations",
    received: "status 503, without a code: an answer that is not Hetzner's, in the last of 4 attempts",
  });
  expect(fault.hits).toBe(4);
});

test("what is locked is waited for by who has the patience, until that is ended", async () => {
  const emulator = await startEmulator();
  emulator.inject(Fault.locked({ times: 20 }));
  expect(await client(emulator).until(AbortSignal.timeout(10_000), true).call(locations)).toBe(6);
  emulator.clearFaults();
  emulator.inject(Fault.locked({ times: Infinity }));
  await expect(client(emulator).until(AbortSignal.timeout(100), true).call(locations)).rejects.toMatchObject({ name: "TimeoutError" });
});

test.each<[number, string]>([
  [401, "unauthorized"],
  [403, "forbidden"],
  [404, "not_found"],
  [422, "invalid_input"],
  [423, "protected"],
  [412, "resource_unavailable"],
])("%d %s is told at once", async (status, code) => {
  const emulator = await startEmulator();
  const fault = emulator.inject(Fault.error(status, code, "words", { times: Infinity }));
  const error = await failure(client(emulator).call(locations));
  expect(error).toMatchObject({ code: "hetzner-api", received: `status ${status}, ${code}: words` });
  expect(fault.hits).toBe(1);
});

test("the token is in no error, also where the answer repeats it", async () => {
  const emulator = await startEmulator();
  emulator.inject(Fault.error(401, "unauthorized", `no such token: ${emulator.token}`));
  const error = await failure(client(emulator).call(locations));
  expect(error.message).toContain("no such token: ***");
  expect(JSON.stringify(error) + error.stack).not.toContain(emulator.token);
});

test("something that may have been made already is looked for before it is made again", async () => {
  const emulator = await startEmulator();
  const body = { name: "g", type: "spread" };
  const make = { method: "POST", path: "/placement_groups", body, read: () => "made" } as const;
  const adopt = async (): Promise<string | undefined> => (emulator.placementGroups.length > 0 ? "found" : undefined);
  emulator.inject(Fault.connectionReset({ method: "POST" }, { applied: true }));
  expect(await client(emulator).call({ ...make, adopt })).toBe("found");
  expect(emulator.placementGroups).toHaveLength(1);
});

test("and made again where it was not", async () => {
  const emulator = await startEmulator();
  const body = { name: "g", type: "spread" };
  const adopt = async (): Promise<string | undefined> => (emulator.placementGroups.length > 0 ? "found" : undefined);
  emulator.inject(Fault.connectionReset({ method: "POST" }));
  expect(await client(emulator).call({ method: "POST", path: "/placement_groups", body, read: () => "made", adopt })).toBe("made");
  expect(emulator.placementGroups).toHaveLength(1);
});

test("a name that is taken at the second attempt may be our own, at the first it is not", async () => {
  const emulator = await startEmulator();
  const body = { name: "g", type: "spread" };
  await emulator.call("POST", "/placement_groups", body);
  const make = { method: "POST", path: "/placement_groups", body, read: () => "made" } as const;
  expect(await failure(client(emulator).call({ ...make, adopt: async () => "found" }))).toMatchObject({
    received: expect.stringContaining("uniqueness_error") as string,
  });
  emulator.inject(Fault.rateLimit({ method: "POST" }));
  expect(await client(emulator).call({ ...make, adopt: async () => "found" })).toBe("found");
  emulator.inject(Fault.rateLimit({ method: "POST" }));
  expect(await failure(client(emulator).call({ ...make, adopt: async () => undefined }))).toMatchObject({ code: "hetzner-api" });
});

test("whoever is interrupted still learns what was made, and asks for nothing more", async () => {
  const emulator = await startEmulator();
  const controller = new AbortController();
  emulator.onRequest = () => controller.abort("SIGINT");
  const interrupted = client(emulator, { signal: controller.signal });
  const body = { name: "g", type: "spread" };
  const make = { method: "POST", path: "/placement_groups", body, read: () => "made", adopt: async () => undefined } as const;
  expect(await interrupted.call(make)).toBe("made");
  await expect(interrupted.call(make)).rejects.toBe("SIGINT");
  await expect(interrupted.call(locations)).rejects.toBe("SIGINT");
  expect(emulator.requests).toHaveLength(1);
});

test.each(["", "two words", "line\nbreak", "tökèn"])("the token %j is none, and not shown", (token) => {
  const error = thrown(() => new HetznerClient({ token, endpoint: HETZNER_ENDPOINT, userAgent: "x", env: {}, timing: FAST }));
  expect(error).toMatchObject({ code: "hetzner-token", subject: "HCLOUD_TOKEN" });
  if (token !== "") expect(error.message).not.toContain(token);
});

test.each([
  "https://api.hetzner.cloud/v1",
  "https://proxy.example.com/hetzner/v1/",
  "http://127.0.0.1:1/v1",
  "http://localhost:1/v1",
  "http://[::1]:1/v1",
])("%s is an endpoint", (endpoint) => {
  expect(() => new HetznerClient({ token: "t", endpoint, userAgent: "x", env: {}, timing: FAST })).not.toThrow();
});

test.each(["", "api.hetzner.cloud", "http://api.hetzner.cloud/v1", "https://u:secret@x/v1", "https://x/v1?a=b", "ftp://x/v1"])(
  "%s is none: the token would go there",
  (endpoint) => {
    const error = thrown(() => new HetznerClient({ token: "t", endpoint, userAgent: "x", env: {}, timing: FAST }));
    expect(error.code).toBe("hetzner-endpoint");
    expect(error.message).not.toContain("secret");
  },
);
