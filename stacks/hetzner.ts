import { TerraformOutput, TerraformStack, Token } from "cdktf";
import { Construct } from "constructs";
import { Environment, HetznerEnvironment } from "../environments/environment";
import { FlatcarLock } from "../lib";
import { HcloudProvider, HetznerNodePool, HetznerSubnet, Network, NetworkSubnet, SshKey } from "../lib/hetzner";
import { operatorKey } from "./operator-key";

/** An environment on Hetzner Cloud: a network, and its pools. The provider takes its token from `HCLOUD_TOKEN`. */
export class HetznerStack extends TerraformStack {
  constructor(scope: Construct, id: string, environment: Environment, hetzner: HetznerEnvironment, lock: FlatcarLock) {
    super(scope, id);
    environment.backend.bind(this);
    new HcloudProvider(this, "hcloud", {});
    const key = operatorKey(this);
    const operator = new SshKey(this, "OperatorKey", { name: id, publicKey: key.stringValue });
    const { protect } = environment;
    const lifecycle = protect === true ? { preventDestroy: true } : undefined;
    const network = new Network(this, "Network", { name: id, ipRange: hetzner.networkCidr, deleteProtection: protect, lifecycle });
    const subnet = new NetworkSubnet(this, "Subnet", {
      networkId: Token.asNumber(network.id),
      type: "cloud",
      networkZone: hetzner.networkZone,
      ipRange: hetzner.networkCidr.replace(/\/\d+$/, "/24"),
      lifecycle,
    });
    for (const [name, props] of Object.entries(hetzner.pools)) {
      const pool = new HetznerNodePool(this, name, {
        ...props,
        protect: props.protect ?? protect,
        release: lock.release(environment.release),
        sshAuthorizedKeys: [key.stringValue, ...(props.sshAuthorizedKeys ?? [])],
        sshKeys: [operator.id],
        subnet: HetznerSubnet.of(subnet),
      });
      pool.firewall.allowSsh(hetzner.sshFrom);
      const value = Object.fromEntries(pool.nodes.map((node) => [node.name, node.ipv4Address]));
      new TerraformOutput(this, `${name}_addresses`, { value, staticId: true });
    }
  }
}
