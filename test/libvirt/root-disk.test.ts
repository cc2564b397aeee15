import { Fn, Token } from "cdktf";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { FlatcarRelease, UpdateStrategy } from "../../lib";
import { LibvirtFirmware, LibvirtNodePoolProps, LibvirtProvider, LibvirtStorage } from "../../lib/libvirt";
import { ChangePolicy } from "../../lib/pool";
import { Architecture } from "../../lib/release";
import { addresses, StackJson, thrown } from "../support";
import { addPool, byName, lab, NETWORK, NEW, poolJson } from "./small-pool";

const REPLACE = { onReleaseChange: ChangePolicy.REPLACE };
const images = (json: StackJson): string[] =>
  Object.keys(byName(json, "libvirt_volume"))
    .filter((name) => /image|flatcar-/.test(name))
    .sort();
const pools = (...all: Array<Partial<LibvirtNodePoolProps>>): StackJson =>
  lab((stack) => all.forEach((props, i) => addPool(stack, `p${i}`, { nodes: { [`n${i}`]: {} }, ...props })));

test("a root disk is an overlay of its size over a volume with the image", () => {
  const json = poolJson({ rootDiskGib: 40 });
  const volumes = byName(json, "libvirt_volume");
  const [image] = addresses(json).filter((address) => address.includes("ImageVolume"));
  expect(volumes["lab-a.qcow2"]).toMatchObject({ base_volume_id: `\${${image}.id}`, size: 40 * 1024 ** 3 });
  expect(volumes["lab-a.image.qcow2"]).toMatchObject({ format: "qcow2" });
  expect(volumes["lab-a.image.qcow2"]).not.toHaveProperty("size");
});

test("a node has the root size of its own, else the pool's, else 20 GiB", () => {
  const size = (props: Partial<LibvirtNodePoolProps>): unknown => byName(poolJson(props), "libvirt_volume")["lab-a.qcow2"].size;
  expect(size({ rootDiskGib: 40, nodes: { a: { rootDiskGib: 50 } } })).toBe(50 * 1024 ** 3);
  expect(size({ rootDiskGib: 40 })).toBe(40 * 1024 ** 3);
  expect(size({})).toBe(20 * 1024 ** 3);
});

test("pools that follow the release share one volume per release and architecture", () => {
  const shared = pools(REPLACE, REPLACE, { ...REPLACE, release: NEW }, { ...REPLACE, architecture: Architecture.ARM64 });
  expect(images(shared)).toEqual([
    "lab-flatcar-stable-4593.2.4-amd64.qcow2",
    "lab-flatcar-stable-4593.2.4-arm64-uefi.qcow2",
    "lab-flatcar-stable-4593.2.5-amd64.qcow2",
  ]);
  const bases = ["n0", "n1"].map((node) => byName(shared, "libvirt_volume")[`lab-${node}.qcow2`].base_volume_id);
  expect(bases[0]).toBe(bases[1]);
});

test("the image for UEFI is another one than the image for BIOS", () => {
  expect(images(pools(REPLACE, { ...REPLACE, firmware: LibvirtFirmware.uefi() }))).toHaveLength(2);
});

test("a node with a release of its own stands on that one's volume", () => {
  const json = poolJson({ ...REPLACE, nodes: { a: {}, b: { release: NEW } } });
  expect(images(json)).toEqual(["lab-flatcar-stable-4593.2.4-amd64.qcow2", "lab-flatcar-stable-4593.2.5-amd64.qcow2"]);
});

test("storage pools and hosts have volumes of their own", () => {
  const json = lab((stack) => {
    const provider = new LibvirtProvider(stack, "far", { uri: "qemu+ssh://far/system", alias: "far" });
    const storages = [new LibvirtStorage(stack, "One"), LibvirtStorage.existing("a.b"), LibvirtStorage.existing("a_b")];
    storages.forEach((storage, i) => addPool(stack, `p${i}`, { ...REPLACE, storage, nodes: { [`n${i}`]: {} } }));
    const far = { storage: LibvirtStorage.existing("a.b"), network: NETWORK, provider };
    addPool(stack, "far-pool", { ...REPLACE, ...far, nodes: { f: {} } });
  });
  expect(addresses(json).filter((address) => address.includes("FlatcarImages"))).toHaveLength(4);
});

test("machines that stay when the release changes have a copy each, which no release takes away", () => {
  for (const props of [{}, { quorum: true }, { onReleaseChange: ChangePolicy.NEW_NODES_ONLY, update: UpdateStrategy.disabled() }]) {
    const json = poolJson({ ...props, nodes: { a: {}, b: {} } });
    expect(images(json)).toEqual(["lab-a.image.qcow2", "lab-b.image.qcow2"]);
    expect(byName(json, "libvirt_volume")["lab-a.image.qcow2"].lifecycle).toMatchObject({ ignore_changes: ["source"] });
  }
});

test("machines whose strategy does not update in place follow the release", () => {
  expect(images(poolJson({ update: UpdateStrategy.disabled() }))).toEqual(["lab-flatcar-stable-4593.2.4-amd64.qcow2"]);
});

test("any order of pools and nodes gives the same volumes", () => {
  const nodes = ["a", "b", "c", "d"];
  const json = (order: string[]): string =>
    JSON.stringify(
      Object.fromEntries(
        Object.entries(
          byName(
            lab((stack) => order.forEach((id) => addPool(stack, `p-${id}`, { ...REPLACE, network: NETWORK, nodes: { [id]: {} } }))),
            "libvirt_volume",
          ),
        ).sort(),
      ),
    );
  const expected = json(nodes);
  fc.assert(
    fc.property(fc.shuffledSubarray(nodes, { minLength: 4 }), (order) => {
      expect(json(order)).toBe(expected);
    }),
    { numRuns: 5 },
  );
});

test.each<[string, number]>([
  ["4593.2.5", 12],
  ["4081.3.10", 8],
  ["4593.2.5", 13.5],
  ["4593.2.5", Number.NaN],
])("a root disk of Flatcar %s cannot have %d GiB", (version, rootDiskGib) => {
  const release = FlatcarRelease.version(version);
  const props = { release, rootDiskGib };
  expect(thrown(() => poolJson(props))).toMatchObject({ code: "root-disk-too-small", path: "lab/web", received: rootDiskGib });
  expect(thrown(() => poolJson({ release, nodes: { a: { rootDiskGib } } })).subject).toBe("nodes.a: rootDiskGib");
});

test("the smallest root disk is the image's, and smaller for an old release", () => {
  expect(() => poolJson({ release: NEW, rootDiskGib: 13 })).not.toThrow();
  expect(() => poolJson({ release: FlatcarRelease.version("4081.3.10"), rootDiskGib: 9 })).not.toThrow();
});

test("a size known only at apply passes", () => {
  expect(() => poolJson({ rootDiskGib: Token.asNumber(Fn.max([1, 2])) })).not.toThrow();
});
