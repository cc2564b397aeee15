import { FlatcarError } from "../errors";
import { Architecture } from "../release";
import { isToken } from "./tokens";

/** One prop of a pool that names a type of machine. */
export type MachineType = readonly [subject: string, type: string];

/** How a platform tells the architecture of a type of machine, and what it says where that does not do. */
export interface MachineTypeRules {
  /** The architecture that a type's name tells; undefined where it tells none. */
  readonly derive: (type: string) => Architecture | undefined;
  /** The error of a type that contradicts what is known already, and by which prop. */
  readonly contradicted: (type: MachineType, derived: Architecture, known: Architecture, by: string) => FlatcarError;
  /** The error of types none of which tells anything. */
  readonly unknown: (type: MachineType | undefined) => FlatcarError;
}

/**
 * The architecture of a pool's types of machines, checked against the one that was asked for. Tokens tell nothing.
 *
 * @param asked the pool's `architecture`, where given
 * @throws FlatcarError what the rules make
 */
export function machineArchitecture(
  asked: Architecture | undefined,
  types: readonly MachineType[],
  { derive, contradicted, unknown }: MachineTypeRules,
): Architecture {
  let known = asked;
  let by = "architecture";
  for (const type of types) {
    const derived = isToken(type[1]) ? undefined : derive(type[1]);
    if (derived === undefined) continue;
    if (known !== undefined && known.name !== derived.name) throw contradicted(type, derived, known, by);
    if (known === undefined) [known, by] = [derived, type[0]];
  }
  if (known !== undefined) return known;
  throw unknown(types[0]);
}
