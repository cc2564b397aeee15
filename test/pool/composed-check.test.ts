import { beforeEach, expect, test } from "vitest";
import { IgnitionConfig, IgnitionSpecVersion } from "../../lib/ignition";
import { ComposedCheck } from "../../lib/pool/composed-check";
import { thrown } from "../support";

const { V3_4_0, V3_5_0 } = IgnitionSpecVersion;
// Counts how often its contents are read.
let reads = 0;
const ignition = { version: "3.4.0" };
const SHARED = {
  path: "/shared",
  mode: 0o600,
  contents: {
    get source(): string {
      reads++;
      return "data:,shared";
    },
  },
};
const UNIT = { name: "a.service", enabled: true, contents: "[Service]\nExecStart=/bin/true\n[Install]\nWantedBy=multi-user.target\n" };
beforeEach(() => void (reads = 0));

const config = (more: IgnitionConfig["storage"] = {}): IgnitionConfig => ({
  ignition,
  storage: { ...more, files: [SHARED, ...(more.files ?? [])] },
  systemd: { units: [UNIT] },
});

test("contents that configs share are read once, and those of a config's own always", () => {
  const check = new ComposedCheck();
  check.assert(config({ files: [{ path: "/a", contents: { source: "data:,one" } }] }), V3_4_0, "a");
  const before = reads;
  check.assert(config({ files: [{ path: "/a", contents: { source: "data:,two" } }] }), V3_4_0, "b");
  expect([before > 0, reads - before]).toEqual([true, 0]);
  expect(thrown(() => check.assert(config({ files: [{ path: "/a", contents: { source: "data:;base64,?" } }] }), V3_4_0, "c")).code).toBe(
    "ignition-invalid",
  );
});

test("what is wrong with a config's own contents is an error of the whole config", () => {
  const check = new ComposedCheck();
  check.assert(config(), V3_4_0, "a");
  const error = thrown(() =>
    check.assert(config({ files: [{ path: "/b", contents: { source: "ftp://x/" } }] }), V3_4_0, "machine config of b"),
  );
  expect(error).toMatchObject({ code: "ignition-invalid", received: "ftp://x/" });
  expect(error.subject).toContain("machine config of b");
});

test.each<[string, IgnitionConfig["storage"]]>([
  ["a file where a unit of both is", { files: [{ path: "/etc/systemd/system/a.service", contents: { source: "data:,x" } }] }],
  ["a link that a file of both is below", { links: [{ path: "/shared", target: "/x" }] }],
  ["a second file of the same path", { files: [{ path: "/shared" }] }],
])("what contradicts what configs share is found although it was good before: %s", (_, more) => {
  const check = new ComposedCheck();
  check.assert(config(), V3_4_0, "a");
  expect(thrown(() => check.assert(config(more), V3_4_0, "b")).code).toBe("ignition-invalid");
});

test("a config that was bad makes nothing good, and each spec is for itself", () => {
  const check = new ComposedCheck();
  const bad = { path: "/bad", contents: { source: "ftp://x/" } };
  for (const name of ["a", "b"]) expect(thrown(() => check.assert(config({ files: [bad] }), V3_4_0, name)).subject).toContain(name);
  check.assert(config(), V3_4_0, "c");
  const before = reads;
  check.assert({ ...config(), ignition: { version: "3.5.0" } }, V3_5_0, "d");
  expect(reads).toBeGreaterThan(before);
});
