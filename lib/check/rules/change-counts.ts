import { IgnitionChange, IgnitionChangeKind } from "../../ignition";

/** What the parts of a config are called, one and many, by section. What stands in another part is counted by itself. */
const NOUNS: { readonly [section: string]: readonly [one: string, many: string] } = {
  ignition: ["Ignition setting", "Ignition settings"],
  kernelArguments: ["kernel argument", "kernel arguments"],
  "passwd.groups": ["group", "groups"],
  "passwd.users": ["user", "users"],
  "storage.directories": ["directory", "directories"],
  "storage.disks": ["disk", "disks"],
  "storage.disks.partitions": ["partition", "partitions"],
  "storage.files": ["file", "files"],
  "storage.filesystems": ["filesystem", "filesystems"],
  "storage.links": ["link", "links"],
  "storage.luks": ["LUKS volume", "LUKS volumes"],
  "storage.luks.clevis.tang": ["Tang server", "Tang servers"],
  "storage.raid": ["RAID array", "RAID arrays"],
  "systemd.units": ["unit", "units"],
  "systemd.units.dropins": ["drop-in", "drop-ins"],
};

const KINDS = [IgnitionChangeKind.ADDED, IgnitionChangeKind.CHANGED, IgnitionChangeKind.REMOVED];

/** How many parts of configs come, change and go: `2 files (1 added, 1 changed), 1 unit (removed)`. What is in several changes counts once. */
export function changeCounts(changes: Iterable<IgnitionChange>): string {
  const bySection = new Map<string, Map<IgnitionChangeKind, Set<string>>>();
  for (const change of changes) {
    const { section } = change;
    const kinds = bySection.get(section) ?? new Map<IgnitionChangeKind, Set<string>>();
    bySection.set(section, kinds);
    for (const [kind, name] of partsOf(change)) kinds.set(kind, (kinds.get(kind) ?? new Set()).add(name));
  }
  return [...bySection].map(([section, kinds]) => counted(section, kinds)).join(", ");
}

/** The parts that a change is about: of a section without parts its settings, and of lists in that their members. */
function partsOf({ kind, section, name, fields }: IgnitionChange): Part[] {
  if (name !== "") return [[kind, name]];
  if (section !== "kernelArguments") return fields.map(({ field }) => [IgnitionChangeKind.CHANGED, field]);
  return fields.flatMap(({ field, added = [], removed = [] }): Part[] => [
    ...added.map((argument): Part => [IgnitionChangeKind.ADDED, `${field} ${argument}`]),
    ...removed.map((argument): Part => [IgnitionChangeKind.REMOVED, `${field} ${argument}`]),
  ]);
}

type Part = readonly [kind: IgnitionChangeKind, name: string];

function counted(section: string, kinds: ReadonlyMap<IgnitionChangeKind, ReadonlySet<string>>): string {
  const counts = KINDS.flatMap((kind) => {
    const count = kinds.get(kind)?.size ?? 0;
    return count === 0 ? [] : [{ kind, count }];
  });
  const total = counts.reduce((sum, { count }) => sum + count, 0);
  const [one, many] = Object.hasOwn(NOUNS, section) ? NOUNS[section] : [section, section];
  const what = counts.length === 1 ? counts[0].kind : counts.map(({ kind, count }) => `${count} ${kind}`).join(", ");
  return `${total} ${total === 1 ? one : many} (${what})`;
}
