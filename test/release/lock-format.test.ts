import * as fs from "node:fs";
import * as path from "node:path";
import Ajv from "ajv";
import addFormats from "ajv-formats";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { FlatcarError } from "../../lib/errors";
import { Channel, FlatcarLock } from "../../lib/release";
import { IGNITION_VERSION_PATTERN } from "../../lib/release/ignition-support";
import { VERSION_PATTERN } from "../../lib/release/version";
import { thrown } from "./thrown";

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

const SCHEMA = JSON.parse(fs.readFileSync(path.join(__dirname, "../../lib/release/flatcar.lock.schema.json"), "utf8"));
const schemaAccepts = addFormats(new Ajv({ strict: true, strictTypes: false })).compile(SCHEMA);

const SHA512 = "c0ffee00".repeat(16);

function full(): { [key: string]: Json } {
  return {
    $schema: "./node_modules/cdktf-flatcar/lib/release/flatcar.lock.schema.json",
    lockVersion: 1,
    releases: {
      prod: {
        channel: "stable",
        version: "4593.2.5",
        releaseDate: "2026-08-13",
        ignition: "2.24.0",
        architectures: {
          amd64: {
            artifacts: { "flatcar_production_image.bin.bz2": { sha512: SHA512, size: 494927872 } },
            amis: { "eu-central-1": "ami-018d9b9d7151ab6c8", "us-gov-west-1": "ami-0a202326" },
          },
          arm64: {},
        },
      },
      nightly: {
        channel: "alpha",
        version: "4799.0.0+nightly-20260821-2100",
        ignition: "2.26.0",
        architectures: { amd64: { artifacts: {}, amis: {} } },
      },
    },
  };
}

const read = (lock: Json): FlatcarLock => FlatcarLock.parse(JSON.stringify(lock), "flatcar.lock.json");

/** The error the reader has, or undefined where it accepts; any other exception fails the test. */
function verdict(lock: Json): FlatcarError | undefined {
  try {
    read(lock);
    return undefined;
  } catch (e) {
    if (FlatcarError.isFlatcarError(e)) return e;
    throw e;
  }
}

/** Every place in a value, as the keys that lead to it. */
function places(value: Json, at: string[] = []): string[][] {
  if (typeof value !== "object" || value === null) return [at];
  return [at, ...Object.entries(value).flatMap(([key, item]) => places(item, [...at, key]))];
}

function container(root: Json, at: string[]): { [key: string]: Json } {
  return at.slice(0, -1).reduce<Json>((value, key) => (value as { [key: string]: Json })[key], root) as { [key: string]: Json };
}

/** A lock with one place set to a value, or removed (undefined). */
function changed(at: string, value: Json | undefined): Json {
  const lock = full();
  const keys = at.split("/");
  const parent = container(lock, keys);
  const last = keys[keys.length - 1];
  if (value === undefined) delete parent[last];
  else parent[last] = value;
  return lock;
}

test("a lock with everything in it is read, and the schema accepts it", () => {
  expect(read(full()).names).toEqual(["nightly", "prod"]);
  expect(schemaAccepts(full())).toBe(true);
});

