import type { IgnitionConfig } from "../../ignition";
import { configTexts } from "../model/config-texts";

/** What a program in a cluster is known by where a machine config starts it: its unit or manifest, or the image or chart that these name. */
interface Marker {
  readonly name: string;
  readonly written: RegExp;
  readonly text: RegExp;
}

const COORDINATORS: readonly Marker[] = [
  {
    // https://kured.dev/docs/installation/
    name: "kured",
    written: /(?:^|\/)kured(?:-[\w-]+)?\.(?:container|json|service|ya?ml)$/,
    text: /\b(?:kubereboot|weaveworks)\/kured\b|\bkubereboot\.github\.io\/charts\b/,
  },
  {
    // https://github.com/flatcar/flatcar-linux-update-operator
    name: "the Flatcar Linux Update Operator",
    written: /(?:^|\/)(?:(?:flatcar|container)-linux-)?update-(?:agent|operator)\.(?:container|json|service|ya?ml)$/,
    text: /\b(?:flatcar|kinvolk)\/flatcar-linux-update-operator\b|\bcoreos\/container-linux-update-operator\b/,
  },
];

/** The programs that reboot the machines of a cluster one after the other, as far as a machine config starts some. */
export function rebootCoordinators(config: IgnitionConfig): string[] {
  const texts = configTexts(config);
  return COORDINATORS.filter(({ written, text }) => texts.some((each) => written.test(each.written) || text.test(each.text))).map(
    ({ name }) => name,
  );
}

const ETCD_UNIT = /^etcd(?:\d|-member)?(?:@[^.]*)?\.service$/;
const ETCD_IMAGE = /[\w-]\/etcd(?:-\w+)?[:@]/;

/** Whether a machine config starts etcd: by a unit, or as a container. */
export function startsEtcd(config: IgnitionConfig): boolean {
  const isStarted = (config.systemd?.units ?? []).some(
    // The image has etcd-member.service, and does not start it.
    ({ name, mask, enabled, contents = "" }) => ETCD_UNIT.test(name) && mask !== true && (enabled ?? contents !== ""),
  );
  return isStarted || configTexts(config).some(({ text }) => ETCD_IMAGE.test(text));
}
