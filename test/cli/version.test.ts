import { expect, test } from "vitest";
import { packageVersion } from "../../lib/cli/version";
import { version } from "../../package.json";

test("the version is that of the package the file is in", () => {
  expect(packageVersion()).toBe(version);
});
