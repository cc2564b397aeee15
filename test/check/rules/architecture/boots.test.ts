import { expect, test } from "vitest";
import { checkedStack } from "../../../../lib/check/model/checked-stack";
import { bootsOf } from "../../../../lib/check/rules/architecture/boots";
import { imageClaims } from "../../../../lib/check/rules/architecture/image";
import { SynthesisedStack } from "../../../../lib/check/synth/stack";
import { stackOf } from "../../manifests";

/** How the first machine boots: its claims, an arrow, those of the image. */
function boots(parts: Partial<SynthesisedStack>): string[] {
  const stack = stackOf(parts);
  const [{ machines }] = checkedStack({ stack, file: "cdk.tf.json" }).pools;
  return bootsOf(stack, machines[0], imageClaims).map(({ machine, image }) =>
    [machine, image].map((claims) => claims.map(({ by, architecture }) => `${architecture.name} (${by})`).join()).join(" → "),
  );
}

test("a server is what the name of its type says, written down or looked up", () => {
  const server = (server_type: unknown) => ({ resources: { hcloud_server: { a: { server_type } } } });
  expect(boots(server("cax11"))).toEqual(["arm64 (server type cax11) → "]);
  expect(boots({ ...server("${local.type}"), locals: { type: "cx23" } })).toEqual(["amd64 (server type cx23) → "]);
  const data = { hcloud_server_type: { t: { name: "cax21" } } };
  expect(boots({ ...server("${data.hcloud_server_type.t.name}"), data })).toEqual(["arm64 (server type cax21) → "]);
  expect(boots(server("${data.hcloud_server_type.t.name}"))).toEqual([" → "]);
  expect(boots(server(22))).toEqual([" → "]);
});

test("a domain has its architecture in itself or in its os, and boots from its first disk", () => {
  const volumes = { libvirt_volume: { arm: { source: "/i/arm64-usr/i.img" }, data: { source: "/i/amd64-usr/i.img" } } };
  const disks = ["arm", "data"].map((name) => ({ volume_id: `\${libvirt_volume.${name}.id}` }));
  const domain = (attributes: object) => ({ resources: { ...volumes, libvirt_domain: { d: { ...attributes } } } });
  expect(boots(domain({ arch: "x86_64", disk: disks }))).toEqual(["amd64 (arch x86_64) → arm64 (libvirt_volume.arm)"]);
  expect(boots(domain({ arch: "aarch64", disk: disks[1] }))).toEqual(["arm64 (arch aarch64) → amd64 (libvirt_volume.data)"]);
  expect(boots(domain({ os: { arch: "aarch64" }, devices: { disks } }))).toEqual(["arm64 (arch aarch64) → arm64 (libvirt_volume.arm)"]);
  expect(boots(domain({}))).toEqual([" → "]);
});

test("of a machine that boots from the network what comes with the kernel is held against it", () => {
  const profile = { kernel: "http://m/arm64-usr/vmlinuz", initrd: ["http://m/amd64-usr/image.cpio.gz", "http://m/overlay.cpio.gz"] };
  const resources = { matchbox_group: { g: { profile: "${matchbox_profile.p.name}" } }, matchbox_profile: { p: profile } };
  expect(boots({ resources })).toEqual(["arm64 (matchbox_profile.p.kernel) → amd64 (matchbox_profile.p.initrd)"]);
  const unknown = { ...resources, matchbox_profile: { p: { kernel: "${var.kernel}" } } };
  expect(boots({ resources: unknown })).toEqual([" → "]);
  expect(boots({ resources: { matchbox_group: { g: { profile: "p" } } } })).toEqual([]);
});
