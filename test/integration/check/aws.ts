import { AutoscalingGroup } from "@cdktf/provider-aws/lib/autoscaling-group/index.js";
import { Instance } from "@cdktf/provider-aws/lib/instance/index.js";
import { LaunchTemplate } from "@cdktf/provider-aws/lib/launch-template/index.js";
import { ChangePolicy } from "../../../lib";
import { Build, NEW, NO_UPDATES, Rig, SUBNETS, note, web, webGroup } from "../aws/rig";
import { RULE_CASES } from "./rules";
import type { Case } from "./rules/rule-cases";
import { KEY, Recorded, normalised } from "./scenario";

const { NEW_NODES_ONLY } = ChangePolicy;
const WAITING = { onConfigChange: NEW_NODES_ONLY };
const machineConfig = [note("new")];
const MOVED = { poolName: "web", movedFrom: "web" };
const base64 = (text: string): string => Buffer.from(text).toString("base64");

type PlainBuild = (rig: Rig) => Build;

/** Instances as they are written without this package. */
const instances =
  (props: object): PlainBuild =>
  (rig) =>
  (stack) => {
    for (const name of ["a", "b"]) {
      const common = { ami: rig.imageId("x86_64"), instanceType: "m7i.large", subnetId: SUBNETS[0].subnetId, tags: { Name: `t-${name}` } };
      new Instance(stack, name, { ...common, userDataBase64: base64("{}"), ...(name === "a" ? props : {}) });
    }
  };

/** What a group of {@link group} has besides. */
interface GroupOptions {
  /** @default - a reference to the template's latest version */
  readonly version?: string;
  /** @default true */
  readonly isRefreshed?: boolean;
}

/** A group as it is written without this package. */
const group =
  (text: string, { version = "${aws_launch_template.template.latest_version}", isRefreshed = true }: GroupOptions = {}): PlainBuild =>
  (rig) =>
  (stack) => {
    const image = { imageId: rig.imageId("x86_64"), instanceType: "m7i.large", userData: base64(text) };
    const { id } = new LaunchTemplate(stack, "template", { name: "t-web", ...image });
    const size = { minSize: 2, maxSize: 4, vpcZoneIdentifier: [SUBNETS[0].subnetId] };
    const instanceRefresh = isRefreshed ? { strategy: "Rolling" } : undefined;
    new AutoscalingGroup(stack, "web", { name: "t-web", ...size, launchTemplate: { id, version }, instanceRefresh });
  };

const always =
  (build: Build): PlainBuild =>
  () =>
    build;

/** Changes of machines on AWS: what was there, and what is planned. */
export const AWS: { readonly [name: string]: Case<PlainBuild> } = {
  ...RULE_CASES.aws,
  "named-first-apply": [undefined, always(web())],
  "named-config-replace": [always(web()), always(web({ machineConfig }))],
  "named-config-new-nodes-only": [always(web(WAITING)), always(web({ ...WAITING, machineConfig }))],
  "named-release-replace": [always(web({ update: NO_UPDATES })), always(web({ update: NO_UPDATES, release: NEW }))],
  "named-release-new-nodes-only": [always(web()), always(web({ release: NEW }))],
  "named-generation": [always(web(WAITING)), always(web({ ...WAITING, machineConfig, nodes: { a: { generation: 2 }, c: {} } }))],
  "named-tag": [always(web()), always(web({ nodes: { a: { tags: { tier: "1" } }, c: {} } }))],
  "named-instance-type": [always(web()), always(web({ nodes: { a: { instanceType: "m7i.xlarge" }, c: {} } }))],
  "named-architecture": [always(web(WAITING)), always(web({ ...WAITING, instanceType: "m7g.large" }))],
  "named-root-disk": [always(web()), always(web({ rootDiskGib: 40 }))],
  "named-node-added": [always(web({ nodes: { a: {} } })), always(web())],
  "named-node-removed": [always(web()), always(web({ nodes: { c: {} } }))],
  "named-node-renamed": [always(web()), always(web({ nodes: { a: {}, d: {} } }))],
  "named-ssh-keys": [always(web()), always(web({ sshAuthorizedKeys: [KEY] }))],
  "named-pool-moved": [always(web()), always(web(MOVED, "site"))],
  "group-first-apply": [undefined, always(webGroup())],
  "group-config-replace": [always(webGroup()), always(webGroup({ machineConfig }))],
  "group-config-new-nodes-only": [always(webGroup(WAITING)), always(webGroup({ ...WAITING, machineConfig }))],
  "group-release": [always(webGroup()), always(webGroup({ release: NEW }))],
  "group-release-new-nodes-only": [
    always(webGroup({ onReleaseChange: NEW_NODES_ONLY })),
    always(webGroup({ onReleaseChange: NEW_NODES_ONLY, release: NEW })),
  ],
  "group-generation": [always(webGroup(WAITING)), always(webGroup({ ...WAITING, machineConfig, generation: 2 }))],
  "group-instance-type": [always(webGroup()), always(webGroup({ instanceTypes: ["m7i.xlarge"] }))],
  "group-tag": [always(webGroup()), always(webGroup({ tags: { tier: "1" } }))],
  "group-grows": [always(webGroup()), always(webGroup({ capacity: { min: 3, max: 6 } }))],
  "group-shrinks": [always(webGroup({ capacity: { min: 3, max: 6 } })), always(webGroup({ capacity: { min: 1, max: 2 } }))],
  "group-grows-and-refreshes": [always(webGroup()), always(webGroup({ machineConfig, capacity: { min: 3, max: 4 } }))],
  "group-policy": [always(webGroup()), always(webGroup({ onReleaseChange: NEW_NODES_ONLY }))],
  "group-ssh-keys": [always(webGroup()), always(webGroup({ sshAuthorizedKeys: [KEY] }))],
  "group-pool-moved": [always(webGroup()), always(webGroup(MOVED, "site"))],
  "group-removed": [always((stack) => [web()(stack), webGroup({}, "other")(stack)]), always((stack) => void web()(stack))],
  "plain-user-data": [instances({}), instances({ userDataBase64: base64('{"a":1}') })],
  "plain-user-data-replace": [
    instances({ userDataReplaceOnChange: true }),
    instances({ userDataReplaceOnChange: true, userDataBase64: base64('{"a":1}') }),
  ],
  "plain-group": [group("one"), group("two")],
  "plain-group-latest": [group("one", { version: "$Latest" }), group("two", { version: "$Latest" })],
  "plain-group-without-refresh": [group("one", { isRefreshed: false }), group("two", { isRefreshed: false })],
};

export async function recordAws(name: string): Promise<Recorded> {
  const [before, after, only] = AWS[name];
  const rig = await Rig.start();
  const base = before === undefined ? null : await rig.write(before(rig));
  if (before !== undefined) await rig.apply(before(rig));
  if (only !== undefined) {
    const stack = await rig.write(after(rig));
    return normalised({ base, stack, plan: (await rig.terraform().plan()).json, machines: null });
  }
  const { plan, machines } = await rig.change(after(rig));
  return normalised({ base, stack: await rig.write(after(rig)), plan: plan.json, machines });
}
