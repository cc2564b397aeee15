import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { catalogue, FlatcarVersion, highestSpec, IgnitionSupport } from "../../lib/release";
import { thrown } from "./thrown";

const of = (version: string): string[] => {
  const { ignition, spec } = IgnitionSupport.of(FlatcarVersion.parse(version));
  return [ignition, spec];
};

describe("the spec an Ignition reads", () => {
  test.each([
    ["2.0.0", "3.0.0"],
    ["2.2.1", "3.0.0"],
    ["2.3.0", "3.1.0"],
    ["2.7.0", "3.2.0"],
    ["2.10.1", "3.2.0"],
    ["2.11.0", "3.3.0"],
    ["2.13.0", "3.3.0"],
    ["2.14.0", "3.3.0"],
    ["2.15.0", "3.4.0"],
    ["2.19.0", "3.4.0"],
    ["2.20.0", "3.5.0"],
    ["2.24.0", "3.5.0"],
    ["2.25.9", "3.5.0"],
    ["2.26.0", "3.6.0"],
  ])("%s reads up to %s", (ignition, spec) => {
    expect(highestSpec(ignition)).toBe(spec);
  });

  test("an Ignition newer than the newest known is taken to read what that one reads", () => {
    expect(highestSpec("2.99.0")).toBe("3.6.0");
    expect(highestSpec("3.0.0")).toBe("3.6.0");
  });

  test("an Ignition before 2 reads no spec 3", () => {
    expect(highestSpec("0.36.1")).toBeUndefined();
    expect(highestSpec("1.99.0")).toBeUndefined();
  });

  test("what is no version reads nothing", () => {
    expect(highestSpec("2.24")).toBeUndefined();
    expect(highestSpec("v2.24.0")).toBeUndefined();
  });
});

describe("the Ignition of a release", () => {
  test.each([
    ["3185.0.0", "2.13.0", "3.3.0"],
    ["3227.2.0", "2.13.0", "3.3.0"],
    ["3374.2.0", "2.14.0", "3.3.0"],
    ["3510.3.8", "2.14.0", "3.3.0"],
    ["3510.2.8", "2.14.0", "3.3.0"],
    ["3535.0.0", "2.15.0", "3.4.0"],
    ["3602.2.0", "2.15.0", "3.4.0"],
    ["3975.2.0", "2.18.0", "3.4.0"],
    ["4081.2.0", "2.19.0", "3.4.0"],
    ["4081.3.10", "2.19.0", "3.4.0"],
    ["4116.1.0", "2.19.0", "3.4.0"],
    ["4152.0.0", "2.20.0", "3.5.0"],
    ["4230.2.0", "2.20.0", "3.5.0"],
    ["4372.1.0", "2.21.0", "3.5.0"],
    ["4459.2.0", "2.22.0", "3.5.0"],
    ["4593.2.0", "2.24.0", "3.5.0"],
    ["4593.2.5", "2.24.0", "3.5.0"],
    ["4757.1.0", "2.24.0", "3.5.0"],
    ["4790.0.0", "2.24.0", "3.5.0"],
  ])("%s has %s, which boots %s", (version, ignition, spec) => {
    expect(of(version)).toEqual([ignition, spec]);
  });

  test("of a release from the future is taken to be at least the newest known", () => {
    expect(of("4799.0.0+nightly-20260821-2100")).toEqual(["2.24.0", "3.5.0"]);
    expect(of("99999.2.0")).toEqual(["2.24.0", "3.5.0"]);
  });

  test.each(["3184.9.9", "3139.2.3", "3033.3.18", "2605.32.1", "0.0.0"])("%s reads spec 2 only and is refused", (version) => {
    expect(thrown(() => of(version))).toMatchObject({ code: "release-without-ignition-3", received: version });
  });

  test("never gets older with a newer major version", () => {
    fc.assert(
      fc.property(fc.integer({ min: 3185, max: 5000 }), fc.integer({ min: 0, max: 500 }), (major, more) => {
        const [older, newer] = [of(`${major}.0.0`), of(`${major + more}.0.0`)];
        expect(Number(newer[0].split(".")[1])).toBeGreaterThanOrEqual(Number(older[0].split(".")[1]));
        expect(newer[1] >= older[1]).toBe(true);
      }),
    );
  });

  test("by its major version agrees with the catalogue", () => {
    for (const release of catalogue.releases) {
      const { major, branch } = FlatcarVersion.parse(release.version);
      if (major < 3185) expect(highestSpec(release.ignition)).toBeUndefined();
      else expect(of(`${major}.${branch}.999`)[0]).toBe(release.ignition);
    }
  });
});

describe("a stated Ignition", () => {
  const stated = (version: string, ignition: string): string[] => {
    const support = IgnitionSupport.stated(FlatcarVersion.parse(version), ignition);
    return [support.ignition, support.spec];
  };

  test("is believed of a release that is not in the catalogue", () => {
    expect(stated("4900.2.0", "2.26.0")).toEqual(["2.26.0", "3.6.0"]);
    expect(stated("4593.2.4", "2.24.0")).toEqual(["2.24.0", "3.5.0"]);
  });

  test("is refused where the catalogue knows better", () => {
    expect(thrown(() => stated("4081.3.10", "2.26.0"))).toMatchObject({
      code: "release-ignition-contradicted",
      received: "2.26.0",
      mend: "write 2.19.0",
    });
  });

  test("that reads spec 2 only is refused", () => {
    expect(thrown(() => stated("4900.2.0", "0.36.1")).code).toBe("release-without-ignition-3");
    expect(thrown(() => stated("3033.3.18", "0.36.1")).code).toBe("release-without-ignition-3");
  });

  test("cannot make a release from before Ignition 2 usable", () => {
    expect(thrown(() => stated("3139.2.3", "2.13.0")).code).toBe("release-without-ignition-3");
  });
});
