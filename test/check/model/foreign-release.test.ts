import { expect, test } from "vitest";
import { checkedStack } from "../../../lib/check/model/checked-stack";
import { foreignRelease } from "../../../lib/check/model/foreign-release";
import { Resources, SynthesisedStack } from "../../../lib/check/synth/stack";
import { stackOf } from "../manifests";

function told(type: string, resource: object, more: Partial<SynthesisedStack> = {}): string | undefined {
  const resources: Resources = { ...more.resources, [type]: { a: { ...resource } } };
  const found = foreignRelease(stackOf({ ...more, resources }), type, "a");
  return found === undefined ? undefined : `${found.channel} ${found.version}`;
}

const ami = (...values: string[]) => ({ data: { aws_ami: { x: { filter: [{ name: "name", values }] } } } });
const byAmi = { ami: "${data.aws_ami.x.id}" };

test.each([
  ["Flatcar-stable-4593.2.5-hvm", "stable 4593.2.5"],
  ["Flatcar-lts-4081.3.10-arm64-hvm", "lts 4081.3.10"],
  ["Flatcar-lts-2605.32.1-hvm", "lts 2605.32.1"],
  // The second number says more than the name.
  ["Flatcar-stable-4081.3.10-hvm", "lts 4081.3.10"],
  ["Flatcar-stable-*-hvm", undefined],
  ["Flatcar-stable-4593.*-hvm", undefined],
  ["ubuntu-4593.2.5-hvm", undefined],
  ["Flatcar-edge-2466.99.0-hvm", undefined],
])("the name of an AMI that is looked up names a release: %s", (name, release) => {
  expect(told("aws_instance", byAmi, ami(name))).toBe(release);
});

test("of several names nobody knows which one is found", () => {
  expect(told("aws_instance", byAmi, ami("Flatcar-stable-4593.2.5-hvm", "Flatcar-stable-4593.2.4-hvm"))).toBeUndefined();
});

test("a group tells the release of the AMI in its launch template, and by its tags", () => {
  const resources = { aws_launch_template: { t: { image_id: "${data.aws_ami.x.id}" } } };
  const group = { launch_template: { id: "${aws_launch_template.t.id}" } };
  expect(told("aws_autoscaling_group", group, { ...ami("Flatcar-beta-4757.1.0-hvm"), resources })).toBe("beta 4757.1.0");
  const tag = [{ key: "Name" }, { key: "flatcar-version", value: "4790.0.0" }];
  expect(told("aws_autoscaling_group", { tag })).toBe("alpha 4790.0.0");
});

test("a snapshot tells it by the labels that are asked for, which count more than those of the server", () => {
  const image = (selector: string) => ({ data: { hcloud_image: { x: { with_selector: selector } } } });
  const server = { image: "${data.hcloud_image.x.id}", labels: { "flatcar-version": "4593.2.4" } };
  expect(told("hcloud_server", server, image("os=flatcar,flatcar-channel=stable,flatcar-version=4593.2.5"))).toBe("stable 4593.2.5");
  expect(told("hcloud_server", server, image("os=flatcar,flatcar-channel=stable"))).toBe("stable 4593.2.4");
});

test("labels and tags name a release, a nightly with an underscore for the plus", () => {
  expect(told("hcloud_server", { labels: { "flatcar-version": "4799.0.0_nightly-20260821-2100" } })).toBe(
    "alpha 4799.0.0+nightly-20260821-2100",
  );
  expect(told("aws_instance", { tags: { "flatcar-version": "4593.2.5", "flatcar-channel": "stable" } })).toBe("stable 4593.2.5");
  // A second number that tells no channel.
  expect(told("aws_instance", { tags: { "flatcar-version": "2345.3.0", "flatcar-channel": "stable" } })).toBe("stable 2345.3.0");
  expect(told("aws_instance", { tags: { "flatcar-version": "2345.3.0", "flatcar-channel": "edge" } })).toBeUndefined();
});

test.each([["4593.2"], ["stable"], ["${var.version}"], [4593], ["04593.2.5"]])(
  "a label that is no exact version tells nothing: %s",
  (version) => {
    expect(told("hcloud_server", { labels: { "flatcar-version": version } })).toBeUndefined();
  },
);

test("a disk tells it by the image that it is a copy of, however many disks are between", () => {
  const domain = { disk: [{ volume_id: "${libvirt_volume.data.id}" }, { volume_id: "${libvirt_volume.root.id}" }] };
  const volumes = (source: string) => ({
    resources: {
      libvirt_volume: {
        data: { size: 1 },
        root: { base_volume_id: "${libvirt_volume.copy.id}", "//": { metadata: { path: "flatcar/1111.2.1" } } },
        copy: { base_volume_id: "${libvirt_volume.base.id}" },
        base: { source, create: "${libvirt_volume.root.id}" },
      },
    },
  });
  const of = (source: string) => told("libvirt_domain", domain, volumes(source));
  const file = "flatcar_production_qemu_image.img";
  expect(of(`https://lts.release.flatcar-linux.net/amd64-usr/3510.3.8/${file}`)).toBe("lts 3510.3.8");
  expect(of("/images/flatcar-4593.2.5.qcow2")).toBe("stable 4593.2.5");
  expect(of(`/images/stable/amd64-usr/2345.3.0/${file}`)).toBe("stable 2345.3.0");
  expect(of(`https://stable.release.flatcar-linux.net/amd64-usr/current/${file}`)).toBeUndefined();
  // Another system's, a longer number, an address.
  expect(of("/images/ubuntu-2204.2.1.img")).toBeUndefined();
  expect(of("/images/flatcar-4593.2.5.1.img")).toBeUndefined();
  expect(of("http://192.168.10.1/flatcar.img")).toBeUndefined();
});

test("a network boot tells it by its kernel, whether the profile is referred to or named", () => {
  const profile = { name: "p", kernel: "/assets/flatcar/4593.2.5/flatcar_production_pxe.vmlinuz", initrd: [] };
  const resources = { matchbox_profile: { x: profile, installed: { name: "q", kernel: "" } } };
  expect(told("matchbox_group", { profile: "${matchbox_profile.x.name}" }, { resources })).toBe("stable 4593.2.5");
  expect(told("matchbox_group", { profile: "p" }, { resources })).toBe("stable 4593.2.5");
  expect(told("matchbox_group", { profile: "q" }, { resources })).toBeUndefined();
  expect(told("matchbox_group", { profile: "r" }, { resources })).toBeUndefined();
});

test("what is not there, and what says nothing, has no release", () => {
  expect(foreignRelease(stackOf(), "hcloud_server", "a")).toBeUndefined();
  expect(told("libvirt_domain", { name: "flatcar-4593.2.5" })).toBeUndefined();
});

test("rules see it on the machine", () => {
  const stack = stackOf({ resources: { hcloud_server: { a: { labels: { "flatcar-version": "4593.2.5" } }, b: {} } } });
  const { pools } = checkedStack({ stack, file: "cdk.tf.json" });
  expect(pools.map(({ machines }) => machines[0].release)).toEqual([{ channel: "stable", version: "4593.2.5" }, undefined]);
});
