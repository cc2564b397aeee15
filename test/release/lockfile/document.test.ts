import * as fs from "node:fs";
import * as path from "node:path";
import fc from "fast-check";
import * as prettier from "prettier";
import { expect, test } from "vitest";
import { FlatcarLock } from "../../../lib/release";
import { LOCK_SCHEMA, LockDocument, sameRelease } from "../../../lib/release/lockfile/document";
import { PROJECT } from "../../support/project";
import { thrown } from "../thrown";
import { anyLocked, anyName, locked } from "./locks";

const SHA512 = "c0ffee00".repeat(16);
const parse = (text: string): LockDocument => LockDocument.parse(text, "flatcar.lock.json");
const anyDocument = fc.array(fc.tuple(anyName, anyLocked), { maxLength: 4 }).map((entries) => LockDocument.empty().with(new Map(entries)));

test("the text has one form: schema first, names in their order, architectures amd64 first, files and regions sorted", () => {
  const b = { sha512: SHA512, size: 2 };
  const release = locked({
    architectures: {
      arm64: {},
      amd64: {
        artifacts: { b, "B.bin": { size: 1, sha512: SHA512 } },
        amis: { "eu-west-1": "ami-0a202326", "af-south-1": "ami-018d9b9d7151ab6c8" },
      },
    },
  });
  const document = LockDocument.empty().with(
    new Map([
      ["prod", release],
      ["dev", locked({ releaseDate: undefined })],
    ]),
  );
  expect(document.toText()).toBe(`{
  "$schema": "${LOCK_SCHEMA}",
  "lockVersion": 1,
  "releases": {
    "prod": {
      "channel": "stable",
      "version": "4593.2.5",
      "releaseDate": "2026-08-13",
      "ignition": "2.24.0",
      "architectures": {
        "amd64": {
          "artifacts": {
            "B.bin": {
              "sha512": "${SHA512}",
              "size": 1
            },
            "b": {
              "sha512": "${SHA512}",
              "size": 2
            }
          },
          "amis": {
            "af-south-1": "ami-018d9b9d7151ab6c8",
            "eu-west-1": "ami-0a202326"
          }
        },
        "arm64": {}
      }
    },
    "dev": {
      "channel": "stable",
      "version": "4593.2.5",
      "ignition": "2.24.0",
      "architectures": {
        "amd64": {},
        "arm64": {}
      }
    }
  }
}
`);
});

test("what is written is read back as the same, by the reader of plans as well", () => {
  fc.assert(
    fc.property(anyDocument, (document) => {
      const text = document.toText();
      const back = parse(text);
      expect(back.toText()).toBe(text);
      expect([...back.releases.keys()]).toEqual([...document.releases.keys()]);
      for (const [name, release] of document.releases) expect(sameRelease(release, back.releases.get(name))).toBe(true);
      expect(FlatcarLock.parse(text, "flatcar.lock.json").names).toEqual([...document.releases.keys()].sort());
    }),
  );
});

test("Prettier leaves the text as it is", async () => {
  await fc.assert(
    fc.asyncProperty(anyDocument, async (document) => {
      const text = document.toText();
      expect(await prettier.format(text, { filepath: "flatcar.lock.json", printWidth: 80 })).toBe(text);
    }),
    { numRuns: 50 },
  );
});

test("the schema that a file names is kept, and none is added to one without", () => {
  const text = '{ "$schema": "../mine.json", "lockVersion": 1, "releases": {} }';
  expect(
    parse(text)
      .with(new Map([["prod", locked()]]))
      .toText(),
  ).toContain('"$schema": "../mine.json",');
  expect(parse('{ "lockVersion": 1, "releases": {} }').toText()).toBe('{\n  "lockVersion": 1,\n  "releases": {}\n}\n');
});

test("a changed release stays in its place, and a new one comes last", () => {
  const document = LockDocument.empty().with(
    new Map([
      ["b", locked()],
      ["a", locked()],
    ]),
  );
  const changed = document.with(
    new Map([
      ["c", locked()],
      ["b", locked({ version: "4593.2.6" })],
    ]),
  );
  expect([...changed.releases.keys()]).toEqual(["b", "a", "c"]);
  expect(changed.releases.get("b")?.version).toBe("4593.2.6");
  expect(document.releases.get("b")?.version).toBe("4593.2.5");
});

test("a file that is no lock is refused with its name", () => {
  expect(thrown(() => parse("{"))).toMatchObject({ code: "lock-not-json", path: "flatcar.lock.json" });
  expect(thrown(() => parse("[]"))).toMatchObject({ code: "lock-invalid", path: "flatcar.lock.json" });
});

test("two entries are the same where they say the same, in whatever order", () => {
  const one = { a: { sha512: SHA512, size: 1 }, b: { sha512: SHA512, size: 2 } };
  const other = { b: one.b, a: one.a };
  const of = (artifacts: typeof one): ReturnType<typeof locked> => locked({ architectures: { amd64: { artifacts } } });
  expect(sameRelease(of(one), of(other))).toBe(true);
  expect(sameRelease(of(one), of({ ...one, a: { sha512: SHA512, size: 3 } }))).toBe(false);
  expect(sameRelease(undefined, undefined)).toBe(true);
  expect(sameRelease(locked(), undefined)).toBe(false);
});

test("the schema is where new files say that it is", () => {
  const inPackage = LOCK_SCHEMA.replace("./node_modules/cdktf-flatcar/", "");
  expect(fs.existsSync(path.join(PROJECT, inPackage))).toBe(true);
  expect(JSON.parse(fs.readFileSync(path.join(PROJECT, "package.json"), "utf8")).files).toContain(inPackage);
});
