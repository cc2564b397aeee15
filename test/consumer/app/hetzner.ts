import { App, TerraformOutput, TerraformStack, Token } from "cdktf";
import { Construct } from "constructs";
import { FlatcarRelease, MachineConfig, RebootWindow, UpdateStrategy, Weekday, nodes } from "cdktf-flatcar";
import { Firewall, HcloudProvider, HetznerNodePool, HetznerSubnet, Network, NetworkSubnet } from "cdktf-flatcar/hetzner";
import { IgnitionConfig } from "cdktf-flatcar/ignition";
import { Architecture } from "cdktf-flatcar/release";

const motd: IgnitionConfig = { storage: { files: [{ path: "/etc/motd", overwrite: true, contents: { source: "data:,hello%0A" } }] } };

/** A network and a firewall of the app's own beside the pool. */
class Web extends TerraformStack {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    new HcloudProvider(this, "hcloud", {});
    const network = new Network(this, "Network", { name: id, ipRange: "10.0.0.0/16" });
    const subnet = new NetworkSubnet(this, "Subnet", {
      networkId: Token.asNumber(network.id),
      type: "cloud",
      networkZone: "eu-central",
      ipRange: "10.0.1.0/24",
    });
    const office = new Firewall(this, "Office", {
      name: "office",
      rule: [{ direction: "in", protocol: "tcp", port: "443", sourceIps: ["198.51.100.0/24"] }],
    });
    const web = new HetznerNodePool(this, "web", {
      release: FlatcarRelease.version("4593.2.5"),
      serverType: "cax11",
      location: "fsn1",
      subnet: HetznerSubnet.of(subnet),
      firewallIds: [Token.asNumber(office.id)],
      machineConfig: [MachineConfig.ignition(motd)],
      update: UpdateStrategy.reboot({ window: RebootWindow.weekly({ day: Weekday.SUNDAY, start: "02:00", length: "1h" }) }),
      nodes: { ...nodes("web", 2), canary: { privateIpv4: "10.0.1.20" } },
    });
    if (web.architecture !== Architecture.ARM64) throw new Error(`cax11 is ${web.architecture.name}`);
    new TerraformOutput(this, "names", { value: web.nodes.map((node) => node.hostname) });
    web.machine("canary").resource.addOverride("backups", true);
  }
}

const app = new App();
new Web(app, "web");
app.synth();
