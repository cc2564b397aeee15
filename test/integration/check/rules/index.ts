import { FC001 } from "./fc001";
import { FC002 } from "./fc002";
import { FC003 } from "./fc003";
import { FC004 } from "./fc004";
import { FC005 } from "./fc005";
import { FC006 } from "./fc006";
import { FC007 } from "./fc007";
import { FC008 } from "./fc008";
import { FC009 } from "./fc009";
import { FC010 } from "./fc010";
import { FC011 } from "./fc011";
import { FC012 } from "./fc012";
import { FC013 } from "./fc013";
import { FC014 } from "./fc014";
import { FC015 } from "./fc015";
import { FC016 } from "./fc016";
import { FC017 } from "./fc017";
import { FC018 } from "./fc018";
import { FC019 } from "./fc019";
import { FC021 } from "./fc021";
import { FC022 } from "./fc022";
import type { Cases, RuleCases } from "./rule-cases";

/** The changes of every rule. */
const ALL: readonly RuleCases[] = [
  FC001,
  FC002,
  FC003,
  FC004,
  FC005,
  FC006,
  FC007,
  FC008,
  FC009,
  FC010,
  FC011,
  FC012,
  FC013,
  FC014,
  FC015,
  FC016,
  FC017,
  FC018,
  FC019,
  FC021,
  FC022,
];

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
