import { expect, test } from "vitest";
import { Architecture } from "../../lib/release";
import { thrown, untyped } from "./thrown";

test("each platform's word for amd64", () => {
  const { name, board, hetzner, aws, azure, qemu, sysext } = Architecture.AMD64;
  expect({ name, board, hetzner, aws, azure, qemu, sysext }).toEqual({
    name: "amd64",
    board: "amd64-usr",
    hetzner: "x86",
    aws: "x86_64",
    azure: "x64",
    qemu: "x86_64",
    sysext: "x86-64",
  });
});

test("each platform's word for arm64", () => {
  const { name, board, hetzner, aws, azure, qemu, sysext } = Architecture.ARM64;
  expect({ name, board, hetzner, aws, azure, qemu, sysext }).toEqual({
    name: "arm64",
    board: "arm64-usr",
    hetzner: "arm",
    aws: "arm64",
    azure: "Arm64",
    qemu: "aarch64",
    sysext: "arm64",
  });
});

test("each word of an architecture finds it, and no word is shared", () => {
  for (const architecture of Architecture.all()) {
    const { name, board, hetzner, aws, azure, qemu, sysext } = architecture;
    for (const word of [name, board, hetzner, aws, azure, qemu, sysext]) expect(Architecture.of(word)).toBe(architecture);
  }
});

test("an architecture shows as Flatcar's word", () => {
  expect(`${Architecture.ARM64}`).toBe("arm64");
});

test("an unknown architecture lists all words and names a near one", () => {
  const error = thrown(() => Architecture.of("amd46"));
  expect(error).toMatchObject({ code: "architecture-unknown", received: "amd46", mend: 'did you mean "amd64"?' });
  expect(error.allowed.split(", ")).toEqual(expect.arrayContaining(["amd64", "x86_64", "x86", "arm64", "aarch64", "arm"]));
});

test("an architecture Flatcar has no images for is refused without a guess", () => {
  expect(thrown(() => Architecture.of("riscv64"))).toMatchObject({
    code: "architecture-unknown",
    mend: "name one of these; Flatcar is published for no other",
  });
});

test("something that is no string is refused", () => {
  expect(thrown(() => Architecture.of(untyped(null))).code).toBe("architecture-unknown");
});
