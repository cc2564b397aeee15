import { Token } from "cdktf";
import { expect, test } from "vitest";
import { ChangePolicy, MachineConfig, RebootWindow, UpdateStrategy, Weekday, nodes } from "../../lib";
import { HetznerProtocol, HetznerSubnet, Network, NetworkSubnet } from "../../lib/hetzner";
import { StackJson } from "../support";
import { NEWER, pool, synthesiseHetzner } from "./pool";

// Addresses, names and bytes of a pool are API: a change of one of them replaces machines of those who use the package. A difference in a
// golden is a change of the major version, or behind a context flag.

/** The JSON without what tells of the machine it was made on. */
function golden({ "//": _, terraform: _backend, ...json }: StackJson): string {
  const withoutComments = (key: string, value: unknown): unknown => (key === "//" ? undefined : value);
  return `${JSON.stringify(json, withoutComments, 2)}\n`;
}

test("a pool with nothing but what it needs", async () => {
  const json = synthesiseHetzner((stack) => void pool({}, stack));
  await expect(golden(json)).toMatchFileSnapshot("golden/minimal.golden");
});

test("a pool with everything", async () => {
  const json = synthesiseHetzner((stack) => {
    const network = new Network(stack, "Network", { name: "net", ipRange: "10.0.0.0/16" });
    const props = { networkId: Token.asNumber(network.id), type: "cloud", networkZone: "eu-central", ipRange: "10.0.1.0/24" };
    const subnet = HetznerSubnet.of(new NetworkSubnet(stack, "Subnet", props));
    const window = RebootWindow.weekly({ day: Weekday.SATURDAY, start: "02:00", length: "1h" });
    const web = pool(
      {
        serverType: "cax11",
        subnet,
        placementGroups: 2,
        nodes: {
          ...nodes("web", 2),
          "web-blue": { privateIpv4: "10.0.1.10", placementGroup: 1, labels: { role: "blue" }, generation: 3 },
          canary: { release: NEWER, machineConfig: [MachineConfig.file({ path: "/etc/canary", contents: "yes\n" })] },
        },
        labels: { tier: "1" },
        sshAuthorizedKeys: ["ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIA operator"],
        sshKeys: ["operator"],
        machineConfig: [
          MachineConfig.file({ path: "/etc/motd", contents: 'a "quoted" ${text}\n' }),
          MachineConfig.unit({
            name: "x.service",
            enabled: true,
            contents: "[Service]\nExecStart=/x\n[Install]\nWantedBy=multi-user.target\n",
          }),
        ],
        update: UpdateStrategy.reboot({ window: window.staggered({ slots: 4, gap: "15m" }) }),
        onConfigChange: ChangePolicy.NEW_NODES_ONLY,
        protect: true,
        backups: true,
      },
      stack,
    );
    web.firewall.allowSsh(["198.51.100.0/24"]);
    web.firewall.addInboundRule({ protocol: HetznerProtocol.TCP, port: "443", cidrs: ["0.0.0.0/0", "::/0"], description: "https" });
  });
  await expect(golden(json)).toMatchFileSnapshot("golden/everything.golden");
});

test("a quorum without updates, and a machine config in the gzip wrapper", async () => {
  const json = synthesiseHetzner((stack) => {
    const contents = Array.from({ length: 3000 }, (_, i) => `line ${i}\n`).join("");
    pool(
      {
        quorum: true,
        update: UpdateStrategy.disabled(),
        retainPublicIps: false,
        publicIpv6: false,
        nodes: { "db-a": {}, "db-b": { generation: 2 } },
        machineConfig: [MachineConfig.file({ path: "/etc/large", contents })],
      },
      stack,
      "db",
    );
  });
  await expect(golden(json)).toMatchFileSnapshot("golden/quorum.golden");
});
