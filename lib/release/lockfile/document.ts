import { Architecture } from "../architecture";
import { LOCK_VERSION, LockReader } from "../lock-format";
import { parseLockText } from "../lock-text";
import { LockedArchitecture, LockedRelease } from "../release";

/** Where an editor finds the schema of a lock file in a project that this package is installed in. */
export const LOCK_SCHEMA = "./node_modules/cdktf-flatcar/lib/release/flatcar.lock.schema.json";

/** What a lock file says, with its one way to be written: the same content is the same bytes, which Prettier leaves as they are. */
export class LockDocument {
  /** One without releases that names its schema, as a new file is to be. */
  public static empty(): LockDocument {
    return new LockDocument(new Map(), LOCK_SCHEMA);
  }

  /**
   * Reads the text of a lock file.
   *
   * @param fileName the place errors name
   * @throws FlatcarError `lock-not-json`, `lock-version-unsupported`, `lock-invalid`
   */
  public static parse(text: string, fileName: string): LockDocument {
    const json = parseLockText(text, fileName);
    const releases = new LockReader(fileName).read(json);
    // The reader has seen that it is text, where it is there.
    return new LockDocument(releases, (json as { $schema?: string }).$schema);
  }

  /** Name to release, in the file's order. */
  public readonly releases: ReadonlyMap<string, LockedRelease>;

  private constructor(
    releases: ReadonlyMap<string, LockedRelease>,
    private readonly schema?: string,
  ) {
    // Through an object: names that look like numbers come first, as they do when the file is read.
    this.releases = new Map(Object.entries(Object.fromEntries(releases)));
  }

  /** The same with these releases: in the place of those of the same names, else at the end. */
  public with(changed: ReadonlyMap<string, LockedRelease>): LockDocument {
    return new LockDocument(new Map([...this.releases, ...changed]), this.schema);
  }

  /** What the file is to hold. */
  public toText(): string {
    const document = {
      ...(this.schema === undefined ? {} : { $schema: this.schema }),
      lockVersion: LOCK_VERSION,
      releases: Object.fromEntries([...this.releases].map(([name, release]) => [name, releaseJson(release)])),
    };
    return `${JSON.stringify(document, null, 2)}\n`;
  }
}

/** Whether two entries say the same. */
export function sameRelease(a: LockedRelease | undefined, b: LockedRelease | undefined): boolean {
  return a === b || (a !== undefined && b !== undefined && JSON.stringify(releaseJson(a)) === JSON.stringify(releaseJson(b)));
}

function releaseJson({ channel, version, releaseDate, ignition, architectures }: LockedRelease): object {
  const names = Architecture.all().map(({ name }) => name);
  const known = names.flatMap((name) => {
    const locked = architectures.get(name);
    return locked === undefined ? [] : [[name, architectureJson(locked)]];
  });
  return { channel, version, ...(releaseDate === undefined ? {} : { releaseDate }), ignition, architectures: Object.fromEntries(known) };
}

function architectureJson({ artifacts, amis }: LockedArchitecture): object {
  const files = sorted(artifacts).map(([file, { sha512, size }]) => [file, { sha512, size }]);
  return {
    ...(files.length === 0 ? {} : { artifacts: Object.fromEntries(files) }),
    ...(amis.size === 0 ? {} : { amis: Object.fromEntries(sorted(amis)) }),
  };
}

/** Entries in the order of their keys' code units. */
function sorted<T>(map: ReadonlyMap<string, T>): [string, T][] {
  return [...map].sort(([a], [b]) => (a < b ? -1 : 1));
}