describe("a mistake is named by its path, with what was expected and received", () => {
  const prod = "releases/prod";
  const amd64 = `${prod}/architectures/amd64`;
  const image = `${amd64}/artifacts/flatcar_production_image.bin.bz2`;
  const imagePath = '$.releases.prod.architectures.amd64.artifacts["flatcar_production_image.bin.bz2"]';

  const mistakes: [string, Json | undefined, string, unknown, string][] = [
    ["releases", undefined, "$.releases", undefined, "required"],
    ["releases", [], "$.releases", [], "an object"],
    ["release", {}, "key of $", "release", "releases"],
    ["$schema", 7, "$.$schema", 7, "a string"],
    ["lockVersion", undefined, "$.lockVersion", undefined, "1"],
    ["lockVersion", "1", "$.lockVersion", "1", "1"],
    ["lockVersion", 0, "$.lockVersion", 0, "1"],
    ["lockVersion", 1.5, "$.lockVersion", 1.5, "1"],
    ["releases/", {}, "key of $.releases", "", "a name of"],
    ["releases/a b", {}, "key of $.releases", "a b", "a name of"],
    [prod, null, "$.releases.prod", null, "an object"],
    [`${prod}/channel`, undefined, "$.releases.prod.channel", undefined, "required"],
    [`${prod}/channel`, "edge", "$.releases.prod.channel", "edge", "lts, stable, beta, alpha"],
    [`${prod}/version`, "current", "$.releases.prod.version", "current", "an exact version"],
    [`${prod}/version`, 4593, "$.releases.prod.version", 4593, "an exact version"],
    [`${prod}/ignition`, "2.24", "$.releases.prod.ignition", "2.24", "a version"],
    [`${prod}/releaseDate`, "2026-02-30", "$.releases.prod.releaseDate", "2026-02-30", "a day of the calendar"],
    [`${prod}/releaseDate`, "2025-02-29", "$.releases.prod.releaseDate", "2025-02-29", "a day of the calendar"],
    [`${prod}/releaseDate`, "2026-13-01", "$.releases.prod.releaseDate", "2026-13-01", "a day of the calendar"],
    [`${prod}/releaseDate`, "13.08.2026", "$.releases.prod.releaseDate", "13.08.2026", "a day of the calendar"],
    [`${prod}/releaseDate`, null, "$.releases.prod.releaseDate", null, "a day of the calendar"],
    [`${prod}/architectures`, {}, "$.releases.prod.architectures", {}, "at least one of amd64, arm64"],
    [`${prod}/architectures/x86`, {}, "key of $.releases.prod.architectures", "x86", "amd64, arm64"],
    [amd64, [], "$.releases.prod.architectures.amd64", [], "an object"],
    [`${amd64}/amis/Frankfurt`, "ami-0a202326", "key of $.releases.prod.architectures.amd64.amis", "Frankfurt", "an AWS region"],
    [`${amd64}/amis/eu-west-1`, "ami-1", '$.releases.prod.architectures.amd64.amis["eu-west-1"]', "ami-1", '"ami-" and 8 or 17'],
    [`${amd64}/artifacts/...`, {}, "key of $.releases.prod.architectures.amd64.artifacts", "...", "the name of a file"],
    [`${image}/sha512`, SHA512.toUpperCase(), `${imagePath}.sha512`, SHA512.toUpperCase(), "128 lower-case"],
    [`${image}/sha512`, SHA512.slice(2), `${imagePath}.sha512`, SHA512.slice(2), "128 lower-case"],
    [`${image}/size`, undefined, `${imagePath}.size`, undefined, "required"],
    [`${image}/size`, 0, `${imagePath}.size`, 0, "a size in bytes"],
    [`${image}/size`, 1.5, `${imagePath}.size`, 1.5, "a size in bytes"],
    [`${image}/size`, 2 ** 53, `${imagePath}.size`, 2 ** 53, "a size in bytes"],
    [`${image}/sha256`, "", `key of ${imagePath}`, "sha256", "sha512, size"],
  ];

  test.each(mistakes)("%s = %j", (at, value, subject, received, allowed) => {
    const lock = changed(at, value);
    const error = verdict(lock);
    expect(error).toMatchObject({ code: "lock-invalid", subject, received, path: "flatcar.lock.json" });
    expect(error?.allowed).toContain(allowed);
    expect(schemaAccepts(lock)).toBe(false);
  });
});

test("the name of a release has at most 63 characters", () => {
  const named = (length: number): Json =>
    changed(`releases/${"n".repeat(length)}`, { channel: "stable", version: "4593.2.5", ignition: "2.24.0", architectures: { amd64: {} } });
  expect([verdict(named(63)), schemaAccepts(named(63))]).toEqual([undefined, true]);
  expect([verdict(named(64))?.code, schemaAccepts(named(64))]).toEqual(["lock-invalid", false]);
});

test("a leap day is a day", () => {
  expect(verdict(changed("releases/prod/releaseDate", "2024-02-29"))).toBeUndefined();
  expect(verdict(changed("releases/prod/releaseDate", "2000-02-29"))).toBeUndefined();
  expect(verdict(changed("releases/prod/releaseDate", "1900-02-29"))?.code).toBe("lock-invalid");
});

test("a mistyped key is answered with the near one", () => {
  expect(verdict(changed("releases/prod/realeaseDate", "2026-08-13"))?.mend).toBe('did you mean "releaseDate"?');
});

test("a lock of a newer format asks for an update of the package, whatever else it holds", () => {
  expect(verdict({ lockVersion: 2, machines: [] })).toMatchObject({ code: "lock-version-unsupported", received: 2, allowed: "1" });
  expect(verdict({ lockVersion: 2, machines: [] })?.mend).toContain("update this package");
});

test("a document that is no object is refused", () => {
  for (const document of [null, [], "lock", 1, true]) expect(verdict(document)).toMatchObject({ code: "lock-invalid", subject: "$" });
});

test("a key that stands twice is refused instead of the first being lost", () => {
  const text = '{"lockVersion": 1, "releases": {}, "releases": {}}';
  expect(thrown(() => FlatcarLock.parse(text, "flatcar.lock.json"))).toMatchObject({ code: "lock-not-json", subject: "line 1, column 36" });
});

test("the schema has the grammars and channels of the code", () => {
  const { properties } = SCHEMA.definitions.release;
  expect(properties.version.pattern).toBe(VERSION_PATTERN);
  expect(properties.ignition.pattern).toBe(IGNITION_VERSION_PATTERN);
  expect(properties.channel.enum).toEqual(Channel.all().map((channel) => channel.name));
});

