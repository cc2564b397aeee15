import * as fs from "fs";
import * as path from "path";
import { expect, test } from "vitest";
import { builtTool, builtTools, findMissing, missingText, terraformBinary } from "./machine";
import { Workspace } from "./workspace";

/** A directory to put on PATH, with programs that do nothing. */
function bin(...programs: string[]): string {
  const workspace = Workspace.forTest();
  for (const program of programs) fs.chmodSync(workspace.write(program, "#!/bin/sh\n"), 0o755);
  return workspace.directory;
}

test("Terraform comes before OpenTofu", () => {
  const both = bin("terraform", "tofu");
  const tofu = bin("tofu");
  expect(terraformBinary({ PATH: both })).toBe(path.join(both, "terraform"));
  expect(terraformBinary({ PATH: tofu })).toBe(path.join(tofu, "tofu"));
  expect(terraformBinary({ PATH: bin() })).toBeUndefined();
});

test("TERRAFORM_BINARY_NAME decides alone, as a name or as a path", () => {
  const both = bin("terraform", "tofu");
  expect(terraformBinary({ PATH: both, TERRAFORM_BINARY_NAME: "tofu" })).toBe(path.join(both, "tofu"));
  expect(terraformBinary({ PATH: "", TERRAFORM_BINARY_NAME: path.join(both, "tofu") })).toBe(path.join(both, "tofu"));
  expect(terraformBinary({ PATH: both, TERRAFORM_BINARY_NAME: "terraform-1.5" })).toBeUndefined();
});

test("a file that is not executable is no program", () => {
  const workspace = Workspace.forTest();
  workspace.write("terraform", "");
  expect(findMissing(["terraform"], { PATH: workspace.directory }).map((m) => m.requirement)).toEqual(["terraform"]);
});

test("each missing requirement says what it is and how to get it", () => {
  const missing = findMissing(["terraform", "qemu-img"], { PATH: bin() });
  expect(missingText(missing)).toBe(
    'needs terraform: "terraform" or "tofu" is not on PATH; install Terraform >= 1.5 or OpenTofu >= 1.6; and ' +
      "needs qemu-img: qemu-img is not on PATH; run .ci/provision as root (Debian), or install it with qemu-utils",
  );
});

test("matchbox and a PXE boot name the programs they need, and the packages these come in", () => {
  const missing = missingText(findMissing(["matchbox", "qemu"], { PATH: bin("ld") }));
  expect(missing).toContain("needs matchbox: openssl is not on PATH; run .ci/provision as root (Debian), or install it with openssl");
  expect(missing).toMatch(/needs qemu: qemu-system-x86_64, as(, [^ ]+)* not found; .* with qemu-system-x86, binutils/);
});

test("a requirement or tool that nobody knows is an error, not a skipped suite", () => {
  expect(() => findMissing(["tool-buutane"])).toThrow("test/tools/tools.mjs has no buutane");
  expect(() => findMissing(["provider-aws"])).toThrow("test/tools/tools.mjs has no provider-aws; it has butane, ");
  expect(() => builtTool("buutane")).toThrow("test/tools/tools.mjs has no buutane");
});

test("the built tools lie in the cache, outside of the checkout", () => {
  const { cache, mirror, tools } = builtTools();
  expect(Object.keys(tools)).toEqual(expect.arrayContaining(["ignition-validate", "provider-hcloud", "provider-libvirt"]));
  for (const { path: file } of Object.values(tools)) expect(file.startsWith(cache + path.sep)).toBe(true);
  expect(mirror.startsWith(cache + path.sep)).toBe(true);
  expect(cache.startsWith(path.resolve(__dirname, "../../..") + path.sep)).toBe(false);
});
