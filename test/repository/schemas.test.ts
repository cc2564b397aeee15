import * as fs from "fs";
import * as path from "path";
import { beforeAll, expect, test } from "vitest";
import { PROJECT, synthesiseProject } from "../support/project";
import { lockSchema, manifestSchema } from "./schemas";

interface Pools {
  readonly [path: string]: {
    readonly kind: string;
    readonly nodes?: object;
    readonly source: { readonly file: string; readonly line: number };
  };
}

let manifests: [string, { readonly pools: Pools }][];

beforeAll(() => {
  const stacks = Object.entries(synthesiseProject()).filter(([file]) => file.endsWith("/cdk.tf.json"));
  manifests = stacks.map(([file, text]) => [file.split("/")[1], JSON.parse(text)["//"].flatcar]);
}, 120_000);

test("the project's lock file is valid", () => {
  const lock = JSON.parse(fs.readFileSync(path.join(PROJECT, "flatcar.lock.json"), "utf8"));
  const valid = lockSchema();
  expect(valid(lock), JSON.stringify(valid.errors)).toBe(true);
});

test("the manifest of every stack of every environment is valid, and holds the stack's pools", () => {
  const platforms = ["aws", "bare-metal", "hetzner", "libvirt"];
  const wanted = ["dev", "prod", "staging"].flatMap((environment) => platforms.map((platform) => `${environment}-${platform}`));
  expect(manifests.map(([stack]) => stack)).toEqual(wanted);
  const valid = manifestSchema();
  for (const [stack, manifest] of manifests) {
    expect(valid(manifest), `${stack}: ${JSON.stringify(valid.errors)}`).toBe(true);
    expect(Object.keys(manifest.pools).every((pool) => pool.startsWith(`${stack}/`))).toBe(true);
    for (const { kind, nodes } of Object.values(manifest.pools)) expect(Object.keys(nodes ?? {}).length > 0).toBe(kind === "named");
  }
});

test("a pool's source is the line of the project that made it", () => {
  const { pools } = Object.fromEntries(manifests)["prod-hetzner"];
  const { file, line } = pools["prod-hetzner/db"].source;
  expect(file).toBe("stacks/hetzner.ts");
  expect(fs.readFileSync(path.join(PROJECT, file), "utf8").split("\n")[line - 1]).toContain("new HetznerNodePool(");
});

test("a manifest with a key that the schema does not have, or a machine without an address, is not valid", () => {
  const valid = manifestSchema();
  const manifest = Object.fromEntries(manifests)["prod-hetzner"];
  expect(valid({ ...manifest, more: true })).toBe(false);
  const text = JSON.stringify(manifest).replace(/"machine":"[^"]*"/, '"machine":""');
  expect(valid(JSON.parse(text))).toBe(false);
  const group = JSON.stringify(Object.fromEntries(manifests)["dev-aws"]).replace(/"group":"[^"]*"/, '"group":""');
  expect(valid(JSON.parse(group))).toBe(false);
});
