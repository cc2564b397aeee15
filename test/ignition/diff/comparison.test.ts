import { expect, test } from "vitest";
import { Comparison } from "../../../lib/ignition/diff/comparison";
import { Pair } from "../../../lib/ignition/diff/pair";
import { ShownConfig } from "../../../lib/ignition/diff/shown";
import { CONFIG, Struct, StructSpec } from "../../../lib/ignition/schema";

function specOf(section: string): StructSpec {
  const field = CONFIG.byName.get(section);
  if (field?.kind !== "struct") throw new Error(`${section} is no section`);
  return field.struct;
}

function compared(section: string, before: Struct | undefined, after: Struct | undefined) {
  const comparison = new Comparison(new ShownConfig(undefined), new ShownConfig(undefined));
  comparison.part(specOf(section), new Pair(before, after, section, section), section);
  return comparison.changes;
}

test("a part stands before the parts within it, also where it was compared after them", () => {
  const unit = (enabled: boolean, contents: string) => ({
    units: [{ name: "a.service", enabled, dropins: [{ name: "1.conf", contents }] }],
  });
  expect(compared("systemd", unit(true, "a"), unit(false, "b")).map(({ section }) => section)).toEqual([
    "systemd.units",
    "systemd.units.dropins",
  ]);
});

test("a section that comes or goes is one that changed, its parts come and go", () => {
  const storage = { files: [{ path: "/a" }] };
  expect(compared("storage", undefined, storage)).toEqual([{ kind: "added", section: "storage.files", name: "/a", fields: [] }]);
  expect(compared("storage", storage, undefined)).toEqual([{ kind: "removed", section: "storage.files", name: "/a", fields: [] }]);
  expect(compared("kernelArguments", undefined, { shouldExist: ["a"] })).toEqual([
    { kind: "changed", section: "kernelArguments", name: "", fields: [{ field: "shouldExist", added: ["a"] }] },
  ]);
});

test("fragments are compared by their place", () => {
  const file = (...append: Struct[]) => ({ files: [{ path: "/a", append }] });
  const [{ fields }] = compared("storage", file({ source: "data:,a" }, { source: "data:,b" }), file({ source: "data:,a" }));
  expect(fields.map(({ field, contents }) => [field, contents?.before?.bytes, contents?.after])).toEqual([["append.1", 1, undefined]]);
});

test("the kind of a partition's key is no part of its name", () => {
  const disk = (...partitions: Struct[]) => ({ disks: [{ device: "/dev/a", partitions }] });
  const names = compared("storage", disk(), disk({ number: 2 }, { label: "root" })).map(({ name }) => name);
  expect(names).toEqual(["/dev/a/root", "/dev/a/2"]);
});
