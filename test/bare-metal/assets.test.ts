import { TerraformVariable } from "cdktf";
import { expect, test } from "vitest";
import { PxeAssets, PxeProtocol } from "../../lib/bare-metal";
import { Architecture, Channel, FlatcarRelease } from "../../lib/release";
import { scratchStack, thrown } from "../support";
import { OLD, pxeContext } from "./node";

const arm64 = { architecture: Architecture.ARM64 };

test("of the release server are those of the node's release, and flatcar-install asks the same server by itself", () => {
  expect(PxeAssets.fromReleaseServer().filesFor(pxeContext())).toEqual({
    kernel: "https://stable.release.flatcar-linux.net/amd64-usr/4593.2.5/flatcar_production_pxe.vmlinuz",
    initrd: "https://stable.release.flatcar-linux.net/amd64-usr/4593.2.5/flatcar_production_pxe_image.cpio.gz",
    imageBase: undefined,
  });
  const beta = FlatcarRelease.version("4593.2.5", { channel: Channel.STABLE });
  const files = PxeAssets.fromReleaseServer({ protocol: PxeProtocol.HTTP }).filesFor(pxeContext({ ...arm64, release: beta }));
  expect(files.kernel).toBe("http://stable.release.flatcar-linux.net/arm64-usr/4593.2.5/flatcar_production_pxe.vmlinuz");
});

test("of a mirror have the release server's layout, and so has the image", () => {
  expect(PxeAssets.fromMirror("http://mirror.lan/flatcar/").filesFor(pxeContext(arm64))).toEqual({
    kernel: "http://mirror.lan/flatcar/arm64-usr/4593.2.5/flatcar_production_pxe.vmlinuz",
    initrd: "http://mirror.lan/flatcar/arm64-usr/4593.2.5/flatcar_production_pxe_image.cpio.gz",
    imageBase: "http://mirror.lan/flatcar/arm64-usr",
  });
  expect(thrown(() => PxeAssets.fromMirror("mirror.lan").filesFor(pxeContext()))).toMatchObject({ code: "mirror-url-invalid" });
});

test("of matchbox are where its own script puts them, a folder apart for arm64", () => {
  const files = PxeAssets.fromMatchbox().filesFor(pxeContext({ matchboxUrl: "http://matchbox.lan:8080/" }));
  expect(files).toEqual({
    kernel: "/assets/flatcar/4593.2.5/flatcar_production_pxe.vmlinuz",
    initrd: "/assets/flatcar/4593.2.5/flatcar_production_pxe_image.cpio.gz",
    imageBase: "http://matchbox.lan:8080/assets/flatcar",
  });
  expect(PxeAssets.fromMatchbox().filesFor(pxeContext(arm64)).imageBase).toBe("http://matchbox.lan:8080/assets/flatcar/arm64-usr");
  expect(PxeAssets.fromMatchbox({ directory: "os/stable" }).filesFor(pxeContext(arm64)).kernel).toBe(
    "/assets/os/stable/4593.2.5/flatcar_production_pxe.vmlinuz",
  );
});

test.each(["", "/flatcar", "flatcar/", "a//b", "../x", "a/./b", "a b", "a?b"])("of matchbox are not in a folder %j", (directory) => {
  expect(thrown(() => PxeAssets.fromMatchbox({ directory }).filesFor(pxeContext()))).toMatchObject({
    code: "assets-directory",
    received: directory,
  });
});

test("of URLs are for the node's release, wherever its name is left open", () => {
  const assets = PxeAssets.fromUrls({
    kernel: "http://m.lan/@CHANNEL@/@BOARD@/@VERSION@/vmlinuz",
    initrd: "/assets/@VERSION@/initrd.gz",
    imageBase: "http://m.lan/@BOARD@/",
  });
  expect(assets.filesFor(pxeContext())).toEqual({
    kernel: "http://m.lan/stable/amd64-usr/4593.2.5/vmlinuz",
    initrd: "/assets/4593.2.5/initrd.gz",
    imageBase: "http://m.lan/amd64-usr",
  });
  expect(assets.filesFor(pxeContext({ release: OLD })).initrd).toBe("/assets/4593.2.4/initrd.gz");
});

test("of values known only at apply pass every check", () => {
  const stack = scratchStack();
  const url = new TerraformVariable(stack, "url", {}).stringValue;
  const files = PxeAssets.fromUrls({ kernel: `${url}/vmlinuz`, initrd: url, imageBase: url, version: url }).filesFor(pxeContext());
  expect(files).toEqual({ kernel: `${url}/vmlinuz`, initrd: url, imageBase: url });
  expect(() => PxeAssets.fromMatchbox({ directory: url }).filesFor(pxeContext({ matchboxUrl: url }))).not.toThrow();
  expect(() => PxeAssets.fromMirror(url).filesFor(pxeContext())).not.toThrow();
});

test("that say which architecture they are for must be for the machines", () => {
  const context = pxeContext(arm64);
  const expected = { code: "assets-architecture", allowed: expect.stringContaining("arm64, the pool's") };
  const architecture = Architecture.AMD64;
  const urls = { kernel: "http://m.lan/k", initrd: "http://m.lan/i" };
  expect(thrown(() => PxeAssets.fromMatchbox({ architecture }).filesFor(context))).toMatchObject({ ...expected, received: "amd64" });
  expect(thrown(() => PxeAssets.fromUrls({ ...urls, architecture }).filesFor(context))).toMatchObject({ ...expected, received: "amd64" });
  expect(() => PxeAssets.fromUrls({ ...urls, architecture }).filesFor(pxeContext())).not.toThrow();
});

test("of another release than the node's are refused by the version given with them", () => {
  const assets = PxeAssets.fromUrls({ kernel: "http://m.lan/k", initrd: "http://m.lan/i", version: "4593.2.4" });
  expect(() => assets.filesFor(pxeContext({ release: OLD }))).not.toThrow();
  expect(thrown(() => assets.filesFor(pxeContext()))).toMatchObject({ code: "assets-version", received: "4593.2.4" });
});

test("of a nightly are not on the release server", () => {
  const release = FlatcarRelease.version("4799.0.0+nightly-20260821-2100");
  expect(thrown(() => PxeAssets.fromReleaseServer().filesFor(pxeContext({ release })))).toMatchObject({ code: "image-not-published" });
});
