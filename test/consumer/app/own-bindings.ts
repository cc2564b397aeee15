import { App, TerraformStack, Token } from "cdktf";
import { FlatcarRelease, nodes } from "cdktf-flatcar";
import { HetznerNodePool, HetznerSubnet } from "cdktf-flatcar/hetzner";
// What `cdktf get` has generated for this app.
import { Firewall } from "./.gen/providers/hcloud/firewall";
import { Network } from "./.gen/providers/hcloud/network";
import { NetworkSubnet } from "./.gen/providers/hcloud/network-subnet";
import { HcloudProvider } from "./.gen/providers/hcloud/provider";

const app = new App();
const stack = new TerraformStack(app, "own");
const provider = new HcloudProvider(stack, "hcloud", {});
const network = new Network(stack, "Network", { name: "own", ipRange: "10.0.0.0/16" });
const subnet = new NetworkSubnet(stack, "Subnet", {
  networkId: Token.asNumber(network.id),
  type: "cloud",
  networkZone: "eu-central",
  ipRange: "10.0.1.0/24",
});
const firewall = new Firewall(stack, "Firewall", { name: "own" });
new HetznerNodePool(stack, "web", {
  release: FlatcarRelease.version("4593.2.5"),
  serverType: "cx23",
  location: "fsn1",
  provider,
  subnet: HetznerSubnet.fromAttributes({ subnetId: subnet.id, ipRange: "10.0.1.0/24" }),
  firewallIds: [Token.asNumber(firewall.id)],
  nodes: nodes("web", 2),
});
app.synth();
