import { expect, test } from "vitest";
import { parseVersionText } from "../../../lib/release/feed/version-text";
import { thrown } from "../thrown";

const REAL = `FLATCAR_BUILD=4593
FLATCAR_BRANCH=2
FLATCAR_PATCH=5
FLATCAR_VERSION=4593.2.5
FLATCAR_VERSION_ID=4593.2.5
FLATCAR_BUILD_ID="2026-08-12-1914"
FLATCAR_SDK_VERSION=4593.0.0
`;

test("version and day of building are read", () => {
  const { version, built } = parseVersionText(REAL, "version.txt");
  expect(String(version)).toBe("4593.2.5");
  expect(built?.toISOString()).toBe("2026-08-12T00:00:00.000Z");
});

test("a nightly's version has its build", () => {
  const text = "FLATCAR_VERSION_ID=4799.0.0\nFLATCAR_VERSION=4799.0.0+nightly-20260821-2100\n";
  expect(String(parseVersionText(text, "version.txt").version)).toBe("4799.0.0+nightly-20260821-2100");
});

test.each(['""', "", "nightly", '"2026-13-40-0000"', "2026-08-12"])("a build id of %s tells no day", (id) => {
  expect(parseVersionText(`FLATCAR_VERSION=4593.2.5\nFLATCAR_BUILD_ID=${id}\n`, "version.txt").built).toBeUndefined();
});

test.each([
  ["FLATCAR_VERSION=4593.2.5\noops\n", "line 2", "oops"],
  ["FLATCAR_VERSION=4593.2.5\n\nFLATCAR_VERSION=4593.2.6\n", "line 3", "FLATCAR_VERSION=4593.2.6"],
  ["\nFLATCAR_VERSION=current\n", "line 2", "FLATCAR_VERSION=current"],
  ["FLATCAR_VERSION=$(id)\n", "line 1", "FLATCAR_VERSION=$(id)"],
  ["FLATCAR_VERSION_ID=4593.2.5\n", "FLATCAR_VERSION", undefined],
  ["", "FLATCAR_VERSION", undefined],
])("%j is none", (text, subject, received) => {
  expect(thrown(() => parseVersionText(text, "version.txt"))).toMatchObject({
    code: "feed-document",
    path: "version.txt",
    subject,
    received,
  });
});
