import { expect, test } from "vitest";
import { unitState } from "../../lib/update/unit-state";

const UNIT = "locksmithd.service";

test("a configuration that does not name the unit says nothing of it", () => {
  const nothing = { masked: undefined, enabled: undefined, hasContents: false, dropins: [] };
  expect(unitState({}, UNIT)).toEqual(nothing);
  expect(unitState({ systemd: { units: [{ name: "other.service", mask: true }] } }, UNIT)).toEqual(nothing);
});

test("a unit entry says all of it", () => {
  const units = [{ name: UNIT, mask: false, enabled: true, contents: "[Unit]\n", dropins: [{ name: "a.conf", contents: "" }] }];
  expect(unitState({ systemd: { units } }, UNIT)).toEqual({ masked: false, enabled: true, hasContents: true, dropins: ["a.conf"] });
});

test("a link to /dev/null is a mask, any other one is the unit's text", () => {
  const path = `/etc/systemd/system/${UNIT}`;
  expect(unitState({ storage: { links: [{ path, target: "/dev/null" }] } }, UNIT).masked).toBe(true);
  expect(unitState({ storage: { links: [{ path, target: "/opt/x.service" }] } }, UNIT)).toMatchObject({
    masked: undefined,
    hasContents: true,
  });
  expect(unitState({ storage: { links: [{ path: `${path}x`, target: "/dev/null" }] } }, UNIT).masked).toBeUndefined();
});

test("a file is the unit's text, or a drop-in of it", () => {
  const files = [{ path: `/etc/systemd/system/${UNIT}` }, { path: `/etc/systemd/system/${UNIT}.d/b.conf` }];
  expect(unitState({ storage: { files } }, UNIT)).toMatchObject({ hasContents: true, dropins: ["b.conf"] });
});
