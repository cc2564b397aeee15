import { expect, test } from "vitest";
import { lockedSnapshots, snapshotHash } from "../../../lib/check/rules/locked-snapshot";
import { locked } from "../../release/lockfile/locks";

const FILE = "flatcar_production_hetzner_image.bin.bz2";
const of = (digit: string) => ({ artifacts: { [FILE]: { sha512: digit.repeat(128), size: 1 } } });
const lookup = (with_selector: unknown, type = "hcloud_image") => ({ address: "data.t.n", type, data: { with_selector } });
const hash = (selector: unknown, type?: string) => snapshotHash(lookup(selector, type), { locals: {} });

test("the hash that a lookup asks for is that of its label, where it is written down", () => {
  expect(hash("os=flatcar,flatcar-sha512=0af")).toBe("0af");
  for (const selector of ["os=flatcar", "flatcar-sha512", "flatcar-sha512!=0af", "flatcar-sha512=${var.x}", undefined, 1])
    expect(hash(selector)).toBeUndefined();
  expect(hash("flatcar-sha512=0af", "aws_ami")).toBeUndefined();
});

test("the locked ones are those of the architecture, or of all, cut to what a label holds", () => {
  const both = locked({ architectures: { amd64: of("a"), arm64: of("b") } });
  expect(lockedSnapshots(both)).toEqual(["a".repeat(63), "b".repeat(63)]);
  expect(lockedSnapshots(both, "arm64")).toEqual(["b".repeat(63)]);
  expect(lockedSnapshots(locked({ architectures: { amd64: of("a") } }), "arm64")).toEqual([]);
});

test("of a release that is published for no snapshot there is none", () => {
  expect(lockedSnapshots(locked({ version: "3815.2.5", architectures: { amd64: of("a") } }))).toEqual([]);
});
