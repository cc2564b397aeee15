import { expect, test } from "vitest";
import { newSshKey } from "../../../lib/upload/hetzner/ssh-key";
import { findTemporary, nameOf, removalOf, removeAll, selectorOf, wordsOf } from "../../../lib/upload/hetzner/temporary";
import { Fault, type HetznerEmulator } from "../../emulators/hetzner";
import { apiOf, failure, startEmulator } from "./rig";

/** A project in which uploads have left something of every kind. */
async function project(...runs: string[]): Promise<HetznerEmulator> {
  const emulator = await startEmulator();
  for (const run of runs) {
    const labels = { "flatcar-temporary": run };
    await emulator.call("POST", "/ssh_keys", { name: run, public_key: newSshKey().publicKey, labels });
    await emulator.call("POST", "/servers", { name: run, server_type: "cx23", image: "debian-13", labels, start_after_create: false });
    emulator.addImage({ labels });
  }
  await emulator.call("POST", "/servers", { name: "other", server_type: "cx23", image: "debian-13" });
  emulator.addImage({ labels: { os: "flatcar" } });
  return emulator;
}

test("all that is temporary is found, of one upload or of all, and nothing else", async () => {
  const emulator = await project("a", "b");
  const api = apiOf(emulator);
  expect((await findTemporary(api)).map(({ kind }) => kind)).toEqual(["servers", "servers", "images", "images", "ssh_keys", "ssh_keys"]);
  const [server] = emulator.servers;
  expect((await findTemporary(api, "a"))[0]).toEqual({ kind: "servers", id: server.id, created: server.created });
  expect(await findTemporary(api, "a")).toHaveLength(3);
  expect([selectorOf(), selectorOf("a")]).toEqual(["flatcar-temporary", "flatcar-temporary=a"]);
});

test("it is named, with the command that deletes it", () => {
  expect([nameOf({ kind: "servers", id: 1 }), removalOf({ kind: "servers", id: 1 })]).toEqual(["server 1", "hcloud server delete 1"]);
  expect([nameOf({ kind: "images", id: 2 }), removalOf({ kind: "images", id: 2 })]).toEqual(["snapshot 2", "hcloud image delete 2"]);
  expect([nameOf({ kind: "ssh_keys", id: 3 }), removalOf({ kind: "ssh_keys", id: 3 })]).toEqual(["ssh key 3", "hcloud ssh-key delete 3"]);
});

test("where one thing cannot be deleted the others are, and it is given back with why", async () => {
  const emulator = await project("a");
  const api = apiOf(emulator);
  const [server] = emulator.servers;
  await emulator.call("POST", `/servers/${server.id}/actions/change_protection`, { delete: true, rebuild: true });
  const left = await removeAll(api, await findTemporary(api));
  expect(left.map(([resource]) => nameOf(resource))).toEqual([`server ${server.id}`]);
  expect(wordsOf(left[0][1])).toBe("status 423, protected: server deletion is protected");
  expect([emulator.sshKeys.length, emulator.images.filter(({ labels }) => "flatcar-temporary" in labels).length]).toEqual([0, 0]);
});

test.each([Fault.actionFails({ method: "DELETE", times: 2 }), Fault.error(400, "oops", "oops", { method: "DELETE", times: 2 })])(
  "a deletion that fails is tried again",
  async (fault) => {
    const emulator = await project("a");
    const api = apiOf(emulator);
    emulator.inject(fault);
    expect(await removeAll(api, await findTemporary(api))).toEqual([]);
    expect(fault.hits).toBe(2);
  },
);

test("what cannot be asked is not asked three times over", async () => {
  const emulator = await project("a");
  const api = apiOf(emulator);
  const found = await findTemporary(api);
  const fault = emulator.inject(Fault.withoutJson(502, { method: "DELETE", times: Infinity }));
  expect(await removeAll(api, found)).toHaveLength(3);
  expect(fault.hits).toBe(3 * 4);
});

test("what was thrown is told briefly, whatever it is", async () => {
  expect([wordsOf(new Error("x")), wordsOf("SIGINT")]).toEqual(["x", "SIGINT"]);
  const api = apiOf(await startEmulator());
  expect(wordsOf(await failure(api.relabelImage(1, {})))).toBe("status 404, not_found: image with ID '1' not found");
});
