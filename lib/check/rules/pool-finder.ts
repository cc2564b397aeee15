import type { CheckedPool, CheckedStack } from "../model/checked-stack";
import { resourceAddress } from "../plan/address";
import { own } from "../record";

/** Tells the pool that an address of a plan or a stack is of, and what the address is called in findings about that pool. */
export class PoolFinder {
  private readonly byAddress = new Map<string, CheckedPool>();
  private readonly byPath = new Map<string, CheckedPool>();
  private readonly machines = new Map<string, string>();

  constructor(private readonly stack: CheckedStack) {
    for (const pool of stack.pools) {
      if (pool.path !== undefined) this.byPath.set(pool.path, pool);
      for (const { name, address, resources } of pool.machines) {
        this.machines.set(address, name);
        for (const each of resources) this.byAddress.set(each, pool);
      }
      for (const { name, address } of pool.fates?.machines ?? []) {
        this.machines.set(address, name);
        this.byAddress.set(address, pool);
      }
    }
  }

  /** The pool of a resource; undefined for what belongs to no pool. */
  public poolOf(address: string): CheckedPool | undefined {
    const resource = resourceAddress(address);
    return this.byAddress.get(address) ?? this.byAddress.get(resource) ?? this.within(resource);
  }

  /** The name of the machine that is at an address; the address where something else is. */
  public subjectOf(address: string): string {
    return this.machines.get(address) ?? address;
  }

  /** What pools share among their machines stands below them in the construct tree. */
  private within(address: string): CheckedPool | undefined {
    const [type, name] = address.split(".");
    const path = own(own(own(this.stack.stack.resources[type]?.[name], "//"), "metadata"), "path");
    if (typeof path !== "string") return undefined;
    for (let end = path.length; end > 0; end = path.lastIndexOf("/", end - 1)) {
      const found = this.byPath.get(path.slice(0, end));
      if (found !== undefined) return found;
    }
    return undefined;
  }
}
