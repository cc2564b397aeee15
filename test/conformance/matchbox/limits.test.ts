import { expect, test } from "vitest";
import { requires } from "../../integration/harness";
import { MAC, Rig, ignition, oneMachine } from "./rig";

// How much matchbox takes, and which names.

/** gRPC's default for a message. See https://pkg.go.dev/google.golang.org/grpc#MaxRecvMsgSize */
const MESSAGE_LIMIT = 4 * 1024 * 1024;

/** The bytes of the message that puts a config beside the config: field numbers, lengths, and the file name, of up to 127 bytes. */
const overhead = (profile: string): number => 2 + Buffer.byteLength(`${profile}.ign`) + 5;

/** A config of exactly so many bytes. */
function configOf(bytes: number): string {
  const make = (length: number): string => {
    const file = { path: "/a", contents: { source: `data:,${"x".repeat(length)}` } };
    return JSON.stringify({ ignition: { version: "3.4.0" }, storage: { files: [file] } });
  };
  return make(bytes - make(0).length);
}

requires(
  "terraform",
  "provider-matchbox",
  "matchbox",
)("matchbox", () => {
  test("takes a config of 4,194,293 bytes less the length of the profile's name, serves it, and plans nothing after it", async () => {
    const rig = await Rig.start();
    const most = MESSAGE_LIMIT - overhead("p");
    expect(most).toBe(4_194_293 - "p".length);
    await rig.apply(oneMachine({ raw_ignition: configOf(most) }));
    const { status, json } = await rig.matchbox.ignition({ mac: MAC });
    expect(status).toBe(200);
    expect(json).toMatchObject({ ignition: { version: "3.4.0" }, storage: { files: [{ path: "/a" }] } });
    expect((await rig.plan()).isEmpty).toBe(true);
  });

  test("refuses a byte more at apply, after the profile itself was put", async () => {
    const rig = await Rig.start();
    const name = "n".repeat(60);
    const tooMuch = MESSAGE_LIMIT - overhead(name) + 1;
    await expect(rig.apply({ profiles: { p: { name, raw_ignition: configOf(tooMuch) } } })).rejects.toThrow(
      "rpc error: code = ResourceExhausted desc = grpc: received message larger than max (4194305 vs. 4194304)",
    );
    expect(rig.matchbox.profiles()).toMatchObject([{ id: name, ignition_id: `${name}.ign` }]);
    expect(rig.matchbox.ignitionFiles()).toEqual({});
  });

  test("takes names of up to 250 bytes, to which a file system's 255 limit it", async () => {
    const named = (name: string) => ({
      profiles: { p: { name, raw_ignition: JSON.stringify(ignition("3.4.0")) } },
      groups: { g: { name, profile: "${matchbox_profile.p.name}", selector: { mac: MAC } } },
    });
    const rig = await Rig.start();
    for (const name of ["n".repeat(250), "a.b", "A", "a b", "a:b", "a%2fb", "\u00e9"]) {
      await rig.apply(named(name));
      expect((await rig.plan()).isEmpty, name).toBe(true);
      expect((await rig.matchbox.ignition({ mac: MAC })).status, name).toBe(200);
    }
    await expect(rig.apply(named("n".repeat(251)))).rejects.toThrow("file name too long");
    const other = await Rig.start();
    await expect(other.apply(named(""))).rejects.toThrow("Id is required");
  });

  test("never finds a group with a slash in its name, which applies", async () => {
    const rig = await Rig.start();
    const { profiles } = oneMachine({ kernel: "/k" });
    await rig.apply({ profiles, groups: { g: { name: "a/b", profile: "p", selector: { mac: MAC } } } });
    expect((await rig.plan()).isEmpty).toBe(true);
    expect(rig.matchbox.groups()).toMatchObject([{ id: "a/b" }]);
    expect((await rig.matchbox.ipxe({ mac: MAC })).status).toBe(404);
  });

  test("lets names with dots and slashes write over each other, at which the provider crashes", async () => {
    const rig = await Rig.start();
    await rig.apply({ profiles: { p: { name: "../x", kernel: "/k" } } });
    await rig.apply({
      profiles: { p: { name: "../x", kernel: "/k" } },
      groups: { g: { name: "../x", profile: "${matchbox_profile.p.name}", selector: { mac: MAC } } },
    });
    await expect(rig.plan()).rejects.toThrow("plugin crashed");
  });
});
