import * as path from "path";
import { ESLint } from "eslint";
import { beforeAll, describe, expect, test, vi } from "vitest";
import { PROJECT } from "../support/project";

// Rules that know types read the files around a text.
vi.setConfig({ testTimeout: 60_000 });

// (An installed provider package would be read as a whole, which is what the rule is there to avoid.)
// The configuration itself is under test, so it is loaded from its file; texts take the place of files that are there.
let eslint: ESLint;
const complaints = async (file: string, text: string): Promise<(string | null)[]> => {
  const [result] = await eslint.lintText(`${text}\n`, { filePath: path.join(PROJECT, file) });
  return result.messages.map((message) => message.ruleId);
};

beforeAll(async () => {
  eslint = new ESLint({ cwd: PROJECT });
  await complaints("lib/errors.ts", "");
}, 60_000);

const WRONG_WAY = "import-x/no-restricted-paths";
const RESTRICTED = "no-restricted-imports";

describe.each([
  ["lib/hetzner/index.ts", 'import { Instance } from "@cdktf/provider-google";\nexport const made = Instance;', RESTRICTED],
  ["lib/hetzner/index.ts", 'export * from "@cdktn/provider-aws";', RESTRICTED],
  [
    "lib/hetzner/index.ts",
    'import { Instance } from "@cdktf/provider-google/lib/compute-instance";\nexport const made = Instance;',
    RESTRICTED,
  ],
  ["lib/hetzner/index.ts", 'export const load = () => import("@cdktf/provider-google");', "no-restricted-syntax"],
  ["lib/hetzner/index.ts", 'export const loaded = require("@cdktf/provider-google");', "@typescript-eslint/no-require-imports"],
  ["test/errors.test.ts", 'import { Instance } from "@cdktf/provider-google";\nexport const made = Instance;', RESTRICTED],
])("the root of a provider package, %s", (file, text, rule) => {
  test(text.split("\n")[0], async () => {
    expect(await complaints(file, text)).toContain(rule);
  });
});

describe.each([
  ["lib/release/index.ts", "../pool"],
  ["lib/release/index.ts", "../ignition"],
  ["lib/ignition/index.ts", "../release"],
  ["lib/update/index.ts", "../pool"],
  ["lib/update/index.ts", "../release"],
  ["lib/check/index.ts", "../pool"],
  ["lib/check/index.ts", "../cli/io"],
  ["lib/pool/index.ts", "../check/record"],
  ["lib/pool/index.ts", "../hetzner/limits"],
  ["lib/pool/index.ts", "../imports/hcloud/server"],
  ["lib/hetzner/index.ts", "../libvirt/limits"],
  ["lib/hetzner/index.ts", "../imports/libvirt/volume"],
  ["lib/hetzner/index.ts", "../index"],
  ["lib/libvirt/index.ts", "../hetzner/limits"],
  ["lib/index.ts", "./hetzner/limits"],
  ["lib/index.ts", "./imports/hcloud/server"],
  ["lib/errors.ts", "./release"],
  ["lib/json.ts", "./ignition"],
  ["lib/table.ts", "./check"],
  ["lib/release/index.ts", "../table"],
  ["lib/pool/index.ts", "../../stacks/project"],
  ["lib/pool/index.ts", "../../test/support/thrown"],
])("an import that runs the wrong way, %s of %s", (file, source) => {
  test("by name, by type and by re-export", async () => {
    expect(await complaints(file, `import * as other from "${source}";\nexport const all = other;`)).toContain(WRONG_WAY);
    expect(await complaints(file, `import type * as other from "${source}";\nexport type All = typeof other;`)).toContain(WRONG_WAY);
    expect(await complaints(file, `export * from "${source}";`)).toContain(WRONG_WAY);
  });
});

test.each([
  ["lib/pool/index.ts", "node:zlib"],
  ["lib/ignition/index.ts", "zlib"],
  ["lib/release/index.ts", "cdktf"],
  ["lib/ignition/index.ts", "cdktf/lib/tokens"],
  ["lib/update/index.ts", "constructs"],
  ["lib/check/index.ts", "cdktf"],
  ["lib/errors.ts", "cdktf"],
])("%s may not import %s", async (file, source) => {
  expect(await complaints(file, `export * from "${source}";`)).toEqual([RESTRICTED]);
});

test.each([
  ["lib/hetzner/index.ts", 'export * from "@cdktf/provider-aws/lib/instance/index.js";'],
  ["lib/hetzner/index.ts", 'export * from "../imports/hcloud/server";'],
  ["lib/hetzner/index.ts", 'export * from "../pool";\nexport * from "../release";\nexport * from "../update";'],
  ["lib/hetzner/index.ts", 'export * from "./limits";\nexport { FlatcarError } from "../errors";'],
  ["lib/update/index.ts", 'export { dataUrl } from "../ignition";'],
  ["lib/pool/index.ts", 'export { App } from "cdktf";\nexport { gzipSync } from "fflate";'],
  ["test/errors.test.ts", 'export { gunzipSync } from "node:zlib";'],
])("the right forms pass, %s %s", async (file, text) => {
  expect(await complaints(file, text)).toEqual([]);
});

test("generated bindings and the consumer's app are left alone", async () => {
  expect(await eslint.isPathIgnored(path.join(PROJECT, "lib/imports/hcloud/server/index.ts"))).toBe(true);
  expect(await eslint.isPathIgnored(path.join(PROJECT, "test/consumer/app/main.ts"))).toBe(true);
  expect(await eslint.isPathIgnored(path.join(PROJECT, "lib/pool/index.ts"))).toBe(false);
});
