import { DataResource, TerraformLocal, TerraformVariable } from "cdktf";
import { expect, test } from "vitest";
import { LibvirtImage } from "../../lib/libvirt";
import { Architecture, FlatcarLock, FlatcarRelease } from "../../lib/release";
import { ChangePolicy } from "../../lib/pool";
import { scratchStack, StackJson, thrown } from "../support";
import { lockedRelease } from "../support/locked-release";
import { addPool, byName, lab, poolJson } from "./small-pool";

const sourceOf = (json: StackJson): unknown => byName(json, "libvirt_volume")["lab-a.image.qcow2"].source;

test("the image is the release's own, at its exact version", () => {
  expect(sourceOf(poolJson())).toBe("https://stable.release.flatcar-linux.net/amd64-usr/4593.2.4/flatcar_production_qemu_image.img");
});

test("a mirror has the layout of the release server", () => {
  const image = LibvirtImage.fromRelease({ mirror: "https://mirror.example/flatcar" });
  expect(sourceOf(poolJson({ image }))).toBe("https://mirror.example/flatcar/amd64-usr/4593.2.4/flatcar_production_qemu_image.img");
});

test("a source of one's own has its places filled in", () => {
  const image = LibvirtImage.fromSource("/images/@CHANNEL@/@BOARD@/@VERSION@/@VERSION@.qcow2");
  expect(sourceOf(poolJson({ image }))).toBe("/images/stable/amd64-usr/4593.2.4/4593.2.4.qcow2");
});

test.each([
  "image.qcow2",
  "./image.qcow2",
  "",
  "/images/",
  "ftp://host/image",
  "file:///image.qcow2",
  "/images/image.img.bz2",
  "https://h/i.img.GZ",
])("%j is no source of an image", (source) => {
  expect(thrown(() => poolJson({ image: LibvirtImage.fromSource(source) }))).toMatchObject({
    code: "libvirt-image-source",
    path: "lab/web",
    received: source,
  });
});

test("a variable, a local of one, and a text with one pass: they are known at plan", () => {
  const json = lab((stack) => {
    const variable = new TerraformVariable(stack, "image", { type: "string" });
    const local = new TerraformLocal(stack, "Local", variable.stringValue);
    addPool(stack, "web", { image: LibvirtImage.fromSource(variable.stringValue) });
    addPool(stack, "other", { nodes: { b: {} }, image: LibvirtImage.fromSource(`${local.asString}/@VERSION@.qcow2`) });
    addPool(stack, "mirror", { nodes: { c: {} }, image: LibvirtImage.fromRelease({ mirror: variable.stringValue }) });
  });
  const volumes = byName(json, "libvirt_volume");
  expect(volumes["lab-a.image.qcow2"].source).toBe("${var.image}");
  expect(volumes["lab-b.image.qcow2"].source).toBe("${local.Local}/4593.2.4.qcow2");
  expect(volumes["lab-c.image.qcow2"].source).toBe("${var.image}/amd64-usr/4593.2.4/flatcar_production_qemu_image.img");
});

test.each([
  ["a source", (unknown: string) => LibvirtImage.fromSource(unknown)],
  ["a mirror", (unknown: string) => LibvirtImage.fromRelease({ mirror: unknown })],
])("%s that may be unknown at plan is an error: the plan would not say which machines it replaces", (_, image) => {
  const make = (): StackJson =>
    lab((stack) => {
      const resource = new DataResource(stack, "Upload", { input: { path: "/x" } });
      addPool(stack, "web", { image: image(resource.getStringAttribute("output.path")) });
    });
  const error = thrown(make);
  expect(error).toMatchObject({ code: "image-unknown-at-plan", path: "lab/web" });
  expect(error.message).toContain("terraform_data.Upload.output.path");
});

test("a release that has no image of the architecture is an error that names those it has", () => {
  const release = FlatcarLock.parse(
    JSON.stringify({
      lockVersion: 1,
      releases: {
        prod: { channel: "stable", version: "4593.2.5", ignition: "2.24.0", architectures: { amd64: { artifacts: {}, amis: {} } } },
      },
    }),
    "/flatcar.lock.json",
  ).release("prod");
  const wrong = (props: Parameters<typeof poolJson>[0]): unknown => thrown(() => poolJson({ ...props, architecture: Architecture.ARM64 }));
  expect(wrong({ release })).toMatchObject({ code: "architecture-not-released", path: "lab/web", allowed: "amd64" });
  expect(wrong({ nodes: { a: { release } } })).toMatchObject({ code: "architecture-not-released", subject: "nodes.a.release" });
});

