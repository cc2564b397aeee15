import { FC001 } from "./fc001";
import { FC008 } from "./fc008";
import { FC009 } from "./fc009";
import { FC010 } from "./fc010";
import { FC012 } from "./fc012";
import type { Cases, RuleCases } from "./rule-cases";

/** The changes of every rule. */
const ALL: readonly RuleCases[] = [FC001, FC008, FC009, FC010, FC012];

/** The changes of all rules on one platform. */
export const RULE_CASES = {
  hetzner: merged(ALL.map(({ hetzner }) => hetzner)),
  aws: merged(ALL.map(({ aws }) => aws)),
  "bare-metal": merged(ALL.map((cases) => cases["bare-metal"])),
  libvirt: merged(ALL.map(({ libvirt }) => libvirt)),
};

function merged<Build>(all: readonly (Cases<Build> | undefined)[]): Cases<Build> {
  return Object.assign({}, ...all) as Cases<Build>;
}
