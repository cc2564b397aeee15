import { expect, test } from "vitest";
import { ChangePolicy, MachineConfig, RebootWindow, UpdateStrategy, Weekday, nodes } from "../../lib";
import { ANYWHERE, AwsInstanceProfile, AwsLifecycleTransition, AwsProtocol, AwsPurchaseOption } from "../../lib/aws";
import { StackJson } from "../support";
import { NEWER, OTHER_SUBNET, group, pool, synthesiseAws } from "./pool";

// Addresses, names and bytes of a pool are API: a change of one of them replaces machines of those who use the package. A difference in a
// golden is a change of the major version, or behind a context flag.

/** The JSON without what tells of the machine it was made on. */
function golden({ "//": _, terraform: _backend, ...json }: StackJson): string {
  const withoutComments = (key: string, value: unknown): unknown => (key === "//" ? undefined : value);
  return `${JSON.stringify(json, withoutComments, 2)}\n`;
}

const window = RebootWindow.weekly({ day: Weekday.SATURDAY, start: "02:00", length: "1h" });
const machineConfig = [
  MachineConfig.file({ path: "/etc/motd", contents: 'a "quoted" ${text}\n' }),
  MachineConfig.unit({ name: "x.service", enabled: true, contents: "[Service]\nExecStart=/x\n[Install]\nWantedBy=multi-user.target\n" }),
];

test("pools with nothing but what they need", async () => {
  const json = synthesiseAws((stack) => {
    group({}, stack, "group");
    pool({}, stack, "named");
  });
  await expect(golden(json)).toMatchFileSnapshot("golden/minimal.golden");
});

test("a group with everything", async () => {
  const json = synthesiseAws((stack) => {
    const web = group(
      {
        instanceTypes: ["m7g.large", "m6g.large"],
        purchaseOption: AwsPurchaseOption.mixed({ onDemandBase: 1, onDemandPercentage: 50 }),
        capacity: { min: 2, max: 8, desired: 4 },
        instanceProfile: AwsInstanceProfile.forRole("nodes"),
        lifecycleHooks: [{ name: "drain", transition: AwsLifecycleTransition.TERMINATING, heartbeatTimeoutSec: 300 }],
        instanceRefresh: { maxHealthyPercentage: 110 },
        sshAuthorizedKeys: ["ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIA operator"],
        machineConfig,
        update: UpdateStrategy.reboot({ window }),
        tags: { tier: "1" },
        protect: true,
      },
      stack,
    );
    web.securityGroup.allowSsh(["198.51.100.0/24"]);
    web.securityGroup.addInboundRule({ protocol: AwsProtocol.TCP, port: "443", cidrs: [...ANYWHERE], description: "https" });
  });
  await expect(golden(json)).toMatchFileSnapshot("golden/group.golden");
});

test("a pool of machines with everything", async () => {
  const json = synthesiseAws((stack) => {
    pool(
      {
        instanceType: "m7g.large",
        nodes: {
          ...nodes("web", 2),
          "web-blue": { privateIpv4: "10.0.2.10", subnet: OTHER_SUBNET, tags: { role: "blue" }, generation: 3, elasticIp: true },
          canary: { release: NEWER, machineConfig: [MachineConfig.file({ path: "/etc/canary", contents: "yes\n" })] },
        },
        sshAuthorizedKeys: ["ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIA operator"],
        machineConfig,
        update: UpdateStrategy.reboot({ window: window.staggered({ slots: 4, gap: "15m" }) }),
        onConfigChange: ChangePolicy.NEW_NODES_ONLY,
        tags: { tier: "1" },
        protect: true,
      },
      stack,
    );
  });
  await expect(golden(json)).toMatchFileSnapshot("golden/named.golden");
});

test("a quorum without updates, and machine configs in the gzip wrapper", async () => {
  const json = synthesiseAws((stack) => {
    const contents = Array.from({ length: 3000 }, (_, i) => `line ${i}\n`).join("");
    const large = [MachineConfig.file({ path: "/etc/large", contents })];
    pool(
      { quorum: true, update: UpdateStrategy.disabled(), nodes: { "db-a": {}, "db-b": { generation: 2 } }, machineConfig: large },
      stack,
      "db",
    );
    group({ quorum: true, machineConfig: large, generation: 2 }, stack, "etcd");
  });
  await expect(golden(json)).toMatchFileSnapshot("golden/quorum.golden");
});