test("two sources of one release have volumes apart, and one source has one, in whatever order the pools are", () => {
  const policy = { onReleaseChange: ChangePolicy.REPLACE };
  const pools = {
    a: LibvirtImage.fromRelease(),
    b: LibvirtImage.fromSource("/i.qcow2"),
    c: LibvirtImage.fromRelease({ mirror: "https://m.example" }),
  };
  const names = (order: ReadonlyArray<keyof typeof pools>): string[] =>
    Object.keys(
      byName(
        lab((stack) => {
          for (const id of order) addPool(stack, id, { ...policy, image: pools[id], nodes: { [id]: {}, [`${id}2`]: {} } });
        }),
        "libvirt_volume",
      ),
    )
      .filter((name) => name.startsWith("lab-flatcar-"))
      .sort();
  expect(names(["a", "b", "c"])).toHaveLength(3);
  expect(names(["c", "a", "b"])).toEqual(names(["a", "b", "c"]));
  expect(names(["a"])).toEqual(["lab-flatcar-stable-4593.2.4-amd64.qcow2"]);
});

test("what tells two sources apart does not hang on how cdktf numbers its tokens", () => {
  const variants = [0, 1].map((before) => {
    const stack = scratchStack();
    for (let i = 0; i < before; i++) void new TerraformVariable(stack, `other${i}`, {}).stringValue;
    const variable = new TerraformVariable(stack, "image", {});
    const context = { scope: stack, release: FlatcarRelease.version("4593.2.4"), architecture: Architecture.AMD64, uefi: false };
    return LibvirtImage.fromSource(variable.stringValue).variantFor(context);
  });
  expect(variants[0]).toBe(variants[1]);
});

const FILE = { name: "flatcar_production_qemu_image.img", sha512: "ab".repeat(64) };

test("a directory has a folder for each board and version, as image fetch leaves it", () => {
  const release = lockedRelease("4593.2.4", [FILE]);
  for (const directory of ["/srv/flatcar", "/srv/flatcar/", "/srv/flatcar//"])
    expect(sourceOf(poolJson({ release, image: LibvirtImage.fromDirectory(directory) }))).toBe(
      "/srv/flatcar/amd64-usr/4593.2.4/flatcar_production_qemu_image.img",
    );
});

test.each([
  ["a lock that holds no hash", lockedRelease("4593.2.4")],
  ["a release named by its version", FlatcarRelease.version("4593.2.4")],
])("a directory with %s is an error, unless it is not to be verified", (_, release) => {
  const make = (options?: { verify: boolean }): StackJson =>
    poolJson({ release, image: LibvirtImage.fromDirectory("/srv/flatcar", options) });
  expect(thrown(() => make())).toMatchObject({
    code: "image-not-locked",
    path: "lab/web",
    subject: "image: LibvirtImage.fromDirectory(…)",
    mend: expect.stringContaining("or give 'verify: false'"),
  });
  expect(sourceOf(make({ verify: false }))).toBe("/srv/flatcar/amd64-usr/4593.2.4/flatcar_production_qemu_image.img");
});

test.each(["images", "./images", "", "file:///images", "https://h/images", "/a\nb", "/a/${b}", "/a/%{b}"])(
  "%j is no directory of images",
  (directory) => {
    const release = lockedRelease("4593.2.4", [FILE]);
    expect(thrown(() => poolJson({ release, image: LibvirtImage.fromDirectory(directory) }))).toMatchObject({
      code: "libvirt-image-source",
      path: "lab/web",
      received: directory,
    });
  },
);

test("a directory that may be unknown at plan is an error, and what stands beside one that is known is looked at", () => {
  const release = lockedRelease("4593.2.4", [FILE]);
  const make = (text: (known: string, unknown: string) => string): StackJson =>
    lab((stack) => {
      const variable = new TerraformVariable(stack, "images", { type: "string" }).stringValue;
      const resource = new DataResource(stack, "Upload", { input: { path: "/x" } });
      const image = LibvirtImage.fromDirectory(text(variable, resource.getStringAttribute("output.path")));
      addPool(stack, "web", { release, image });
    });
  expect(thrown(() => make((_, unknown) => unknown)).code).toBe("image-unknown-at-plan");
  expect(thrown(() => make((known) => `${known}/a\nb`)).code).toBe("libvirt-image-source");
  expect(sourceOf(make((known) => known))).toBe("${var.images}/amd64-usr/4593.2.4/flatcar_production_qemu_image.img");
});
