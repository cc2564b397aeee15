import { expect, test } from "vitest";
import { lockedArtifact } from "../../lib/pool/locked-image";
import { Architecture, FlatcarRelease } from "../../lib/release";
import { thrown } from "../support";
import { lockedRelease } from "../support/locked-release";

const SHA512 = "ab".repeat(64);

test("what the lock has of a file is what a platform is given", () => {
  const release = lockedRelease("4593.2.5", [{ name: "one.img", sha512: SHA512, size: 7 }]);
  expect(lockedArtifact(release, Architecture.AMD64, "one.img", "image", "use another")).toEqual({ sha512: SHA512, size: 7 });
});

test("a lock without the file's hash is an error that tells the command which adds it, and what does without", () => {
  const release = lockedRelease("4593.2.5", [{ name: "one.img", sha512: SHA512 }]);
  expect(thrown(() => lockedArtifact(release, Architecture.ARM64, "two.img", "image", "use another"))).toMatchObject({
    code: "image-not-locked",
    subject: "image",
    received: "stable 4593.2.5 on arm64",
    allowed: "a release of a lock that holds the SHA-512 of two.img",
    mend: "run 'cdktf-flatcar lock update prod', which adds it, or use another",
  });
});

test("so is a release that comes from no lock: nobody knows its hashes", () => {
  const release = FlatcarRelease.version("4593.2.5");
  expect(thrown(() => lockedArtifact(release, Architecture.AMD64, "one.img", "image", "use another")).mend).toBe(
    "take the release from a lock file, or use another",
  );
});
