import { expect, test } from "vitest";
import { CpuProfile, OWNERS, shares } from "../../bench/cpu-profile";

const at = (id: number, functionName: string, url: string, ...children: number[]): CpuProfile["nodes"][number] => ({
  ...{ id, callFrame: { functionName, url }, children },
});

const PROFILE: CpuProfile = {
  nodes: [
    at(1, "(root)", "", 2, 3, 4, 10, 11),
    at(2, "(idle)", ""),
    at(3, "(garbage collector)", ""),
    at(4, "main", "file:///a%20project/dist/bench/synth-case.js", 5, 9),
    at(5, "compose", "file:///a%20project/dist/lib/pool/compose.js", 6, 8),
    at(6, "toTerraform", "file:///a%20project/node_modules/cdktf/lib/a.js", 7),
    at(7, "stringify", "node:internal/util"),
    at(8, "Server", "file:///a%20project/dist/lib/imports/hcloud/server.js"),
    at(9, "load", "node:internal/modules/cjs/loader"),
    at(10, "Instance", "file:///a%20project/node_modules/@cdktf/provider-aws/lib/instance/index.js"),
    at(11, "(program)", ""),
  ],
  samples: [2, 3, 4, 5, 6, 7, 8, 9, 10, 11],
  timeDeltas: [500, 10, 5, 20, 15, 15, 5, 10, 10, 10],
};

test("time counts for whose file it is, that of Node.js for who called it, and idle time for nobody", () => {
  expect(shares(PROFILE, "/a project")).toEqual({
    ...{ cdktf: 30, "generated classes": 15, "this package": 20, "loading modules": 10, "garbage collection": 10, "the rest": 15 },
  });
});

test("shares are of all owners, also of those that have none, and come to the whole", () => {
  const found = shares({ ...PROFILE, samples: [5], timeDeltas: [1] }, "/a project");
  expect(Object.keys(found)).toEqual([...OWNERS]);
  expect(Object.values(found).reduce((sum, share) => sum + share, 0)).toBe(100);
});
