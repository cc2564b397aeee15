import { ChangePolicy } from "../../../lib";
import { BareMetalBoot } from "../../../lib/bare-metal";
import { Build, MAC_A, MAC_C, NEW, NODES, Rig, note, web } from "../bare-metal/rig";
import { RULE_CASES } from "./rules";
import type { Case } from "./rules/rule-cases";
import { KEY, Recorded, normalised } from "./scenario";

const machineConfig = [note("new")];
const REPLACING = { onReleaseChange: ChangePolicy.REPLACE };
const DISKLESS = { boot: BareMetalBoot.diskless() };

/** Changes of machines that boot from the network: what was there, and what is planned. */
export const BARE_METAL: { readonly [name: string]: Case<Build> } = {
  ...RULE_CASES["bare-metal"],
  "first-apply": [undefined, web()],
  config: [web(), web({ machineConfig })],
  "config-of-one-node": [web(), web({ nodes: { ...NODES, a: { mac: MAC_A, machineConfig } } })],
  "release-new-nodes-only": [web(), web({ release: NEW })],
  "release-replace": [web(REPLACING), web({ ...REPLACING, release: NEW })],
  generation: [web(), web({ nodes: { ...NODES, a: { mac: MAC_A, generation: 2 } } })],
  mac: [web(), web({ nodes: { ...NODES, c: { mac: "52:54:00:00:00:0d" } } })],
  "node-added": [web({ nodes: { a: { mac: MAC_A } } }), web()],
  "node-removed": [web(), web({ nodes: { c: { mac: MAC_C } } })],
  "diskless-config": [web(DISKLESS), web({ ...DISKLESS, machineConfig })],
  "diskless-release": [web(DISKLESS), web({ ...DISKLESS, release: NEW })],
  "node-renamed": [web(), web({ nodes: { a: NODES.a, d: NODES.c } })],
  "ssh-keys": [web(), web({ sshAuthorizedKeys: [KEY] })],
  "pool-moved": [web(), web({ poolName: "web", movedFrom: "web" }, "site")],
  nothing: [web(), web()],
};

export async function recordBareMetal(name: string): Promise<Recorded> {
  const [before, after, only] = BARE_METAL[name];
  const rig = await Rig.start();
  const base = before === undefined ? null : await rig.write(before);
  if (before !== undefined) await rig.apply(before);
  const stack = await rig.write(after);
  const plan = await rig.terraform().plan();
  if (only !== undefined) return normalised({ base, stack, plan: plan.json, machines: null });
  await rig.terraform().apply();
  const stale = Object.entries(await rig.stale()).map(([machine, is]) => [machine, is === true ? "stale" : "as served"]);
  return normalised({ base, stack, plan: plan.json, machines: Object.fromEntries(stale) as Recorded["machines"] });
}
