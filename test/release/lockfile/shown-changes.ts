import { ChangeKind, LockChange, ReleaseFixes } from "../../../lib/release/lockfile/changes";

/** A change as it is shown; what is not said is that of stable 4593.2.4 to 4593.2.5. */
export function change(props: Partial<LockChange> = {}): LockChange {
  const facts = { channel: "stable", containerd: "2.1.5", docker: "28.0.4", systemd: "257", ignition: "2.24.0", ignitionSpec: "3.5.0" };
  return {
    name: "prod",
    kind: ChangeKind.UPGRADE,
    before: { ...facts, version: "4593.2.4", releaseDate: "2026-07-21", kernel: "6.12.97" },
    after: { ...facts, version: "4593.2.5", releaseDate: "2026-08-13", kernel: "6.12.102" },
    newHashes: 15,
    newAmis: 1,
    security: [],
    ...props,
  };
}

/** What a release mended: part to number of problems. */
export function fixes(version: string, parts: Readonly<Record<string, number>>): ReleaseFixes {
  const cves = (count: number): string[] => Array.from({ length: count }, (_, i) => `CVE-2026-${1000 + i}`);
  return {
    version,
    releaseDate: "2026-08-13",
    fixes: Object.entries(parts).map(([component, count]) => ({ component, cves: cves(count), others: [] })),
  };
}
