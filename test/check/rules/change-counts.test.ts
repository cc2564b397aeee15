import { expect, test } from "vitest";
import { changeCounts } from "../../../lib/check/rules/change-counts";
import { IgnitionConfig, diffIgnition } from "../../../lib/ignition";

const ignition = { version: "3.4.0" };
const counts = (before: IgnitionConfig, after: IgnitionConfig): string =>
  changeCounts(diffIgnition({ ignition, ...before }, { ignition, ...after }).changes);
const file = (path: string, text: string) => ({ path, contents: { source: `data:,${text}` } });

test("parts that come, change and go are told apart, in the order of the spec", () => {
  const before = { storage: { files: [file("/a", "1"), file("/b", "1"), file("/c", "1")] }, systemd: { units: [{ name: "u.service" }] } };
  const after = { storage: { files: [file("/a", "2"), file("/c", "2"), file("/d", "1")] }, passwd: { users: [{ name: "core" }] } };
  expect(counts(before, after)).toBe("1 user (added), 4 files (1 added, 2 changed, 1 removed), 1 unit (removed)");
});

test("kernel arguments are counted one by one", () => {
  const before = { kernelArguments: { shouldExist: ["a", "b"] } };
  const after = { kernelArguments: { shouldExist: ["a", "c", "d"], shouldNotExist: ["b"] } };
  expect(counts(before, after)).toBe("4 kernel arguments (3 added, 1 removed)");
});

test("what stands in another part is counted by itself", () => {
  const disk = (sizeMiB: number) => ({ storage: { disks: [{ device: "/dev/vdb", partitions: [{ number: 1, sizeMiB }] }] } });
  expect(counts(disk(1), disk(2))).toBe("1 partition (changed)");
  const unit = (contents: string) => ({ systemd: { units: [{ name: "u.service", dropins: [{ name: "a.conf", contents }] }] } });
  expect(counts(unit("[Unit]"), unit("[Service]"))).toBe("1 drop-in (changed)");
});

test("of the section about Ignition itself the settings are counted", () => {
  expect(counts({}, { ignition: { version: "3.5.0", timeouts: { httpTotal: 5 } } })).toBe("2 Ignition settings (changed)");
});

test("what several changes have in common counts once", () => {
  const { changes } = diffIgnition({ ignition }, { ignition, storage: { files: [file("/a", "1")] } });
  expect(changeCounts([...changes, ...changes])).toBe("1 file (added)");
});
