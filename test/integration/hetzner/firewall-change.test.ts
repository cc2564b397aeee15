import { TerraformStack, Token } from "cdktf";
import { expect, test } from "vitest";
import { ANYWHERE, Firewall, HetznerNodePool, HetznerProtocol } from "../../../lib/hetzner";
import { requires } from "../harness";
import { Rig, pool } from "./rig";

const UNTOUCHED = { a: "untouched", c: "untouched" };

function guarded(rules: (pool: HetznerNodePool) => void): (stack: TerraformStack) => void {
  return (stack) => rules(pool(stack));
}

requires("terraform", "provider-hcloud")("a pool's firewall", () => {
  test("lets nothing in at first, then what rules say, and nothing again when they are gone", async () => {
    const rig = await Rig.start();
    await rig.apply(guarded(() => {}));
    const nobody = { direction: "in", protocol: "icmp", sourceIps: ["192.0.2.0/32"] };
    expect(rulesOf(rig)).toMatchObject([nobody]);

    const opened = await rig.change(
      guarded(({ firewall }) => {
        firewall.allowSsh(["198.51.100.0/24"]);
        firewall.addInboundRule({ protocol: HetznerProtocol.TCP, port: "8000-8100", cidrs: [...ANYWHERE], description: "apps" });
        firewall.addInboundRule({ protocol: HetznerProtocol.ICMP, cidrs: ["2001:DB8::/32"] });
        firewall.addOutboundRule({ protocol: HetznerProtocol.UDP, port: "any", cidrs: ["203.0.113.0/24"] });
      }),
    );
    expect(opened).toMatchObject({ planned: ["hcloud_firewall.web_Firewall update"], machines: UNTOUCHED });
    expect(rulesOf(rig)).toHaveLength(4);
    expect(rulesOf(rig)).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ direction: "in", protocol: "tcp", port: "22", sourceIps: ["198.51.100.0/24"], description: "ssh" }),
        expect.objectContaining({ direction: "in", port: "8000-8100", sourceIps: expect.arrayContaining(["0.0.0.0/0", "::/0"]) }),
        expect.objectContaining({ direction: "in", protocol: "icmp", port: null, sourceIps: ["2001:db8::/32"] }),
        expect.objectContaining({ direction: "out", protocol: "udp", port: "any", destinationIps: ["203.0.113.0/24"] }),
      ]),
    );

    const closed = await rig.change(guarded(() => {}));
    expect(closed).toMatchObject({ planned: ["hcloud_firewall.web_Firewall update"], machines: UNTOUCHED });
    expect(rulesOf(rig)).toMatchObject([nobody]);
  });

  test("is on every server, with the further firewalls that the pool names", async () => {
    const rig = await Rig.start();
    await rig.apply(guarded(() => {}));
    const ids = rig.emulator.servers.map((server) => server.id).sort();
    expect([...rig.emulator.firewalls[0].serverIds].sort()).toEqual(ids);

    const withSecond = (stack: TerraformStack): void => {
      const rule = [{ direction: "in", protocol: "tcp", port: "443", sourceIps: ["0.0.0.0/0"] }];
      const second = new Firewall(stack, "Second", { name: "second", rule });
      pool(stack, { firewallIds: [Token.asNumber(second.id)] });
    };
    const added = await rig.change(withSecond);
    expect(added.machines).toEqual(UNTOUCHED);
    expect(rig.emulator.firewalls.map((firewall) => [...firewall.serverIds].sort())).toEqual([ids, ids]);

    // It stays for now: Hetzner refuses to delete a firewall that is in use.
    const off = await rig.change((stack) => {
      new Firewall(stack, "Second", {
        name: "second",
        rule: [{ direction: "in", protocol: "tcp", port: "443", sourceIps: ["0.0.0.0/0"] }],
      });
      pool(stack);
    });
    expect(off.machines).toEqual(UNTOUCHED);
    expect(rig.emulator.firewalls.map((firewall) => firewall.serverIds.length)).toEqual([2, 0]);
  });
});

function rulesOf(rig: Rig): readonly object[] {
  return rig.emulator.firewalls[0].rules;
}
