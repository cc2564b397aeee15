import { expect, test } from "vitest";
import { FoundMachine } from "../../../lib/check/synth/machines";
import { WriterEntry } from "../../../lib/check/synth/manifest";
import { writersOf } from "../../../lib/check/synth/writers";
import { CONFIG, namedPool } from "../manifests";

function writers(machineConfig: readonly WriterEntry[], node: Partial<FoundMachine["node"]> = {}, shared: readonly string[] = []) {
  return writersOf({ name: "a", path: "x/db", pool: namedPool({ machineConfig }), node: { config: CONFIG, ...node } }, shared);
}

test("what no config writes is the pool's, and what it shares is its too", () => {
  const of = writers([{ file: "a.bu", writes: { "/shared": 3, "/own": 4 } }], {}, ["/shared"]);
  const own = { layer: "machineConfig[0]", file: "a.bu" };
  expect(of("/other")).toEqual([{ layer: "pool" }]);
  expect(of("/own")).toEqual([{ ...own, line: 4 }]);
  expect(of("/shared")).toEqual([{ layer: "pool" }, { ...own, line: 3 }]);
});

test("a writer has the line of what it writes, else that of the config, and in a text both", () => {
  const of = writers([
    { file: "a.bu", writes: { "/a": 3, "/b": null } },
    { file: "main.ts", line: 9, writes: { "/a": null } },
    { file: "main.ts", line: 10, inText: true, writes: { "/a": 4 } },
    { writes: { "/a": null } },
  ]);
  expect(of("/a")).toEqual([
    { layer: "machineConfig[0]", file: "a.bu", line: 3 },
    { layer: "machineConfig[1]", file: "main.ts", line: 9 },
    { layer: "machineConfig[2]", file: "main.ts", line: 10, textLine: 4 },
    { layer: "machineConfig[3]" },
  ]);
  expect(of("/b")).toEqual([{ layer: "machineConfig[0]", file: "a.bu" }]);
});

test("where the pool's config writes something else for a node, that counts, and the node's own come last", () => {
  const node = { poolMachineConfig: { 0: { writes: { "/x": null } } }, machineConfig: [{ file: "n.bu", writes: { "/x": 2 } }] };
  const of = writers([{ writes: { "/of-others": null } }, { file: "b.bu", writes: { "/x": 1 } }], node);
  expect(of("/of-others")).toEqual([{ layer: "pool" }]);
  expect(of("/x").map(({ layer }) => layer)).toEqual(["machineConfig[0]", "machineConfig[1]", "nodes.a.machineConfig[0]"]);
});
