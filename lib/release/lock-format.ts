import { didYouMean, FlatcarError } from "../errors";
import { JsonNumber } from "../json";
import { Architecture } from "./architecture";
import { Channel } from "./channel";
import { isDay } from "./day";
import { IGNITION_VERSION_PATTERN } from "./ignition-support";
import { LockedArchitecture, LockedRelease, ReleaseArtifact } from "./release";
import { VERSION_PATTERN } from "./version";

/** The format of lock files this package reads. */
export const LOCK_VERSION = 1;

const NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$/;
const FILE_NAME = /^[A-Za-z0-9][A-Za-z0-9._-]*$/;
const SHA512 = /^[0-9a-f]{128}$/;
/** The grammar of an AWS region. */
export const REGION = /^[a-z]{2}(-[a-z]+)+-[0-9]+$/;
/** The grammar of an AMI id. */
export const AMI = /^ami-([0-9a-f]{8}|[0-9a-f]{17})$/;
const VERSION = new RegExp(VERSION_PATTERN);
const IGNITION = new RegExp(IGNITION_VERSION_PATTERN);
const IDENTIFIER = /^[A-Za-z_$][A-Za-z0-9_$]*$/;

type JsonObject = ReadonlyMap<string, unknown>;

/** Whether an entry of a lock can have this name. */
export function isLockName(name: string): boolean {
  return NAME.test(name);
}

/** Reads the parsed text of a lock file. `flatcar.lock.schema.json` says the same to editors. */
export class LockReader {
  /** @param fileName the place errors name */
  constructor(private readonly fileName: string) {}

  /**
   * The releases by their names, in the file's order.
   *
   * @throws FlatcarError `lock-version-unsupported`, `lock-invalid`
   */
  public read(document: unknown): ReadonlyMap<string, LockedRelease> {
    const root = this.object(document, "$");
    // Before all else: the keys of another format are no mistakes.
    this.lockVersion(root.get("lockVersion"));
    this.keys(root, "$", ["lockVersion", "releases"], ["$schema"]);
    if (root.has("$schema")) this.string(root.get("$schema"), "$.$schema", /^/, "a string");
    return this.map(root.get("releases"), "$.releases", NAME, "a name of letters, digits, dot, underscore and hyphen", (value, path) =>
      this.release(value, path),
    );
  }

  private lockVersion(written: unknown): void {
    const value = numeric(written);
    if (value === LOCK_VERSION) return;
    if (typeof value === "number" && Number.isInteger(value) && value > LOCK_VERSION) {
      throw new FlatcarError({
        code: "lock-version-unsupported",
        subject: "$.lockVersion",
        received: value,
        allowed: String(LOCK_VERSION),
        mend: "update this package: the file was written for a newer version of it",
        path: this.fileName,
      });
    }
    throw this.invalid("$.lockVersion", value, String(LOCK_VERSION));
  }

  private release(value: unknown, path: string): LockedRelease {
    const release = this.object(value, path);
    this.keys(release, path, ["channel", "version", "ignition", "architectures"], ["releaseDate"]);
    const channels = Channel.all().map((channel) => channel.name);
    const channel = release.get("channel");
    if (typeof channel !== "string" || !channels.includes(channel)) throw this.invalid(`${path}.channel`, channel, channels.join(", "));
    const version = this.string(release.get("version"), `${path}.version`, VERSION, 'an exact version such as "4593.2.5"');
    const releaseDate = release.has("releaseDate") ? this.date(release.get("releaseDate"), `${path}.releaseDate`) : undefined;
    const ignition = this.string(release.get("ignition"), `${path}.ignition`, IGNITION, 'a version such as "2.24.0"');
    const architectures = this.architectures(release.get("architectures"), `${path}.architectures`);
    return { channel, version, releaseDate, ignition, architectures };
  }