describe("schema and reader", () => {
  const atoms = fc.constantFrom<Json>(
    ...[null, true, 0, 1, 2, -1, 1.5, 1e21, "", "x", "stable", "lts", "edge", "4593.2.5", "4593.2", "04593.2.5", "4593.2.5+a..b"],
    ...["2.24.0", "2.24.0\n", "2026-08-13", "2026-02-29", "2024-02-29", "2026-8-1", SHA512, `${SHA512}\n`, "ami-0a202326", "ami-0a20232"],
    ...[[], {}, { sha512: SHA512, size: 1 }, { sha512: SHA512 }, { amd64: {} }, { arm64: { amis: {} } }, { artifacts: {} }, [1]],
  );
  const keys = fc.constantFrom(
    ...[
      "$schema",
      "lockVersion",
      "releases",
      "prod",
      "a b",
      "",
      "__proto__",
      "constructor",
      "x".repeat(63),
      "x".repeat(64),
      "-a",
      "channel",
    ],
    ...["version", "releaseDate", "ignition", "architectures", "amd64", "arm64", "x86", "artifacts", "amis", "sha512", "size", "eu-west-1"],
    ...["us-gov-east-1", "EU-west-1", "eu1", "a/b", "..", "flatcar_production_pxe.vmlinuz"],
  );
  const edit = fc.oneof(
    fc.record({
      kind: fc.constant("set" as const),
      place: fc.nat(),
      value: fc.oneof({ weight: 5, arbitrary: atoms }, { weight: 1, arbitrary: fc.jsonValue() }),
    }),
    fc.record({ kind: fc.constant("remove" as const), place: fc.nat() }),
    fc.record({ kind: fc.constant("add" as const), place: fc.nat(), key: fc.oneof(keys, fc.string()), value: atoms }),
    fc.record({ kind: fc.constant("rename" as const), place: fc.nat(), key: fc.oneof(keys, fc.string()) }),
    fc.record({ kind: fc.constant("copy" as const), place: fc.nat(), from: fc.nat() }),
  );

  type Edit = typeof edit extends fc.Arbitrary<infer T> ? T : never;

  /** Sets also `__proto__` as a key like any other, as JSON.parse does. */
  function define(object: { [key: string]: Json }, key: string, value: Json): void {
    Object.defineProperty(object, key, { value, enumerable: true, configurable: true, writable: true });
  }

  function apply(lock: Json, change: Edit): Json {
    const all = places(lock).filter((at) => at.length > 0);
    if (all.length === 0) return lock;
    const at = all[change.place % all.length];
    const parent = container(lock, at);
    const last = at[at.length - 1];
    switch (change.kind) {
      case "set":
        define(parent, last, structuredClone(change.value) as Json);
        break;
      case "remove":
        delete parent[last];
        break;
      case "add": {
        const target = parent[last];
        if (typeof target === "object" && target !== null && !Array.isArray(target))
          define(target, change.key, structuredClone(change.value));
        break;
      }
      case "rename": {
        const value = parent[last];
        delete parent[last];
        if (!Array.isArray(parent)) define(parent, change.key, value);
        break;
      }
      case "copy": {
        const from = all[change.from % all.length];
        define(parent, last, structuredClone(container(lock, from)[from[from.length - 1]]));
        break;
      }
    }
    return JSON.parse(JSON.stringify(lock));
  }

  test("have the same verdict on locks with random changes", () => {
    const seen = { accepted: 0, refused: 0 };
    fc.assert(
      fc.property(fc.array(edit, { minLength: 1, maxLength: 3 }), (edits) => {
        const lock = edits.reduce<Json>(apply, full());
        const error = verdict(lock);
        seen[error === undefined ? "accepted" : "refused"]++;
        expect({ lock, accepted: error === undefined }).toEqual({ lock, accepted: schemaAccepts(lock) });
        if (error !== undefined) expect(["lock-invalid", "lock-version-unsupported"]).toContain(error.code);
      }),
      { numRuns: 5000, seed: 4593 },
    );
    // The law would mean little if the changes never left a lock valid.
    expect(seen.accepted).toBeGreaterThan(250);
    expect(seen.refused).toBeGreaterThan(1000);
  });

  test("have the same verdict on each single place replaced by each value", () => {
    const values: Json[] = [null, true, 0, 1, "", "x", [], {}, "4593.2.5", "2026-08-13", SHA512];
    for (const at of places(full()).filter((p) => p.length > 0)) {
      for (const value of values) {
        const lock = full();
        container(lock, at)[at[at.length - 1]] = value;
        expect({ at, value, accepted: verdict(lock) === undefined }).toEqual({ at, value, accepted: schemaAccepts(lock) });
      }
    }
  });

  test("have the same verdict on any text as version, date and Ignition", () => {
    const near = fc.oneof(fc.string(), fc.stringMatching(/^[0-9.+a-z-]{0,14}$/), fc.stringMatching(/^[0-9]{4}-[0-3][0-9]-[0-3][0-9]$/));
    fc.assert(
      fc.property(near, fc.constantFrom("version", "releaseDate", "ignition"), (value, field) => {
        const lock = changed(`releases/prod/${field}`, value);
        expect(verdict(lock) === undefined).toBe(schemaAccepts(lock));
      }),
      { numRuns: 1000 },
    );
  });
});
