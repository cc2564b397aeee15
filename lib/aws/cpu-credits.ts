/** How a burstable instance type (t3, t4g, …) is billed above its share of a CPU. */
export enum AwsCpuCredits {
  /** It is slowed down. */
  STANDARD = "standard",
  /** It goes on, at a price. */
  UNLIMITED = "unlimited",
}

/** The block that says how a burstable type is billed; undefined where nothing is said. */
export function creditSpecification(cpuCredits: AwsCpuCredits | undefined): { readonly cpuCredits: AwsCpuCredits } | undefined {
  return cpuCredits === undefined ? undefined : { cpuCredits };
}
