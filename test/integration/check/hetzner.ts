import { TerraformStack } from "cdktf";
import { ChangePolicy } from "../../../lib";
import { Server, ServerConfig } from "../../../lib/imports/hcloud/server";
import { SshKey } from "../../../lib/imports/hcloud/ssh-key";
import { Build, NEW, NO_UPDATES, Rig, note, pool, subnet, web } from "../hetzner/rig";
import { RULE_CASES } from "./rules";
import type { Case, Cases } from "./rules/rule-cases";
import { KEY, Recorded, normalised } from "./scenario";

const NEW_NODES_ONLY = { onConfigChange: ChangePolicy.NEW_NODES_ONLY };

/** Servers as they are written without this package. */
const plain =
  (props: Partial<ServerConfig>) =>
  (rig: Rig): Build =>
  (stack) => {
    for (const name of ["a", "b"]) {
      const common = { name: `t-${name}`, serverType: "cx23", location: "fsn1", image: String(rig.emulator.images[0].id), userData: "{}" };
      new Server(stack, name, { ...common, ...(name === "a" ? props : {}) });
    }
  };

/** The same with a key of the project. */
const withKey =
  (build: (rig: Rig) => Build) =>
  (rig: Rig): Build =>
  (stack) => {
    new SshKey(stack, "key", { name: "key", publicKey: KEY });
    build(rig)(stack);
  };

/** Changes of servers on Hetzner: what was there, and what is planned. */
export const HETZNER: { readonly [name: string]: Case<Build> } = {
  "first-apply": [undefined, web()],
  "config-replace": [web(), web({ machineConfig: [note("new")] })],
  "config-of-one-node": [web(), web({ nodes: { a: { machineConfig: [note("new")] }, c: {} } })],
  "config-new-nodes-only": [web(NEW_NODES_ONLY), web({ ...NEW_NODES_ONLY, machineConfig: [note("new")] })],
  "release-replace": [web({ update: NO_UPDATES }), web({ update: NO_UPDATES, release: NEW })],
  "release-new-nodes-only": [web(), web({ release: NEW })],
  generation: [web(NEW_NODES_ONLY), web({ ...NEW_NODES_ONLY, machineConfig: [note("new")], nodes: { a: { generation: 2 }, c: {} } })],
  label: [web(), web({ labels: { tier: "1" } })],
  "server-type": [web(), web({ nodes: { a: { serverType: "cx33" }, c: {} } })],
  architecture: [web(NEW_NODES_ONLY), web({ ...NEW_NODES_ONLY, serverType: "cax11" })],
  location: [web(), web({ location: "nbg1" })],
  "public-addresses": [web(), web({ publicIpv6: false })],
  "private-address": [
    (stack) => void pool(stack, { subnet: subnet(stack), nodes: { a: { privateIpv4: "10.0.1.10" }, c: {} } }),
    (stack) => void pool(stack, { subnet: subnet(stack), nodes: { a: { privateIpv4: "10.0.1.20" }, c: {} } }),
  ],
  "node-added": [web({ nodes: { a: {} } }), web()],
  "node-removed": [web(), web({ nodes: { c: {} } })],
  "node-renamed": [web(), web({ nodes: { a: {}, d: {} } })],
  "pool-moved": [web(), (stack: TerraformStack) => void pool(stack, { poolName: "web", movedFrom: "web" }, "site")],
  "pool-removed": [(stack) => [web()(stack), pool(stack, { nodes: { x: {} } }, "other")], web()],
  "ssh-keys": [web(), web({ sshAuthorizedKeys: [KEY] })],
  nothing: [web(), web()],
};

/** The same of servers that no pool made, and of what rules look for. */
export const PLAIN_HETZNER: Cases<(rig: Rig) => Build> = {
  ...RULE_CASES.hetzner,
  "plain-user-data": [plain({}), plain({ userData: '{"a":1}' })],
  "plain-server-type": [plain({}), plain({ serverType: "cx33" })],
  "plain-label": [plain({}), plain({ labels: { a: "1" } })],
  "plain-location": [plain({}), plain({ location: "nbg1" })],
  "plain-image": [plain({}), (rig) => plain({ image: String(rig.emulator.images[2].id) })(rig)],
  "plain-ssh-keys": [plain({}), withKey(plain({ sshKeys: ["${hcloud_ssh_key.key.id}"] }))],
};

function caseOn(rig: Rig, [before, after, only]: Case<(rig: Rig) => Build>): Case<Build> {
  return [before?.(rig), after(rig), only];
}

export async function recordHetzner(name: string): Promise<Recorded> {
  const rig = await Rig.start();
  const [before, after, only] = HETZNER[name] ?? caseOn(rig, PLAIN_HETZNER[name]);
  const base = before === undefined ? null : await rig.write(before);
  if (before !== undefined) await rig.apply(before);
  if (only !== undefined) {
    const stack = await rig.write(after);
    return normalised({ base, stack, plan: (await rig.terraform().plan()).json, machines: null });
  }
  const { plan, machines } = await rig.change(after);
  return normalised({ base, stack: await rig.write(after), plan: plan.json, machines });
}