  private architectures(value: unknown, path: string): ReadonlyMap<string, LockedArchitecture> {
    const names = Architecture.all().map((architecture) => architecture.name);
    const architectures = this.object(value, path);
    this.keys(architectures, path, [], names);
    if (architectures.size === 0) throw this.invalid(path, {}, `at least one of ${names.join(", ")}`);
    const read = (name: string): [string, LockedArchitecture] => [name, this.architecture(architectures.get(name), `${path}.${name}`)];
    return new Map([...architectures.keys()].map(read));
  }

  private architecture(value: unknown, path: string): LockedArchitecture {
    const architecture = this.object(value, path);
    this.keys(architecture, path, [], ["artifacts", "amis"]);
    const artifacts = !architecture.has("artifacts")
      ? new Map<string, ReleaseArtifact>()
      : this.map(
          architecture.get("artifacts"),
          `${path}.artifacts`,
          FILE_NAME,
          "the name of a file without a directory",
          (file, filePath) => this.artifact(file, filePath),
        );
    const amis = !architecture.has("amis")
      ? new Map<string, string>()
      : this.map(architecture.get("amis"), `${path}.amis`, REGION, 'an AWS region such as "eu-central-1"', (ami, amiPath) =>
          this.string(ami, amiPath, AMI, '"ami-" and 8 or 17 lower-case hexadecimal digits'),
        );
    return { artifacts, amis };
  }

  private artifact(value: unknown, path: string): ReleaseArtifact {
    const artifact = this.object(value, path);
    this.keys(artifact, path, ["sha512", "size"], []);
    const sha512 = this.string(artifact.get("sha512"), `${path}.sha512`, SHA512, "128 lower-case hexadecimal digits");
    const size = numeric(artifact.get("size"));
    if (typeof size !== "number" || !Number.isSafeInteger(size) || size < 1) {
      throw this.invalid(`${path}.size`, size, "a size in bytes, an integer from 1 on");
    }
    return { sha512, size };
  }

  private date(value: unknown, path: string): string {
    const expected = "a day of the calendar as YYYY-MM-DD";
    if (typeof value !== "string" || !isDay(value)) throw this.invalid(path, value, expected);
    return value;
  }

  private map<T>(
    value: unknown,
    path: string,
    key: RegExp,
    expectedKey: string,
    read: (value: unknown, path: string) => T,
  ): ReadonlyMap<string, T> {
    const result = new Map<string, T>();
    for (const [name, item] of this.object(value, path)) {
      if (!key.test(name)) throw this.invalid(`key of ${path}`, name, expectedKey);
      result.set(name, read(item, member(path, name)));
    }
    return result;
  }

  private object(value: unknown, path: string): JsonObject {
    if (typeof value !== "object" || value === null || Array.isArray(value) || value instanceof JsonNumber) {
      throw this.invalid(path, value, "an object");
    }
    return new Map<string, unknown>(Object.entries(value));
  }

  private string(value: unknown, path: string, pattern: RegExp, expected: string): string {
    if (typeof value !== "string" || !pattern.test(value)) throw this.invalid(path, value, expected);
    return value;
  }

  private keys(object: JsonObject, path: string, required: readonly string[], optional: readonly string[]): void {
    const known = [...required, ...optional];
    for (const key of object.keys()) {
      // A typo must not be ignored: what it was to say would be missing in silence.
      if (!known.includes(key)) throw this.invalid(`key of ${path}`, key, known.join(", "), didYouMean(key, known));
    }
    for (const key of required) {
      if (!object.has(key)) throw this.invalid(member(path, key), undefined, "a value; the key is required");
    }
  }

  private invalid(subject: string, received: unknown, allowed: string, mend = "correct the file"): FlatcarError {
    return new FlatcarError({ code: "lock-invalid", subject, received, allowed, mend, path: this.fileName });
  }
}

function member(path: string, key: string): string {
  return IDENTIFIER.test(key) ? `${path}.${key}` : `${path}[${JSON.stringify(key)}]`;
}

// For JSON, 1 and 1.0 are one number.
function numeric(value: unknown): unknown {
  return value instanceof JsonNumber ? Number(value.literal) : value;
}
