import { expect, test } from "vitest";
import { ChangeReader } from "../../../lib/check/plan/change";
import { SENSITIVE } from "../../../lib/check/plan/plan";

const SERVER = {
  address: "hcloud_server.a",
  mode: "managed",
  type: "hcloud_server",
  name: "a",
  provider_name: "registry.terraform.io/hetznercloud/hcloud",
  change: { actions: ["no-op"], before: {}, after: {}, after_unknown: {}, before_sensitive: {}, after_sensitive: {} },
};
const read = (change: object = {}, parts: object = {}) =>
  new ChangeReader().read({ ...SERVER, ...parts, change: { ...SERVER.change, ...change } });

test("a replacement has why, by what, and the attributes that tell one machine from another", () => {
  const before = { id: "1", name: "x-a", server_type: "cx23", user_data: "aGFzaA==", image: "17", keep_disk: null };
  const after = { name: "x-a", server_type: "cx33", user_data: "b3RoZXI=", image: null };
  const change = {
    ...{ actions: ["delete", "create"], before, after, after_unknown: { id: true, image: true, network: [{ mac_address: true }] } },
    replace_paths: [["user_data"], ["network", 0, "ip"]],
  };
  expect(read(change, { action_reason: "replace_because_cannot_update", previous_address: "hcloud_server.old" })).toEqual({
    address: "hcloud_server.a",
    previousAddress: "hcloud_server.old",
    mode: "managed",
    type: "hcloud_server",
    provider: SERVER.provider_name,
    actions: ["delete", "create"],
    actionReason: "replace_because_cannot_update",
    replacePaths: [["user_data"], ["network", 0, "ip"]],
    changed: [["server_type"], ["user_data"]],
    before: { id: "1", name: "x-a", server_type: "cx23", image: "17" },
    after: { name: "x-a", server_type: "cx33" },
    unknown: ["id", "image", "network"],
  });
});

test("of an update what is not known differs too", () => {
  const change = { actions: ["update"], before: { image: "17" }, after: {}, after_unknown: { image: true } };
  expect(read(change)).toMatchObject({ changed: [["image"]], unknown: ["image"] });
});

test("what is marked sensitive is masked at once, whole or in part", () => {
  const before = { name: "secret", labels: { a: "secret", b: "shown" } };
  const marked = read({
    actions: ["update"],
    before,
    after: before,
    before_sensitive: { name: true, labels: { a: true } },
    after_sensitive: true,
  });
  expect(marked).toMatchObject({
    before: { name: SENSITIVE, labels: { a: SENSITIVE, b: "shown" } },
    after: { name: SENSITIVE, labels: SENSITIVE },
  });
  expect(JSON.stringify(marked)).not.toContain('secret"');
});

test("of an attribute with secrets in it the rest alone is kept, and what of that is not known", () => {
  const devices = (volume?: string) => ({
    disks: [
      {
        boot: { order: 1 },
        source: { volume: { pool: "p", ...(volume === undefined ? {} : { volume }) }, network: { cookie: "hunter1" } },
      },
    ],
    graphics: [{ vnc: { password: "hunter2" } }],
  });
  const kept = (volume?: string) => {
    const { disks } = devices(volume);
    return { devices: { disks: disks.map(({ boot, source }) => ({ boot, source: { volume: source.volume } })) } };
  };
  const change = { actions: ["update"], before: { devices: devices("a") }, after: { devices: devices() } };
  const unknown = (source: object) => ({ devices: { disks: [{ source }], graphics: [{ vnc: {} }] } });
  const of = (after_unknown: object) => read({ ...change, after_unknown }, { type: "libvirt_domain" });
  expect(of(unknown({ volume: { volume: true } }))).toMatchObject({ before: kept("a"), after: kept(), unknown: ["devices"] });
  expect(of({ devices: true })).toMatchObject({ unknown: ["devices"] });
  expect(of({ devices: { disks: true } })).toMatchObject({ unknown: ["devices"] });
  for (const elsewhere of [unknown({ network: { cookie: true } }), { devices: { graphics: true } }]) {
    expect(of(elsewhere)).toMatchObject({ unknown: [] });
  }
  expect(JSON.stringify(of({}))).not.toContain("hunter");
});

test("of a type that is no machine's there are places and no values", () => {
  const change = { actions: ["update"], before: { password: "hunter1", size: 1 }, after: { password: "hunter2", size: 1 } };
  const found = read(change, { type: "random_password" });
  expect(found).toMatchObject({ changed: [["password"]], before: {}, after: {}, unknown: [] });
  expect(JSON.stringify(found)).not.toContain("hunter");
});

test("what is created, destroyed or left as it is has no differences", () => {
  expect(read({ actions: ["create"], before: null, after: { name: "x" } })).toMatchObject({
    changed: [],
    before: {},
    after: { name: "x" },
  });
  expect(read({ actions: ["delete"], before: { name: "x" }, after: null })).toMatchObject({
    changed: [],
    before: { name: "x" },
    after: {},
  });
  expect(read({ before: { name: "x" }, after: { name: "x" } })).toMatchObject({ changed: [], actions: ["no-op"] });
});

test("a deposed object is told from the one in its place", () => {
  expect(read({ actions: ["delete"], before: {}, after: null }, { deposed: "0123abcd" })).toMatchObject({ deposed: "0123abcd" });
});

test("what is the same for many changes is there once", () => {
  const reader = new ChangeReader();
  const change = { actions: ["delete", "create"], before: { user_data: "a" }, after: { user_data: "b" }, replace_paths: [["user_data"]] };
  const [one, other] = [1, 2].map(() => reader.read(JSON.parse(JSON.stringify({ ...SERVER, change }))));
  expect([one?.actions, one?.changed, one?.replacePaths]).toEqual([["delete", "create"], [["user_data"]], [["user_data"]]]);
  for (const part of ["actions", "changed", "replacePaths"] as const) expect(one?.[part]).toBe(other?.[part]);
  const left = read({ before: { name: "x" }, after: { name: "x" } });
  expect(left?.before).toBe(left?.after);
});

test.each([
  [null],
  [[]],
  [{ ...SERVER, change: null }],
  [{ ...SERVER, address: 1 }],
  [{ ...SERVER, mode: "ephemeral" }],
  [{ ...SERVER, type: undefined }],
  [{ ...SERVER, provider_name: 7 }],
  [{ ...SERVER, change: { ...SERVER.change, actions: [] } }],
  [{ ...SERVER, change: { ...SERVER.change, actions: ["create", 1] } }],
])("%j is no change of a resource", (value) => {
  expect(new ChangeReader().read(value)).toBeUndefined();
});
