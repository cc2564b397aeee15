import { Fn, Token } from "cdktf";
import { expect, test } from "vitest";
import { thrown, untyped } from "../support";
import { byName, lab, addPool, poolJson } from "./small-pool";

const DATA = { name: "data", sizeGib: 1 };

test("data disks follow the root in the order in which they are named, names of digits too", () => {
  const json = poolJson({ dataDisks: [DATA, { name: "1", sizeGib: 2 }, { name: "0", sizeGib: 3 }] });
  const volumes = byName(json, "libvirt_volume");
  expect(volumes["lab-a.disk-data.qcow2"]).toMatchObject({ format: "qcow2", size: 1024 ** 3 });
  const disks = byName(json, "libvirt_domain")["lab-a"].disk as Array<{ volume_id: string }>;
  expect(disks.map(({ volume_id }) => /_(RootVolume|DataVolume-\w+)_/.exec(volume_id)?.[1])).toEqual([
    ...["RootVolume", "DataVolume-data", "DataVolume-1", "DataVolume-0"],
  ]);
});

test("a node's data disks are there in place of the pool's", () => {
  const json = poolJson({ dataDisks: [DATA], nodes: { a: { dataDisks: [{ name: "own", sizeGib: 2 }] }, b: {}, c: { dataDisks: [] } } });
  const names = Object.keys(byName(json, "libvirt_volume")).filter((name) => name.includes(".disk-"));
  expect(names.sort()).toEqual(["lab-a.disk-own.qcow2", "lab-b.disk-data.qcow2"]);
});

test("no disk of one node has the name of another node's", () => {
  const json = poolJson({
    nodes: {
      db: {
        dataDisks: [
          { name: "a", sizeGib: 1 },
          { name: "image", sizeGib: 1 },
        ],
      },
      "db-a": {},
      "db-image": {},
    },
  });
  const names = Object.values(json.resource?.libvirt_volume ?? {}).map((volume) => volume.name);
  expect(new Set(names).size).toBe(names.length);
  expect(names).toHaveLength(8);
});

test("a machine gives its data disks by name", () => {
  lab((stack) => {
    const { dataVolumes } = addPool(stack, "web", { dataDisks: [DATA, { name: "constructor", sizeGib: 1 }] }).machine("a");
    expect(Object.keys(dataVolumes)).toEqual(["data", "constructor"]);
    expect(dataVolumes.data.nameInput).toBe("lab-a.disk-data.qcow2");
  });
});

test.each([
  { name: "", sizeGib: 1 },
  { name: "Data", sizeGib: 1 },
  { name: "-a", sizeGib: 1 },
  { name: "a/b", sizeGib: 1 },
  { name: "x".repeat(33), sizeGib: 1 },
  { name: "data", sizeGib: 0 },
  { name: "data", sizeGib: 1.5 },
  { name: "data", sizeGib: Number.NaN },
  { name: "data", sizeGib: untyped<number>("1") },
])("%j is no data disk", (disk) => {
  expect(thrown(() => poolJson({ dataDisks: [disk] }))).toMatchObject({
    code: "data-disk",
    path: "lab/web",
    subject: "nodes.a: dataDisks",
    received: disk,
  });
});

test("two data disks of one name are an error", () => {
  const error = thrown(() => poolJson({ dataDisks: [DATA, { name: "data", sizeGib: 2 }] }));
  expect(error).toMatchObject({ code: "data-disk", mend: "give the second disk another name" });
});

test("a size known only at apply passes, a name does not: the disk's address is made of it", () => {
  expect(() => poolJson({ dataDisks: [{ name: "data", sizeGib: Token.asNumber(Fn.max([1, 2])) }] })).not.toThrow();
  expect(thrown(() => poolJson({ dataDisks: [{ name: Fn.lower("DATA"), sizeGib: 1 }] }))).toMatchObject({ code: "data-disk" });
});
