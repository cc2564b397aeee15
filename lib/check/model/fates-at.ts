import { onceFor } from "../once-for";
import { resourceAddress } from "../plan/address";
import type { MachineFate, PoolFates } from "./fate";

/** What happens to the machines of a resource: with `count` or `for_each` it is several, whose addresses go on behind it. */
export function fatesAt(fates: PoolFates | undefined, resource: string): readonly MachineFate[] {
  return fates === undefined ? [] : (byResource(fates).get(resource) ?? []);
}

const byResource = onceFor(({ machines }: PoolFates) => {
  const found = new Map<string, MachineFate[]>();
  for (const machine of machines) {
    const resource = resourceAddress(machine.address);
    const those = found.get(resource);
    if (those === undefined) found.set(resource, [machine]);
    else those.push(machine);
  }
  return found;
});
