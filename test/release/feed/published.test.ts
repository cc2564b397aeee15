import { expect, test } from "vitest";
import { FlatcarError } from "../../../lib/errors";
import { Architecture, Channel, FlatcarVersion } from "../../../lib/release";
import type { ReleaseFeed } from "../../../lib/release/feed/feed";
import { bootedSpec, publishedImages } from "../../../lib/release/feed/published";
import { rejected } from "../transport/serve";

const RELEASE = {
  channel: Channel.STABLE,
  version: FlatcarVersion.parse("4593.2.5"),
  architectures: Architecture.all(),
  releaseDate: "2026-08-13",
  software: {},
  notes: "",
};

function feedWithout(fileName: string, code: string): ReleaseFeed {
  return {
    artifact: (_directory, name) =>
      name === fileName
        ? Promise.reject(new FlatcarError({ code, subject: "a", received: 1, allowed: "b", mend: "c" }))
        : Promise.resolve({ sha512: "0".repeat(128), size: name.length }),
    amis: ({ architecture }) => Promise.resolve(new Map([["eu-central-1", `ami-${architecture}`]])),
  } as Pick<ReleaseFeed, "artifact" | "amis"> as ReleaseFeed;
}

test("images are those that the architecture has, without those that are missing", async () => {
  const [amd64, arm64] = await publishedImages(feedWithout("flatcar_production_hetzner_image.bin.bz2", "feed-missing"), RELEASE);
  const names = (kinds: typeof amd64) => kinds.files.map(({ kind, name }) => `${kind} ${name.split(".").at(-1)}`);
  expect(names(amd64)).toEqual([
    "qemu img",
    "qemu bz2",
    "qemu-uefi img",
    "qemu-uefi bz2",
    "ami bz2",
    "pxe-kernel vmlinuz",
    "pxe-initrd gz",
    "generic bz2",
  ]);
  expect(names(arm64)).not.toContain("qemu img");
  expect(arm64.amis.get("eu-central-1")).toBe("ami-arm64");
});

test("an image that is there, but not good, is an error", async () => {
  const error = await rejected(publishedImages(feedWithout("flatcar_production_pxe.vmlinuz", "signature-wrong"), RELEASE));
  expect(error.code).toBe("signature-wrong");
});

test.each([
  ["4593.2.5", "2.24.0", "3.5.0"],
  ["5000.2.0", "2.26.0", "3.6.0"],
  ["5000.2.0", undefined, "3.5.0"],
  ["5000.2.0", "odd", "3.5.0"],
  ["3033.2.0", "0.36.1", undefined],
])("%s with Ignition %s boots %s", (version, ignition, spec) => {
  expect(bootedSpec(FlatcarVersion.parse(version), ignition)).toBe(spec);
});
