import { expect, test } from "vitest";
import { ChangeKind } from "../../../lib/release/lockfile/changes";
import { changeTitle, changesText, newValues } from "../../../lib/release/lockfile/changes-text";
import { change, fixes } from "./shown-changes";

const parts = (count: number): Record<string, number> => Object.fromEntries(Array.from({ length: count }, (_, i) => [`part-${i}`, 1]));

test("a change shows each fact before and after, what was mended, and what is newly locked", () => {
  const security = [fixes("4593.2.5", { Linux: 466, openssh: 2 }), fixes("4593.2.4", {})];
  expect(changesText([change({ security })])).toBe(`prod: stable 4593.2.4 → 4593.2.5
  version     4593.2.4 → 4593.2.5
  released    2026-07-21 → 2026-08-13
  kernel      6.12.97 → 6.12.102
  containerd  2.1.5
  docker      28.0.4
  systemd     257
  Ignition    2.24.0 (spec 3.5.0)
  security fixes:
    4593.2.5  Linux (466 problems), openssh (CVE-2026-1000, CVE-2026-1001)
  newly locked: 15 hashes and 1 AMI
`);
});

test("names that change alike share a paragraph, and what does not change is told of in one line", () => {
  const text = changesText([
    change({ name: "staging" }),
    change({ name: "prod" }),
    change({ name: "dev", kind: ChangeKind.NONE }),
    change({ name: "old", kind: ChangeKind.NONE }),
  ]);
  expect(text).toMatch(/^staging, prod: stable/);
  expect(text).toMatch(/\n\nup to date: dev \(4593.2.5\), old \(4593.2.5\)\n$/);
  expect(changesText([change({ kind: ChangeKind.NONE })])).toBe("up to date: prod (4593.2.5)\n");
});

test("a release with more hashes than before is no change of versions", () => {
  expect(changesText([change({ kind: ChangeKind.COMPLETED, newHashes: 1, newAmis: 0 })])).toBe(
    "prod: stable 4593.2.5\n  newly locked: 1 hash\n",
  );
});

test("a title names the channel once, or both, and an older release as one", () => {
  const beta = { ...change().after, channel: "beta", version: "4757.1.0" };
  expect(changeTitle(change({ after: beta }))).toBe("stable 4593.2.4 → beta 4757.1.0");
  expect(changeTitle(change({ kind: ChangeKind.DOWNGRADE }))).toBe("stable 4593.2.4 → 4593.2.5, which is older");
  expect(changeTitle(change({ kind: ChangeKind.NEW, before: undefined }))).toBe("stable 4593.2.5");
});

test("what is lost by going back is told as such, and what is not known as that", () => {
  const text = changesText([
    change({
      kind: ChangeKind.DOWNGRADE,
      security: [fixes("4593.2.5", { Linux: 1 })],
      after: { ...change().after, containerd: undefined, ignitionSpec: undefined },
      newHashes: 0,
      newAmis: 0,
    }),
  ]);
  expect(text).toContain("  security fixes that are lost:\n    4593.2.5  Linux (CVE-2026-1000)\n");
  expect(text).toContain("  containerd  2.1.5 → not known\n");
  expect(text).toContain("  Ignition    2.24.0 (spec 3.5.0) → 2.24.0\n");
  expect(text).toMatch(/ {2}no hashes are newly locked\n$/);
});

test("however much was mended, a terminal is not flooded", () => {
  const security = Array.from({ length: 40 }, (_, i) => fixes(`4593.2.${40 - i}`, parts(30)));
  const text = changesText([change({ security })]);
  expect(text.split("\n").length).toBeLessThan(22);
  expect(text).toContain("    and 32 more releases\n");
  expect(text).toContain("part-9 (CVE-2026-1000), and 20 more\n");
});

test("new values are counted in words", () => {
  const words = (newHashes: number, newAmis: number): string => newValues(change({ newHashes, newAmis }));
  expect([words(0, 0), words(1, 0), words(0, 2), words(2, 1)]).toEqual(["", "1 hash", "2 AMIs", "2 hashes and 1 AMI"]);
});
