import { HetznerNodeOptions } from "../../../../lib/hetzner";
import { web } from "../../hetzner/rig";
import type { RuleCases } from "./rule-cases";

/** Servers that keep a quorum, by name with their generations. */
const db = (generations: { readonly [name: string]: number }) => () => {
  const nodes = Object.entries(generations).map(([name, generation]): [string, HetznerNodeOptions] => [name, { generation }]);
  return web({ quorum: true, nodes: Object.fromEntries(nodes), publicIpv6: false }, "db");
};

/** Members of a quorum that are replaced, added and taken away. */
export const FC002: RuleCases = {
  hetzner: {
    "fc002-two-of-three": [db({ a: 1, b: 1, c: 1 }), db({ a: 2, b: 2, c: 1 })],
    "fc002-one-of-three": [db({ a: 1, b: 1, c: 1 }), db({ a: 2, b: 1, c: 1 })],
    "fc002-one-to-two": [db({ a: 1 }), db({ a: 1, b: 1 })],
    "fc002-one-to-three": [db({ a: 1 }), db({ a: 1, b: 1, c: 1 })],
  },
};
