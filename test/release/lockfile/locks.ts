import fc from "fast-check";
import { LockedArchitecture, LockedRelease, ReleaseArtifact } from "../../../lib/release/release";

/** What a test says of a release; the rest is that of stable 4593.2.5. */
export interface LockedProps {
  readonly channel?: string;
  readonly version?: string;
  readonly releaseDate?: string;
  readonly ignition?: string;
  /** Name of the architecture to file names with their hash's first letter, and to regions with their AMI. */
  readonly architectures?: {
    readonly [name: string]: {
      readonly artifacts?: Readonly<Record<string, ReleaseArtifact>>;
      readonly amis?: Readonly<Record<string, string>>;
    };
  };
}

/** An entry of a lock. */
export function locked(props: LockedProps = {}): LockedRelease {
  const { architectures = { amd64: {}, arm64: {} } } = props;
  const maps = Object.entries(architectures).map(([name, { artifacts = {}, amis = {} }]): [string, LockedArchitecture] => [
    name,
    { artifacts: new Map(Object.entries(artifacts)), amis: new Map(Object.entries(amis)) },
  ]);
  return {
    channel: props.channel ?? "stable",
    version: props.version ?? "4593.2.5",
    releaseDate: "releaseDate" in props ? props.releaseDate : "2026-08-13",
    ignition: props.ignition ?? "2.24.0",
    architectures: new Map(maps),
  };
}

const hex = (length: number): fc.Arbitrary<string> => fc.stringMatching(new RegExp(`^[0-9a-f]{${length}}$`));
const artifacts = fc.dictionary(
  fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9._-]{0,12}$/),
  fc.record({ sha512: hex(128), size: fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER }) }),
  { maxKeys: 3 },
);
const amis = fc.dictionary(
  fc.stringMatching(/^[a-z]{2}-[a-z]{1,4}-[0-9]$/),
  hex(17).map((id) => `ami-${id}`),
  { maxKeys: 3 },
);

/** Any entry of a lock, with its names in any order. */
export const anyLocked: fc.Arbitrary<LockedRelease> = fc
  .record({
    channel: fc.constantFrom("stable", "beta", "alpha", "lts"),
    version: fc.constantFrom("4593.2.5", "4757.1.0", "4799.0.0+nightly-20260821-2100"),
    releaseDate: fc.constantFrom(undefined, "2026-08-13", "2024-02-29"),
    ignition: fc.constantFrom("2.24.0", "3.0.1"),
    amd64: fc.option(fc.record({ artifacts, amis }), { nil: undefined }),
    arm64: fc.record({ artifacts, amis }),
    arm64First: fc.boolean(),
  })
  .map(({ amd64, arm64, arm64First, ...props }) => {
    const both: LockedProps["architectures"] = amd64 === undefined ? { arm64 } : arm64First ? { arm64, amd64 } : { amd64, arm64 };
    return locked({ ...props, architectures: both });
  });

/** Any name an entry can have; names that look like numbers, which JavaScript sorts, among them. */
export const anyName: fc.Arbitrary<string> = fc.oneof(fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9._-]{0,8}$/), fc.nat(99).map(String));
