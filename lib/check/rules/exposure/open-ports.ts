/** Ports of a machine that the whole world reaches. */
export interface OpenPorts {
  /** Both included, 0 to 65535. */
  readonly from: number;
  readonly to: number;
  /** Address of the resource that lets it in. */
  readonly by: string;
}

/** What a machine is exposed to, as far as the stack tells. */
export interface Exposure {
  /** TCP ports that rules open to every address of a kind that the machine has. */
  readonly open: readonly OpenPorts[];
  /** Whether nothing filters what comes from outside. */
  readonly isUnfiltered: boolean;
}

export const NOTHING: Exposure = { open: [], isUnfiltered: false };

/** The last port. */
export const LAST_PORT = 65_535;

/** The versions of IP of which ranges in CIDR form hold every address. */
export function worldOf(cidrs: unknown): (4 | 6)[] {
  const list: readonly unknown[] = Array.isArray(cidrs) ? cidrs : [cidrs];
  return list.flatMap((cidr) => (typeof cidr === "string" && cidr.endsWith("/0") ? [cidr.includes(":") ? 6 : 4] : []));
}
