import { ChangePolicy, MachineConfig, UpdateStrategy } from "../../../lib";
import { Lab, LabPoolProps, LabScope, NEW } from "../libvirt/lab";
import { RULE_CASES } from "./rules";
import type { Case } from "./rules/rule-cases";
import { KEY, Recorded, normalised } from "./scenario";

type Build = (lab: LabScope) => void;

const config = (text: string) => ({ machineConfig: [MachineConfig.file({ path: "/etc/motd", contents: text })] });
const NODES = { a: { address: "10.17.3.10" }, b: { address: "10.17.3.11" } };
const WAITING = { onConfigChange: ChangePolicy.NEW_NODES_ONLY };
const NO_UPDATES = { update: UpdateStrategy.disabled() };
const web =
  (props: LabPoolProps = {}, id = "web"): Build =>
  ({ pool }) =>
    void pool(id, { nodes: NODES, dataDisks: [{ name: "data", sizeGib: 1 }], ...props });

/** Changes of machines on libvirt: what was there, and what is planned. */
export const LIBVIRT: { readonly [name: string]: Case<Build> } = {
  ...RULE_CASES.libvirt,
  "first-apply": [undefined, web()],
  "config-replace": [web(), web(config("new"))],
  "config-new-nodes-only": [web(WAITING), web({ ...WAITING, ...config("new") })],
  "release-replace": [web(NO_UPDATES), web({ ...NO_UPDATES, release: NEW })],
  "release-new-nodes-only": [web(), web({ release: NEW })],
  generation: [web(WAITING), web({ ...WAITING, ...config("new"), nodes: { ...NODES, a: { ...NODES.a, generation: 2 } } })],
  memory: [web(), web({ nodes: { ...NODES, a: { ...NODES.a, memoryMib: 1280 } } })],
  autostart: [web(), web({ autostart: false })],
  "root-disk": [web(), web({ rootDiskGib: 14 })],
  "data-disk": [web(), web({ dataDisks: [{ name: "data", sizeGib: 2 }] })],
  "node-added": [web({ nodes: { a: NODES.a } }), web()],
  "node-removed": [web(), web({ nodes: { b: NODES.b } })],
  "node-renamed": [web(), web({ nodes: { a: NODES.a, c: NODES.b } })],
  "ssh-keys": [web(), web({ sshAuthorizedKeys: [KEY] })],
  "pool-moved": [web(), web({ poolName: "web", movedFrom: "web" }, "site")],
  nothing: [web(), web()],
};

export async function recordLibvirt(lab: Lab, name: string): Promise<Recorded> {
  const [before, after, only] = LIBVIRT[name];
  const base = before === undefined ? null : await lab.synth(before);
  if (before !== undefined) await lab.apply(before);
  const [socketFolder] = lab.libvirtd.socket.split("/run/libvirt/");
  const folders = { [lab.workspace.directory]: "/lab", [socketFolder]: "/libvirtd" };
  if (only !== undefined) {
    const { json } = await lab.plan(after);
    const stack = await lab.synth(after);
    await lab.destroy();
    return normalised({ base, stack, plan: json, machines: null }, folders);
  }
  const boots = await lab.libvirtd.bootIds();
  const { plan } = await lab.apply(after);
  const now = await lab.libvirtd.bootIds();
  const fate = (domain: string): string => {
    if (boots[domain] === undefined) return "new";
    if (now[domain] === undefined) return "gone";
    return boots[domain] === now[domain] ? "runs on" : "another boot";
  };
  const domains = [...new Set([...Object.keys(boots), ...Object.keys(now)])].sort();
  const machines = Object.fromEntries(domains.map((domain) => [domain.replace(/^lab-/, ""), fate(domain)]));
  const stack = await lab.synth(after);
  await lab.destroy();
  return normalised({ base, stack, plan: plan.json, machines }, folders);
}
