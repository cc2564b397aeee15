import { expect, test } from "vitest";
import { nodes } from "../../../lib";
import { Fault } from "../../emulators/hetzner";
import { ExecError, requires } from "../harness";
import { Build, Rig, note, pool, subnet } from "./rig";

const three: Build = (stack) => void pool(stack, { nodes: nodes("n", 3), subnet: subnet(stack), placementGroups: 1 });
const changed: Build = (stack) =>
  void pool(stack, { nodes: nodes("n", 3), subnet: subnet(stack), placementGroups: 1, machineConfig: [note("new")] });

/** The next plan is empty, and a destroy leaves nothing. */
async function endsWell(rig: Rig): Promise<void> {
  const plan = await rig.terraform().plan();
  expect(plan.isEmpty, plan.output).toBe(true);
  expect(rig.emulator.servers.map((server) => server.status)).toEqual(["running", "running", "running"]);
  await rig.terraform().destroy();
  expect(rig.left).toEqual([]);
}

requires("terraform", "provider-hcloud")("a pool under an API that fails", () => {
  test.each<[string, () => Fault[]]>([
    ["429 now and then", () => [Fault.rateLimit({ times: 2, skip: 2 }), Fault.rateLimit({ method: "POST", path: "/servers", times: 1 })]],
    [
      "502 from a proxy",
      () => [Fault.withoutJson(502, { times: 1, skip: 4 }), Fault.withoutJson(502, { method: "POST", path: "/firewalls" })],
    ],
    ["409 on creation", () => [Fault.conflict({ method: "POST", path: "/servers", times: 1 })]],
  ])("is made in one apply all the same: %s", async (_, faults) => {
    const rig = await Rig.start();
    await rig.write(three);
    const injected = faults().map((fault) => rig.emulator.inject(fault));
    await rig.terraform().apply();
    expect(injected.map((fault) => fault.hits)).toEqual(injected.map((fault) => fault.match.times ?? 1));
    await endsWell(rig);
  });

  test("waits for slow actions", async () => {
    const rig = await Rig.start();
    await rig.write(three);
    const fault = rig.emulator.inject(Fault.actionRunning(5, { method: "POST", times: Infinity }));
    await rig.terraform().apply();
    expect(fault.hits).toBeGreaterThan(3);
    await endsWell(rig);
  });

  test("loses a server that cannot be made again for want of capacity; the next apply makes it, with its addresses", async () => {
    const rig = await Rig.start();
    await rig.apply(three);
    const addresses = rig.emulator.primaryIps.map((ip) => [ip.id, ip.name]);
    await rig.write(changed);
    rig.emulator.inject(Fault.resourceUnavailable());
    const error = await rig
      .terraform()
      .apply()
      .catch((e: unknown) => e);
    expect(error).toBeInstanceOf(ExecError);
    expect(rig.emulator.servers).toHaveLength(2);

    await rig.terraform().apply();
    expect(rig.emulator.servers.every((server) => server.userData.includes("/etc/note"))).toBe(true);
    expect(rig.emulator.primaryIps.map((ip) => [ip.id, ip.name])).toEqual(addresses);
    expect(rig.emulator.primaryIps.every((ip) => ip.assigneeId !== null)).toBe(true);
    await endsWell(rig);
  });

  test("has a server made again whose creation failed halfway", async () => {
    const rig = await Rig.start();
    await rig.write(three);
    rig.emulator.inject(Fault.actionFails({ method: "POST", path: "/servers" }));
    await expect(rig.terraform().apply()).rejects.toThrow(ExecError);
    await rig.terraform().apply();
    await endsWell(rig);
  });

  test("has a server whose attachment to the network failed made again", async () => {
    const rig = await Rig.start();
    await rig.write(three);
    rig.emulator.inject(Fault.error(500, "server_error", "broken", { path: "/servers/*/actions/attach_to_network" }));
    await expect(rig.terraform().apply()).rejects.toThrow(ExecError);
    await rig.terraform().apply();
    expect(rig.emulator.servers.every((server) => server.privateNets.length === 1)).toBe(true);
    await endsWell(rig);
  });

  test("is destroyed by a second apply where the first was cut off", async () => {
    const rig = await Rig.start();
    await rig.apply(three);
    rig.emulator.inject(Fault.error(500, "server_error", "broken", { method: "DELETE", path: "/servers/*" }));
    await expect(rig.terraform().destroy()).rejects.toThrow(ExecError);
    await rig.terraform().destroy();
    expect(rig.left).toEqual([]);
  });
});
