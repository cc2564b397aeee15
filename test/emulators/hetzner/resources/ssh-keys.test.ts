import { expect, test } from "vitest";
import { createServer, ok, refused, startEmulator } from "../testing";

const KEY = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIIgtkuPfBRE+Iz4AM5Yc4VjxMiOuuZAzJZBCRYtU1l1j operator@example";
const FINGERPRINT = /^([0-9a-f]{2}:){15}[0-9a-f]{2}$/;

test("a key lives and goes, and keeps its text", async () => {
  const emulator = await startEmulator();
  const created = await ok(emulator, "POST", "/ssh_keys", { name: "k", public_key: KEY, labels: { a: "b" } });
  expect(created.json).toMatchObject({
    ssh_key: { id: 30001, name: "k", public_key: KEY, fingerprint: expect.stringMatching(FINGERPRINT) },
  });
  await ok(emulator, "PUT", "/ssh_keys/30001", { name: "l", labels: {} });
  expect(emulator.sshKeys).toMatchObject([{ name: "l", labels: {} }]);
  const query = `fingerprint=${encodeURIComponent(emulator.sshKeys[0].fingerprint)}`;
  expect((await ok(emulator, "GET", `/ssh_keys?${query}`)).json).toMatchObject({ ssh_keys: [{ id: 30001 }] });
  await ok(emulator, "DELETE", "/ssh_keys/30001");
  await refused(emulator, "GET", "/ssh_keys/30001", undefined, 404, "not_found");
});

test("servers take keys by ID or by name", async () => {
  const emulator = await startEmulator();
  await ok(emulator, "POST", "/ssh_keys", { name: "k", public_key: KEY });
  expect((await createServer(emulator, "a", { ssh_keys: [30001] })).sshKeyIds).toEqual([30001]);
  expect((await createServer(emulator, "b", { ssh_keys: ["k"] })).sshKeyIds).toEqual([30001]);
});

test("the same key or name twice is refused", async () => {
  const emulator = await startEmulator();
  await ok(emulator, "POST", "/ssh_keys", { name: "k", public_key: KEY });
  const same = await refused(emulator, "POST", "/ssh_keys", { name: "l", public_key: `${KEY}-2` }, 409, "uniqueness_error");
  expect(same).toContain("SSH key with the same fingerprint already exists");
  await refused(emulator, "POST", "/ssh_keys", { name: "k", public_key: KEY }, 409, "uniqueness_error");
});

test.each(["", "hello", "ssh-ed25519", "ssh-ed25519 AAAA", KEY.replace("ssh-ed25519 ", "ssh-rsa ")])(
  "what is no key is refused: %j",
  async (key) => {
    const emulator = await startEmulator();
    await refused(emulator, "POST", "/ssh_keys", { name: "k", public_key: key }, 422, "invalid_input");
  },
);
