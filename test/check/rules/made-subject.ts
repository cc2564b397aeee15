import { StackInput, checkedStack } from "../../../lib/check/model/checked-stack";
import { Problem, RuleSubject } from "../../../lib/check/rules/rule";
import { DEFAULT_SETTINGS } from "../../../lib/check/settings/settings";
import { NodeEntry, PoolEntry, ReleaseEntry } from "../../../lib/check/synth/manifest";
import { SynthesisedStack } from "../../../lib/check/synth/stack";
import { NODE, groupPool, namedPool, stackOf } from "../manifests";
import { TODAY } from "./subject";

/** What a rule is asked about, made of stacks that a test has made up. */
export function madeSubject(
  stack: SynthesisedStack,
  { base, plan, ...more }: Partial<RuleSubject> & Pick<StackInput, "base" | "plan"> = {},
): RuleSubject {
  const given = { ...(plan === undefined ? {} : { plan }), ...(base === undefined ? {} : { base }) };
  return { stack: checkedStack({ stack, file: "cdk.tf.json", ...given }), settings: DEFAULT_SETTINGS, now: TODAY, ...more };
}

/** A machine of a made-up pool. */
export interface MadeMachine {
  /** @default - it has none that can be read */
  readonly config?: object;
  /** @default - the pool's */
  readonly release?: ReleaseEntry;
  /** What the manifest says besides. */
  readonly node?: Partial<NodeEntry>;
}

/** A stack of one pool `web` of machines with names, on Hetzner unless told otherwise. */
export function namedStack(machines: { readonly [name: string]: MadeMachine }, pool: Partial<PoolEntry> = {}): SynthesisedStack {
  const nodes = Object.entries(machines).map(([name, { release, node }]): [string, NodeEntry] => {
    const address = `hcloud_server.${name}`;
    const config = { address, attribute: "user_data", encoding: "plain" as const, bytes: 1, exact: true };
    const own = { hostname: name, machine: address, resources: [address], config, ...(release === undefined ? {} : { release }) };
    return [name, { ...NODE, ...own, ...node }];
  });
  const servers = Object.entries(machines).map(([name, { config }]) => [
    name,
    config === undefined ? {} : { user_data: JSON.stringify(config) },
  ]);
  return stackOf({
    pools: { "x/web": namedPool({ name: "web", nodes: Object.fromEntries(nodes), ...pool }) },
    resources: { hcloud_server: Object.fromEntries(servers) },
  });
}

/** A stack of one pool `web` whose machines a group on AWS makes. */
export function groupStack(
  pool: Partial<PoolEntry> = {},
  { config, image = {} }: { config?: object; image?: object } = {},
): SynthesisedStack {
  const place = { address: "aws_launch_template.web", attribute: "user_data", encoding: "base64" as const, bytes: 1, exact: true };
  const data = config === undefined ? {} : { user_data: Buffer.from(JSON.stringify(config)).toString("base64") };
  const group = { group: "aws_autoscaling_group.web", resources: ["aws_launch_template.web", "aws_autoscaling_group.web"], config: place };
  return stackOf({
    pools: { "x/web": groupPool({ platform: "aws", ...group, ...pool }) },
    resources: {
      aws_launch_template: { web: { ...data, ...image } },
      aws_autoscaling_group: { web: { launch_template: { id: "${aws_launch_template.web.id}" } } },
    },
  });
}

/** The sentences of what a rule finds. */
export function messages(problems: readonly Problem[]): string[] {
  return problems.map(({ message }) => message);
}
