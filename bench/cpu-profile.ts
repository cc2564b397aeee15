/** The part that is read of what `node --cpu-prof` writes. See https://nodejs.org/api/cli.html#--cpu-prof */
export interface CpuProfile {
  readonly nodes: readonly {
    readonly id: number;
    readonly callFrame: { readonly functionName: string; readonly url: string };
    readonly children?: readonly number[];
  }[];
  /** Ids of nodes. */
  readonly samples: readonly number[];
  /** Microseconds since the sample before. */
  readonly timeDeltas: readonly number[];
}

/** Whose time it can be, in the order in which it is told. */
export const OWNERS = ["cdktf", "generated classes", "this package", "loading modules", "garbage collection", "the rest"] as const;

export type Owner = (typeof OWNERS)[number];

/**
 * The shares of a profile, in percent. What Node.js itself does counts for who has called it; time in which nothing was done counts for nobody.
 *
 * @param project the folder of this repository
 */
export function shares(profile: CpuProfile, project: string): { readonly [owner in Owner]: number } {
  const parents = new Map<number, number>();
  const frames = new Map(profile.nodes.map(({ id, callFrame }) => [id, callFrame]));
  for (const { id, children = [] } of profile.nodes) for (const child of children) parents.set(child, id);
  const ownerAt = (id: number | undefined): Owner | undefined => {
    for (let at = id; at !== undefined; at = parents.get(at)) {
      const frame = frames.get(at);
      if (frame === undefined || frame.functionName === "(idle)") return undefined;
      if (frame.functionName === "(garbage collector)") return "garbage collection";
      const owner = ownerOf(frame.url, project);
      if (owner !== undefined) return owner;
    }
    return "the rest";
  };
  const times = new Map<Owner, number>();
  profile.samples.forEach((id, i) => {
    const owner = ownerAt(id);
    if (owner !== undefined) times.set(owner, (times.get(owner) ?? 0) + profile.timeDeltas[i]);
  });
  const all = [...times.values()].reduce((sum, time) => sum + time, 0);
  return Object.fromEntries(OWNERS.map((owner) => [owner, ((times.get(owner) ?? 0) / all) * 100])) as { [owner in Owner]: number };
}

/** Undefined for what says nothing: the caller tells. */
function ownerOf(url: string, project: string): Owner | undefined {
  if (url.startsWith("node:internal/modules/")) return "loading modules";
  if (!url.startsWith("file://")) return undefined;
  const file = decodeURIComponent(url.slice("file://".length)).slice(project.length + 1);
  if (/^node_modules\/(cdktf|constructs)\//.test(file)) return "cdktf";
  if (/^(dist\/lib\/imports|node_modules\/@cdktf\/provider-[^/]+)\//.test(file)) return "generated classes";
  return /^dist\/lib\//.test(file) ? "this package" : "the rest";
}
