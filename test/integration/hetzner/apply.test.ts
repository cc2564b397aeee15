import { TerraformOutput, TerraformStack } from "cdktf";
import { expect, test } from "vitest";
import { nodes } from "../../../lib";
import { requires } from "../harness";
import { Rig, pool, subnet } from "./rig";

/** A stack with about everything that a pool can have. */
function everything(stack: TerraformStack): void {
  const db = pool(
    stack,
    {
      nodes: { ...nodes("db", 3, { generation: 2 }), chosen: { privateIpv4: "10.0.1.50", labels: { role: "first" }, serverType: "cax21" } },
      serverType: "cax11",
      subnet: subnet(stack),
      placementGroups: 2,
      labels: { tier: "1", "example.com/team": "storage" },
      backups: true,
      keepDisk: true,
      sshAuthorizedKeys: ["ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIA x"],
    },
    "db",
  );
  db.firewall.allowSsh(["198.51.100.0/24"]);
  const web = pool(stack, { retainPublicIps: false });
  const of = (machines: typeof db.nodes): object =>
    Object.fromEntries(
      machines.map((m) => [m.name, { ipv4: m.publicIpv4, ipv6: m.publicIpv6, reach: m.ipv4Address, private: m.privateIpv4 }]),
    );
  new TerraformOutput(stack, "db_addresses", { value: of(db.nodes), staticId: true });
  new TerraformOutput(stack, "web_addresses", { value: of(web.nodes), staticId: true });
}

requires("terraform", "provider-hcloud")("pools on Hetzner", () => {
  test("are made, and then nothing is left to do; destroyed, and then nothing of theirs is left", async () => {
    const rig = await Rig.start();
    const foreign = { name: "foreign", server_type: "cx23", image: rig.emulator.images[0].id, location: "fsn1" };
    expect((await rig.emulator.call("POST", "/servers", foreign)).status).toBe(201);
    const before = rig.left;

    await rig.apply(everything);
    expect(rig.emulator.servers.map((server) => `${server.name} ${server.status}`).sort()).toEqual([
      "foreign running",
      "t-a running",
      "t-c running",
      "t-chosen running",
      "t-db-0 running",
      "t-db-1 running",
      "t-db-2 running",
    ]);
    const plan = await rig.terraform().plan();
    expect(plan.isEmpty, plan.output).toBe(true);

    await rig.terraform().destroy();
    expect(rig.left).toEqual(before);
    expect(rig.emulator.server("foreign").boots).toBe(1);
  });

  test("tell the addresses that their servers have", async () => {
    const rig = await Rig.start();
    await rig.apply(everything);
    const { db_addresses: db, web_addresses: web } = (await rig.terraform().outputs()) as {
      [pool: string]: { [node: string]: { [kind: string]: string } };
    };
    for (const [name, told] of Object.entries({ ...db, ...web })) {
      const server = (await rig.emulator.call("GET", `/servers/${rig.emulator.server(`t-${name}`).id}`)).json as {
        server: { public_net: { ipv4: { ip: string }; ipv6: { ip: string } } };
      };
      const { ipv4, ipv6 } = server.server.public_net;
      // A /64 is routed to a server, and its first host is the server.
      expect(told, name).toMatchObject({ ipv4: ipv4.ip, reach: ipv4.ip, ipv6: ipv6.ip.replace("::/64", "::1") });
    }
    expect(db.chosen.private).toBe("10.0.1.50");
    expect(rig.emulator.server("t-chosen").privateNets.map((net) => net.ip)).toEqual(["10.0.1.50"]);
  });
});
