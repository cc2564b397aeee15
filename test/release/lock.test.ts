import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Architecture, catalogue, FlatcarLock } from "../../lib/release";
import { thrown, untyped } from "./thrown";

const OWN_LOCK = path.join(__dirname, "..", "..", "flatcar.lock.json");

let directory: string;

beforeAll(() => {
  directory = fs.mkdtempSync(path.join(os.tmpdir(), "flatcar-lock-"));
});

afterAll(() => {
  fs.rmSync(directory, { recursive: true });
});

function file(content: string | Uint8Array): string {
  const name = path.join(directory, "flatcar.lock.json");
  fs.writeFileSync(name, content);
  return name;
}

const release = (version: string, channel: string): unknown => ({ channel, version, ignition: "2.24.0", architectures: { amd64: {} } });
const text = (releases: Record<string, unknown>): string => JSON.stringify({ lockVersion: 1, releases });

describe("from a file", () => {
  test("the releases have the names of the file, sorted", () => {
    const lock = FlatcarLock.fromFile(file(text({ prod: release("4593.2.5", "stable"), dev: release("4757.1.0", "beta") })));
    expect(lock.names).toEqual(["dev", "prod"]);
    expect(lock.release("dev").toString()).toBe("beta 4757.1.0");
    expect(lock.release("prod").toString()).toBe("stable 4593.2.5");
  });

  test("a relative path is refused, whether the file exists or not", () => {
    expect(thrown(() => FlatcarLock.fromFile("flatcar.lock.json"))).toMatchObject({
      code: "lock-path-relative",
      received: "flatcar.lock.json",
      path: "flatcar.lock.json",
    });
    expect(thrown(() => FlatcarLock.fromFile(untyped(undefined)))).toMatchObject({ code: "lock-path-relative", path: undefined });
  });

  test("a missing file is an error with its path", () => {
    const missing = path.join(directory, "missing.json");
    expect(thrown(() => FlatcarLock.fromFile(missing))).toMatchObject({ code: "lock-missing", received: "ENOENT", path: missing });
  });

  test("a path below a file is a missing file", () => {
    const below = path.join(file("{}"), "flatcar.lock.json");
    expect(thrown(() => FlatcarLock.fromFile(below)).code).toBe("lock-missing");
  });

  test("a directory cannot be read as a lock", () => {
    expect(thrown(() => FlatcarLock.fromFile(directory))).toMatchObject({ code: "lock-unreadable", path: directory });
  });

  test("bytes that are not UTF-8 are refused", () => {
    const name = file(new Uint8Array([0x7b, 0xff, 0x7d]));
    expect(thrown(() => FlatcarLock.fromFile(name))).toMatchObject({ code: "lock-not-json", allowed: "UTF-8", path: name });
  });

  test("a byte order mark is where JSON does not begin", () => {
    const name = file(`\ufeff${text({})}`);
    expect(thrown(() => FlatcarLock.fromFile(name))).toMatchObject({ code: "lock-not-json", subject: "line 1, column 1", path: name });
  });

  test("a broken file is an error at once, not at the first use", () => {
    const name = file('{\n  "lockVersion": 1,\n  "releases": {},\n}\n');
    expect(thrown(() => FlatcarLock.fromFile(name))).toMatchObject({
      code: "lock-not-json",
      subject: "line 4, column 1",
      received: "}",
      path: name,
    });
  });

  test("a file that ends too early says so", () => {
    expect(thrown(() => FlatcarLock.fromFile(file('{"lockVersion": 1')))).toMatchObject({
      code: "lock-not-json",
      received: "the end of the file",
    });
  });
});

describe("a release of the lock", () => {
  const lock = FlatcarLock.parse(
    text({ prod: release("4593.2.5", "stable"), staging: release("4593.2.5", "stable") }),
    "flatcar.lock.json",
  );

  test("of a name the lock does not have is an error at its first use, with the names there are", () => {
    const missing = lock.release("prd");
    expect(missing.toString()).toBe('release "prd" of flatcar.lock.json');
    expect(thrown(() => missing.channel)).toMatchObject({
      code: "lock-release-missing",
      subject: "release in flatcar.lock.json",
      received: "prd",
      allowed: "prod, staging",
      mend: 'did you mean "prod"?',
      path: undefined,
    });
  });

  test("of a name near none gets no guess", () => {
    expect(thrown(() => lock.release("edge-of-the-world").validate()).mend).toBe(
      "add a release of this name to the lock, or name one it has",
    );
  });

  test("is missing from an empty lock", () => {
    const empty = FlatcarLock.parse(text({}), "flatcar.lock.json");
    expect(empty.names).toEqual([]);
    expect(thrown(() => empty.release("prod").validate()).allowed).toBe("nothing, since the lock holds no release");
  });

  test("is not found by the name of what every object has", () => {
    for (const name of ["constructor", "toString", "__proto__"]) {
      expect(thrown(() => lock.release(name).validate()).code).toBe("lock-release-missing");
    }
  });

  test("does not break the others when it is wrong", () => {
    const mixed = FlatcarLock.parse(text({ bad: release("4593.2.5", "beta"), good: release("4593.2.5", "stable") }), "flatcar.lock.json");
    expect(thrown(() => mixed.release("bad").validate()).code).toBe("release-channel-contradicted");
    expect(() => mixed.release("good").validate()).not.toThrow();
  });
});

describe("the lock of this repository", () => {
  const lock = FlatcarLock.fromFile(OWN_LOCK);

  test("names a release for each environment, all of them valid on both architectures", () => {
    expect(lock.names).toEqual(["dev", "lts-2024", "prod", "staging"]);
    for (const name of lock.names) {
      expect(lock.release(name).lockName).toBe(name);
      expect(lock.release(name).architectures).toEqual(Architecture.all());
    }
  });

  test("production gets nothing staging has not had", () => {
    const [staging, prod] = [lock.release("staging"), lock.release("prod")];
    expect(prod.version.compare(staging.version)).toBeLessThanOrEqual(0);
    expect([staging.channel.name, prod.channel.name]).toEqual(["stable", "stable"]);
  });

  test("agrees with the catalogue where that knows the release", () => {
    for (const name of lock.names) {
      const known = catalogue.find(lock.release(name).version.toString());
      if (known === undefined) continue;
      expect(lock.release(name).releaseDate).toBe(known.releaseDate);
      expect(lock.release(name).ignitionVersion).toBe(known.ignition);
    }
  });

  test("has the newest LTS stream under its year", () => {
    expect(lock.release("lts-2024").version.ltsStream).toBe("2024");
  });
});
