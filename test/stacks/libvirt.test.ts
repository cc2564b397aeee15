import { expect, test } from "vitest";
import { dev } from "../../environments/dev";
import { LibvirtEnvironment } from "../../environments/environment";
import { staging } from "../../environments/staging";
import { LibvirtImage } from "../../lib/libvirt";
import { libvirtStackOf, resourcesOf } from "./stack-of";

const stack = libvirtStackOf(dev);
const defaultOf = (name: string): unknown => stack.variable?.[name]?.default;

test("host, kind of machine and storage are variables, whose defaults fit a host with libvirt", () => {
  expect(stack).toMatchObject({ provider: { libvirt: [{ uri: "${var.libvirt_uri}" }] } });
  expect(defaultOf("libvirt_uri")).toBe("qemu:///system");
  expect(defaultOf("libvirt_domain_type")).toBe("kvm");
  expect(defaultOf("libvirt_storage_directory")).toBe("/var/lib/libvirt/dev-libvirt");
  for (const domain of resourcesOf(stack, "libvirt_domain")) expect(domain.type).toBe("${var.libvirt_domain_type}");
});

test("dev takes its image from a variable, whose default is the release server's image of the locked release", () => {
  expect(defaultOf("flatcar_image")).toMatch(
    /^https:\/\/beta\.release\.flatcar-linux\.net\/amd64-usr\/[\d.]+\/flatcar_production_qemu_image\.img$/,
  );
  const sources = resourcesOf(stack, "libvirt_volume").flatMap(({ source }) => (source === undefined ? [] : [source]));
  expect(new Set(sources)).toEqual(new Set(["${var.flatcar_image}"]));
});

test("a pool may name its image by itself, such as what was fetched to a directory, and the variable is then the others'", () => {
  const libvirt = dev.libvirt as LibvirtEnvironment;
  const fetched = {
    ...libvirt.pools.web,
    nodes: { f: {} },
    firstAddress: undefined,
    image: LibvirtImage.fromDirectory("/srv/flatcar", { verify: false }),
  };
  const json = libvirtStackOf({ ...dev, libvirt: { ...libvirt, pools: { web: libvirt.pools.web, fetched } } });
  const sources = resourcesOf(json, "libvirt_volume").flatMap(({ source }) => (source === undefined ? [] : [String(source)]));
  expect([...new Set(sources)].sort()).toEqual([
    "${var.flatcar_image}",
    expect.stringMatching(/^\/srv\/flatcar\/amd64-usr\/[\d.]+\/flatcar_production_qemu_image\.img$/),
  ]);
});

test("the others have the image of their release, and no variable to change it", () => {
  const other = libvirtStackOf(staging);
  expect(other.variable).not.toHaveProperty("flatcar_image");
  for (const { source } of resourcesOf(other, "libvirt_volume")) {
    if (source !== undefined) expect(source).toMatch(/^https:\/\/stable\.release\.flatcar-linux\.net\//);
  }
});

test("addresses are outputs that are known before anything is made", () => {
  expect(stack.output?.web_addresses?.value).toEqual({ "web-0": "10.17.3.10", "web-1": "10.17.3.11" });
});

test("every pool is in the stack's network and storage, and there are no others", () => {
  expect(resourcesOf(stack, "libvirt_network")).toMatchObject([{ name: "dev-libvirt", addresses: ["10.17.3.0/24"] }]);
  expect(resourcesOf(stack, "libvirt_pool")).toMatchObject([{ name: "dev-libvirt" }]);
});
