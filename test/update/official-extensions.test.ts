import { expect, test } from "vitest";
import { OFFICIAL_NAMES, officialExtension } from "../../lib/update/official-extensions";

test.each([
  ["podman", 3941],
  ["python", 4012],
  ["zfs", 3913],
  ["incus", 4285],
  ["overlaybd", 4426],
])("%s came with %d, for all architectures", (name, firstMajor) => {
  expect(officialExtension(name)).toEqual({ firstMajor });
});

test("drivers of NVIDIA have their branch in the name, and are for x86-64", () => {
  for (const name of ["nvidia-drivers-535", "nvidia-drivers-570-open"]) {
    expect(officialExtension(name)).toEqual({ firstMajor: 4344, architecture: "x86-64" });
  }
});

test("other names are none of Flatcar's", () => {
  for (const name of ["", "Podman", "docker", "-docker", "nvidia-drivers", "nvidia-drivers-", "nvidia-drivers-570-closed", "tailscale"]) {
    expect(officialExtension(name)).toBeUndefined();
  }
});

test("each name that a message shows is known", () => {
  for (const name of OFFICIAL_NAMES) expect(officialExtension(name)).toBeDefined();
});
