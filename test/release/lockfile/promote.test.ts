import { expect, test } from "vitest";
import { LockDocument } from "../../../lib/release/lockfile/document";
import { lockedRelease, planPromotion } from "../../../lib/release/lockfile/promote";
import { LockedRelease } from "../../../lib/release/release";
import { thrown } from "../thrown";
import { locked } from "./locks";

const CAREFUL = { allowDowngrade: false, allowLtsSkip: false };
const full = (version: string, channel = "stable"): LockedRelease =>
  locked({ channel, version, architectures: { arm64: { artifacts: { a: { sha512: "a".repeat(128), size: 1 } } } } });
const document = (entries: Record<string, LockedRelease>): LockDocument => LockDocument.empty().with(new Map(Object.entries(entries)));

test("a name gets the very release of another, whether it is in the lock or not", () => {
  const lock = document({ staging: full("4593.2.5"), prod: full("4593.2.4") });
  const change = planPromotion(lock, "staging", "prod", "lock", CAREFUL);
  expect(change).toMatchObject({ name: "prod", before: lock.releases.get("prod"), notes: [] });
  expect(change.after).toBe(lock.releases.get("staging"));
  expect(change.softwareAfter.kernel).toBe("6.12.102");
  expect(planPromotion(lock, "staging", "new", "lock", CAREFUL).before).toBeUndefined();
});

test("a name that is not in the lock is an error with those that are", () => {
  const lock = document({ staging: full("4593.2.5"), prod: full("4593.2.4") });
  expect(thrown(() => planPromotion(lock, "stagin", "prod", "flatcar.lock.json", CAREFUL))).toMatchObject({
    code: "lock-release-missing",
    allowed: "staging, prod",
    mend: 'did you mean "staging"?',
    path: "flatcar.lock.json",
  });
  expect(thrown(() => lockedRelease(document({}), "prod", "lock")).allowed).toBe("nothing, since the lock holds no release");
});

test("an older release is promoted only where that is meant", () => {
  const lock = document({ staging: full("4593.2.4"), prod: full("4593.2.5") });
  expect(thrown(() => planPromotion(lock, "staging", "prod", "lock", CAREFUL)).code).toBe("lock-downgrade");
  expect(planPromotion(lock, "staging", "prod", "lock", { ...CAREFUL, allowDowngrade: true }).after.version).toBe("4593.2.4");
});

test("a stream of LTS is skipped only where that is meant", () => {
  const lock = document({ staging: full("4081.3.10", "lts"), next: full("3510.3.8", "lts"), prod: full("3033.3.18", "lts") });
  expect(thrown(() => planPromotion(lock, "staging", "prod", "lock", CAREFUL)).code).toBe("lock-lts-skip");
  expect(planPromotion(lock, "staging", "prod", "lock", { ...CAREFUL, allowLtsSkip: true }).after.version).toBe("4081.3.10");
  expect(planPromotion(lock, "next", "prod", "lock", CAREFUL).after.version).toBe("3510.3.8");
});

test("another channel and missing hashes are told of", () => {
  const lock = document({ dev: locked({ channel: "beta", version: "4757.1.0" }), prod: full("4593.2.5") });
  expect(planPromotion(lock, "dev", "prod", "lock", CAREFUL).notes).toEqual([
    '"prod" changes its channel from stable to beta, which updates follow from now on',
    "no hash of beta 4757.1.0 is locked for amd64 and arm64; lock update dev prod adds them",
  ]);
});
