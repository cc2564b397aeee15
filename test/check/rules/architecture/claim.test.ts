import { expect, test } from "vitest";
import { architectureNamed, architectureOfWord, claims } from "../../../../lib/check/rules/architecture/claim";

test.each([
  ["Flatcar-stable-4593.2.5-hvm", "amd64"],
  ["Flatcar-stable-4593.2.5-arm64-hvm", "arm64"],
  ["Flatcar-stable-*-arm64-hvm", "arm64"],
  ["https://stable.release.flatcar-linux.net/amd64-usr/4593.2.5/flatcar_production_qemu_uefi_image.img", "amd64"],
  ["/images/arm64-usr/4593.2.5/flatcar_production_qemu_uefi_image.img", "arm64"],
  ["/images/flatcar_production_qemu_image.img", "amd64"],
  ["flatcar_production_qemu_image.img", "amd64"],
  ["/usr/bin/qemu-system-aarch64", "arm64"],
  ["al2023-ami-kernel-default-x86_64", "amd64"],
])("%s tells %s", (text, architecture) => expect(architectureNamed(text)?.name).toBe(architecture));

test.each([
  "",
  "Flatcar-stable-*-hvm",
  "/images/flatcar_production_qemu_uefi_image.img",
  "/images/amd64/arm64/image.img",
  "/images/charm64/image.img",
  "${var.kernel_arm64}",
  "${data.http.arm64.url}/vmlinuz",
])("%j tells nothing", (text) => expect(architectureNamed(text)).toBeUndefined());

test.each([
  ["x86", "amd64"],
  ["arm", "arm64"],
  ["x86_64", "amd64"],
  ["aarch64", "arm64"],
  ["amd64", "amd64"],
])("platforms have words of their own: %s", (word, architecture) => expect(architectureOfWord(word)?.name).toBe(architecture));

test.each(["", "i386", "${var.arch}"])("%j is the word of no architecture", (word) => expect(architectureOfWord(word)).toBeUndefined());

test("nothing is claimed where nothing is known", () => {
  expect(claims("x", undefined)).toEqual([]);
  expect(claims("x", architectureOfWord("arm"))).toMatchObject([{ by: "x", architecture: { name: "arm64" } }]);
});
