import { expect, test } from "vitest";
import { Architecture, Channel, Compression, FlatcarVersion, ImageKind, imageUrl, releaseFileUrl } from "../../lib/release";
import { thrown, untyped } from "./thrown";

const { AMD64, ARM64 } = Architecture;
const v = (text: string): FlatcarVersion => FlatcarVersion.parse(text);

test("a file is in the directory of its channel, board and version", () => {
  expect(releaseFileUrl(v("4593.2.5"), AMD64, "version.txt")).toBe(
    "https://stable.release.flatcar-linux.net/amd64-usr/4593.2.5/version.txt",
  );
  expect(releaseFileUrl(v("4081.3.10"), ARM64, "version.txt")).toBe(
    "https://lts.release.flatcar-linux.net/arm64-usr/4081.3.10/version.txt",
  );
});

test("an image has the URL of its file", () => {
  expect(imageUrl(ImageKind.QEMU, v("4593.2.5"), AMD64)).toBe(
    "https://stable.release.flatcar-linux.net/amd64-usr/4593.2.5/flatcar_production_qemu_image.img",
  );
  expect(imageUrl(ImageKind.QEMU_UEFI, v("4757.1.0"), ARM64, { compression: Compression.BZ2 })).toBe(
    "https://beta.release.flatcar-linux.net/arm64-usr/4757.1.0/flatcar_production_qemu_uefi_image.img.bz2",
  );
});

test("an image that is not published has no URL, on a mirror neither", () => {
  const baseUrl = "https://mirror.example.com";
  expect(thrown(() => imageUrl(ImageKind.QEMU, v("4593.2.5"), ARM64)).code).toBe("image-not-published");
  expect(thrown(() => imageUrl(ImageKind.QEMU, v("4593.2.5"), ARM64, { baseUrl })).code).toBe("image-not-published");
});

test.each(["https://mirror.example.com/flatcar", "https://mirror.example.com/flatcar/", "https://mirror.example.com/flatcar//"])(
  "a mirror takes the place of the server, with or without a slash at its end (%s)",
  (baseUrl) => {
    expect(imageUrl(ImageKind.GENERIC, v("4593.2.5"), AMD64, { baseUrl })).toBe(
      "https://mirror.example.com/flatcar/amd64-usr/4593.2.5/flatcar_production_image.bin.bz2",
    );
  },
);

test("a mirror can be plain http with a port", () => {
  expect(releaseFileUrl(v("4593.2.5"), AMD64, "f", { baseUrl: "http://10.0.0.1:8080" })).toBe("http://10.0.0.1:8080/amd64-usr/4593.2.5/f");
});

test.each(["mirror.example.com", "ftp://mirror.example.com", "https://", "https://m/x?y=1", "https://m/x#y", "https://m/a b", ""])(
  "%j is no base URL",
  (baseUrl) => {
    expect(thrown(() => releaseFileUrl(v("4593.2.5"), AMD64, "f", { baseUrl }))).toMatchObject({
      code: "mirror-url-invalid",
      received: baseUrl,
    });
  },
);

test("something that is no string is no base URL", () => {
  expect(thrown(() => releaseFileUrl(v("4593.2.5"), AMD64, "f", { baseUrl: untyped(null) })).code).toBe("mirror-url-invalid");
});

test("a base URL that is known at apply only is not checked", () => {
  expect(releaseFileUrl(v("4593.2.5"), AMD64, "f", { baseUrl: "${TfToken[TOKEN.0]}" })).toBe("${TfToken[TOKEN.0]}/amd64-usr/4593.2.5/f");
});

test("a nightly is on no release server, but may be on a mirror", () => {
  const nightly = v("4799.0.0+nightly-20260821-2100");
  expect(thrown(() => releaseFileUrl(nightly, AMD64, "f"))).toMatchObject({ code: "image-not-published", received: nightly.toString() });
  expect(releaseFileUrl(nightly, AMD64, "f", { baseUrl: "https://m" })).toBe("https://m/amd64-usr/4799.0.0+nightly-20260821-2100/f");
});

test("a channel that contradicts the version has no URL", () => {
  expect(thrown(() => releaseFileUrl(v("4593.2.5"), AMD64, "f", { channel: Channel.BETA })).code).toBe("release-channel-contradicted");
});

test("a channel is what tells the server of a release whose number does not", () => {
  expect(releaseFileUrl(v("2605.12.0"), AMD64, "f", { channel: Channel.STABLE })).toBe(
    "https://stable.release.flatcar-linux.net/amd64-usr/2605.12.0/f",
  );
});
