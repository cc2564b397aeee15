import { expect, test } from "vitest";
import { IgnitionConfig } from "../../lib/ignition";
import { USUAL_SPEC, bootable } from "../../lib/pool/bootable";
import { thrown } from "../support";
import { LTS, OLD_LTS, RELEASE } from "./test-pool";

const of = (version: string, more: IgnitionConfig = {}): IgnitionConfig => ({ ...more, ignition: { version } });
const LINK: IgnitionConfig = { storage: { files: [{ path: "/a", mode: 0o644 }] } };
const CEX: IgnitionConfig = { storage: { luks: [{ name: "a", device: "/dev/a", cex: { enabled: true } }] } };

test("the usual spec is one that releases boot", () => {
  expect(USUAL_SPEC.toString()).toBe("3.4.0");
});

test("a config that the release boots is left as it is", () => {
  for (const version of ["3.0.0", "3.4.0", "3.5.0"]) {
    const config = of(version, LINK);
    expect(bootable(config, RELEASE, "x")).toBe(config);
  }
});

test.each([
  ["3.7.0-experimental", RELEASE, LINK, "3.4.0"],
  ["3.7.0-experimental", RELEASE, CEX, "3.5.0"],
  ["3.6.0", RELEASE, LINK, "3.4.0"],
  ["3.6.0", OLD_LTS, LINK, "3.3.0"],
  ["3.4.0", OLD_LTS, LINK, "3.3.0"],
])("a config of %s for %s, whatever it has in it, becomes the lowest that says the same", (version, release, more, lowered) => {
  expect(bootable(of(version, more), release, "x")).toEqual(of(lowered, more));
});

test("what no version can say that the release boots is an error that names the field", () => {
  const error = thrown(() => bootable(of("3.7.0-experimental", CEX), LTS, "base.bu"));
  expect(error).toMatchObject({ code: "ignition-spec-too-new", subject: "base.bu", received: ["storage.luks.0.cex (since 3.5.0)"] });
  expect(error.allowed).toBe("fields of spec 3.4.0: Flatcar 4081.3.10 has Ignition 2.19.0");
});
