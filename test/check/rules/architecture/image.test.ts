import { expect, test } from "vitest";
import { imageClaims } from "../../../../lib/check/rules/architecture/image";
import { SynthesisedStack } from "../../../../lib/check/synth/stack";
import { stackOf } from "../../manifests";

function told(stack: Partial<SynthesisedStack>, value: unknown): string[] {
  return imageClaims(stackOf(stack), value).map(({ by, architecture }) => `${by}: ${architecture.name}`);
}

const lookup = (type: string, attributes: object) => ({ data: { [type]: { i: { ...attributes } } } });
const made = (type: string, attributes: object) => ({ resources: { [type]: { i: { ...attributes } } } });

test.each([
  [{ with_selector: "os=flatcar", with_architecture: "arm" }, "arm64"],
  [{ with_selector: "os=flatcar", with_architecture: "x86" }, "amd64"],
  [{ with_selector: "os=flatcar" }, "amd64"],
  [{ name: "debian-13", id: null }, "amd64"],
  [{ with_selector: "os=flatcar", with_architecture: "${local.word}" }, "arm64"],
  [{ with_selector: "os=flatcar", with_architecture: "${var.word}" }, undefined],
  [{ id: "1000001" }, undefined],
])("what Hetzner finds by %j is %s", (attributes, architecture) => {
  const found = told({ ...lookup("hcloud_image", attributes), locals: { word: "arm" } }, "${data.hcloud_image.i.id}");
  expect(found).toEqual(architecture === undefined ? [] : [`data.hcloud_image.i: ${architecture}`]);
});

const filter = (name: string, ...values: unknown[]) => ({ name, values });
test.each([
  [{ filter: [filter("name", "Flatcar-stable-*"), filter("architecture", "arm64")] }, "arm64"],
  [{ filter: filter("architecture", "x86_64") }, "amd64"],
  [{ filter: [filter("name", "Flatcar-stable-4593.2.5-hvm")] }, "amd64"],
  [{ filter: [filter("name", "Flatcar-stable-4593.2.5-arm64-hvm")] }, "arm64"],
  [{ filter: [filter("name", "Flatcar-stable-*")] }, undefined],
  [{ filter: [filter("architecture", "arm64", "x86_64")] }, undefined],
  [{ filter: [filter("architecture", 7)] }, undefined],
  [{ filter: [filter("architecture", "${var.arch}")] }, undefined],
  [{ filter: [filter("architecture")] }, undefined],
  [{}, undefined],
])("what EC2 finds by %j is %s", (attributes, architecture) => {
  const found = told(lookup("aws_ami", attributes), "${data.aws_ami.i.id}");
  expect(found).toEqual(architecture === undefined ? [] : [`data.aws_ami.i: ${architecture}`]);
});

test("an AMI of the stack's own is of its architecture, which is x86_64 by default, and a copy of that of its source", () => {
  expect(told(made("aws_ami", { architecture: "arm64" }), "${aws_ami.i.id}")).toEqual(["aws_ami.i: arm64"]);
  expect(told(made("aws_ami", {}), "${aws_ami.i.id}")).toEqual(["aws_ami.i: amd64"]);
  expect(told(made("aws_ami", { architecture: 7 }), "${aws_ami.i.id}")).toEqual([]);
  const copy = { resources: { aws_ami_copy: { c: { source_ami_id: "${data.aws_ami.i.id}" } } } };
  const source = lookup("aws_ami", { filter: [filter("architecture", "arm64")] });
  expect(told({ ...copy, ...source }, "${aws_ami_copy.c.id}")).toEqual(["aws_ami_copy.c: arm64"]);
  expect(told({ resources: { aws_ami_copy: { c: { source_ami_id: "ami-1" } } } }, "${aws_ami_copy.c.id}")).toEqual([]);
});

test("a parameter of SSM tells by its name", () => {
  const parameter = lookup("aws_ssm_parameter", { name: "/images/flatcar/arm64" });
  expect(told(parameter, "${data.aws_ssm_parameter.i.value}")).toEqual(["data.aws_ssm_parameter.i: arm64"]);
  expect(told(lookup("aws_ssm_parameter", {}), "${data.aws_ssm_parameter.i.value}")).toEqual([]);
});

test("a volume is what it is made from, itself or another one", () => {
  const source = "https://stable.release.flatcar-linux.net/arm64-usr/4593.2.5/flatcar_production_qemu_uefi_image.img";
  const volume = (attributes: object) => ({ resources: { libvirt_volume: { base: { source }, i: { ...attributes } } } });
  const disk = { volume_id: "${libvirt_volume.i.id}" };
  expect(told(volume({ base_volume_id: "${libvirt_volume.base.id}" }), disk)).toEqual(["libvirt_volume.i: arm64"]);
  expect(told(volume({ backing_store: { path: "${libvirt_volume.base.path}" } }), disk)).toEqual(["libvirt_volume.i: arm64"]);
  expect(told(volume({ create: { content: { url: source } } }), disk)).toEqual(["libvirt_volume.i: arm64"]);
  expect(told(volume({ size: 1 }), disk)).toEqual([]);
  expect(told(volume({ base_volume_id: "${libvirt_volume.i.id}" }), disk)).toEqual([]);
});

test("what uploads images says so in words, or by the file", () => {
  expect(told(made("imager_image", { architecture: "arm" }), "${imager_image.i.id}")).toEqual(["imager_image.i: arm64"]);
  expect(told(lookup("x_images", { with_architecture: "x86" }), "${data.x_images.i.id}")).toEqual(["data.x_images.i: amd64"]);
  expect(told(made("imager_image", { image_url: "https://x/arm64-usr/i.bin" }), "${imager_image.i.id}")).toEqual(["imager_image.i: arm64"]);
  const two = { image_url: "https://x/arm64-usr/i.bin", source: "https://x/amd64-usr/i.bin" };
  expect(told(made("imager_image", two), "${imager_image.i.id}")).toEqual([]);
});

test("of one of two images, of one that is not in the stack and of a literal id nothing is known", () => {
  const both = { data: { hcloud_image: { a: { name: "x" }, b: { name: "x", with_architecture: "arm" } } } };
  expect(told(both, "${var.arm ? data.hcloud_image.b.id : data.hcloud_image.a.id}")).toEqual([]);
  expect(told(both, "${coalesce(data.hcloud_image.b.id, data.hcloud_image.b.id)}")).toEqual(["data.hcloud_image.b: arm64"]);
  expect(told({}, "${data.hcloud_image.a.id}")).toEqual([]);
  expect(told({}, "ami-0123456789abcdef0")).toEqual([]);
  expect(told({}, undefined)).toEqual([]);
});
