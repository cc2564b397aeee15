import { expect, test } from "vitest";
import { FlatcarRelease, UpdateStrategy } from "../../../lib";
import { ExecError, requires } from "../harness";
import { Build, NEW, Rig, note, web } from "./rig";

const UNTOUCHED = { a: "untouched", c: "untouched" };
const nodes = { a: { protect: true }, c: {} };

/** What Terraform says when it refuses. */
async function refusal(command: Promise<unknown>): Promise<string> {
  const error = await command.then(
    () => undefined,
    (e: unknown) => e,
  );
  if (error instanceof ExecError) return error.output;
  throw error ?? new Error("Terraform did not refuse");
}

/** Applies a change that must fail, and checks that no request but reading ones was sent. */
async function refusedAtPlan(rig: Rig, build: Build): Promise<string> {
  await rig.write(build);
  const sent = rig.emulator.requests.length;
  const fates = rig.watch();
  const output = await refusal(rig.terraform().apply());
  expect(fates()).toEqual(UNTOUCHED);
  expect(new Set(rig.emulator.requests.slice(sent).map((request) => request.method))).toEqual(new Set(["GET"]));
  return output;
}

requires("terraform", "provider-hcloud")("a protected server", () => {
  test("is protected at Hetzner too, with its addresses", async () => {
    const rig = await Rig.start();
    await rig.apply(web({ nodes }));
    expect(rig.emulator.server("t-a").protection).toEqual({ delete: true, rebuild: true });
    expect(rig.emulator.server("t-c").protection).toEqual({ delete: false, rebuild: false });
    expect(rig.emulator.primaryIps.filter((ip) => ip.protection.delete).map((ip) => ip.name?.slice(0, 4))).toEqual(["t-a-", "t-a-"]);
    expect((await rig.terraform().plan()).isEmpty).toBe(true);
  });

  test.each<[string, Build]>([
    ["a changed config", web({ nodes, machineConfig: [note("new")] })],
    ["a raised generation", web({ nodes: { ...nodes, a: { protect: true, generation: 2 } } })],
    ["a placement group", web({ nodes, placementGroups: 1 })],
    ["another location", web({ nodes, location: "nbg1" })],
    ["another architecture", web({ nodes, serverType: "cax11" })],
  ])("makes a plan fail that would replace it, before anything is touched: %s", async (_, build) => {
    const rig = await Rig.start();
    await rig.apply(web({ nodes }));
    const output = await refusedAtPlan(rig, build);
    expect(output).toContain("Instance cannot be destroyed");
    expect(output).toMatch(/Resource hcloud_\w+\.web_a_\w+\s+has\s+lifecycle\.prevent_destroy\s+set/);
  });

  test("makes a plan fail for a new release that would replace it", async () => {
    const rig = await Rig.start();
    const replaced = (release?: FlatcarRelease): Build => web({ nodes, update: UpdateStrategy.disabled(), ...(release && { release }) });
    await rig.apply(replaced());
    expect(await refusedAtPlan(rig, replaced(NEW))).toContain("Instance cannot be destroyed");
  });

  test("makes the destruction of the stack fail, before anything is touched", async () => {
    const rig = await Rig.start();
    await rig.apply(web({ nodes }));
    const fates = rig.watch();
    expect(await refusal(rig.terraform().destroy())).toContain("Instance cannot be destroyed");
    expect(fates()).toEqual(UNTOUCHED);
  });

  test("is refused by Hetzner when its node is taken out: it runs on, and comes back into the pool as it was", async () => {
    const rig = await Rig.start();
    await rig.apply(web({ nodes }));
    const addresses = rig.emulator.primaryIps.map((ip) => [ip.id, ip.assigneeId]);
    await rig.write(web({ nodes: { c: {} } }));
    const fates = rig.watch();
    expect(await refusal(rig.terraform().apply())).toMatch(/server deletion is protected/);
    expect(fates()).toEqual(UNTOUCHED);
    expect(rig.emulator.primaryIps.map((ip) => [ip.id, ip.assigneeId])).toEqual(addresses);

    expect(await rig.change(web({ nodes }))).toMatchObject({ planned: [], machines: UNTOUCHED });
  });

  test("is changed and removed like any other when the protection has been lifted", async () => {
    const rig = await Rig.start();
    await rig.apply(web({ nodes }));
    const open = { a: { protect: false }, c: {} };
    const lifted = await rig.change(web({ nodes: open }));
    expect(lifted.planned).toEqual([
      "hcloud_primary_ip.web_a_PrimaryIpv4 update",
      "hcloud_primary_ip.web_a_PrimaryIpv6 update",
      "hcloud_server.web_a_Server update",
    ]);
    expect(lifted.machines).toEqual(UNTOUCHED);
    const replaced = await rig.change(web({ nodes: { a: { generation: 2 }, c: {} } }));
    expect(replaced.machines).toEqual({ a: "replaced", c: "untouched" });
    const events = rig.emulator.history.filter((event) => event.serverName === "t-a").map((event) => event.event);
    expect(events.slice(-4)).toEqual(["shutdown", "deleted", "created", "poweron"]);
    const removed = await rig.change(web({ nodes: { c: {} } }));
    expect(removed.machines).toEqual({ a: "gone", c: "untouched" });
  });

  test("can still be resized, labelled, and be given a firewall rule", async () => {
    const rig = await Rig.start();
    await rig.apply(web({ nodes }));
    const { machines } = await rig.change(web({ nodes, serverType: "cx33", labels: { tier: "1" } }));
    const cycled = "power cycle: poweroff, change_type, poweron";
    expect(machines).toEqual({ a: cycled, c: cycled });
  });
});
