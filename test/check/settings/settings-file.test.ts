import * as fs from "fs";
import * as path from "path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { DEFAULT_SETTINGS } from "../../../lib/check/settings/settings";
import { parseSettings, readSettingsFile } from "../../../lib/check/settings/settings-file";
import { FlatcarError } from "../../../lib/errors";
import { settingsSchema } from "../../repository/schemas";
import { thrown } from "../../support";
import { withScratch } from "../../support/project";

const RULES = ["FC001", "FC002", "FC010"];
const OVERRIDE = { rule: "FC001", reason: "moving to new hardware", approver: "ops@example.com", expires: "2026-12-31" };
const FULL = {
  $schema: "./node_modules/cdktf-flatcar/lib/check/settings/flatcar-check.schema.json",
  maxUnavailable: "25%",
  userDataPercent: 90,
  daysBehind: { warn: 10, fail: 20 },
  amiDaysLeft: { warn: 90, fail: 30 },
  severities: { FC001: "off", FC010: "fail" },
  pools: { "prod/db": { maxUnavailable: 0, daysBehind: { warn: 5 } } },
  overrides: [OVERRIDE, { ...OVERRIDE, rule: "FC002", stack: "prod", pool: "prod/db", subjects: ["db-a", "db-b"] }],
};

const parse = (settings: unknown) => parseSettings(JSON.stringify(settings, null, 2), RULES, "flatcar-check.json");
const schemaAccepts = settingsSchema();

test("a file that says nothing gives the default", () => {
  expect(parse({})).toEqual(DEFAULT_SETTINGS);
  expect(parse({ pools: {}, overrides: [], severities: {} })).toEqual(DEFAULT_SETTINGS);
});

test("all that can be said is read, and what is given by half has the project's other half", () => {
  expect(schemaAccepts(FULL), JSON.stringify(schemaAccepts.errors)).toBe(true);
  const { $schema: _schema, ...rest } = FULL;
  expect(parse(FULL)).toEqual({ ...rest, pools: { "prod/db": { maxUnavailable: 0, daysBehind: { warn: 5, fail: 20 } } } });
  expect(parse({ daysBehind: { fail: 60 } }).daysBehind).toEqual({ warn: 45, fail: 60 });
  expect(parse({ amiDaysLeft: { warn: 1 } }).amiDaysLeft).toEqual({ warn: 1, fail: 0 });
  expect(parse({ daysBehind: {} }).daysBehind).toEqual(DEFAULT_SETTINGS.daysBehind);
});

test("1.0 is 1", () => {
  expect(parseSettings('{"maxUnavailable": 1.0, "userDataPercent": 8e1}', RULES, "f")).toMatchObject({
    maxUnavailable: 1,
    userDataPercent: 80,
  });
});

test.each<[object, Partial<FlatcarError>]>([
  [{ maxUnavailble: 1 }, { subject: "key of $", path: "flatcar-check.json:2:3", mend: 'did you mean "maxUnavailable"?' }],
  [{ severities: { FC011: "warn" } }, { subject: "key of $.severities", path: "flatcar-check.json:3:5", mend: 'did you mean "FC001"?' }],
  [{ severities: { FC001: "warm" } }, { subject: "$.severities.FC001", path: "flatcar-check.json:3:14", mend: 'did you mean "warn"?' }],
  [{ pools: { "p/db": { x: 1 } } }, { subject: 'key of $.pools["p/db"]', path: "flatcar-check.json:4:7" }],
  [
    { overrides: [OVERRIDE, { ...OVERRIDE, expires: "2026-02-30" }] },
    { subject: "$.overrides[1].expires", path: "flatcar-check.json:13:18" },
  ],
])("a mistake is told with its line and column, and what was meant: %j", (settings, error) => {
  expect(thrown(() => parse(settings))).toMatchObject({ code: "check-config-invalid", ...error });
});

test("the file that is named in errors is the one that is given", () => {
  withScratch((folder) => {
    const file = path.join(folder, "f.json");
    fs.writeFileSync(file, '{"a": 1}');
    expect(thrown(() => readSettingsFile(file, RULES, "f.json"))).toMatchObject({ path: "f.json:1:2" });
    fs.writeFileSync(file, "{}");
    expect(readSettingsFile(file, RULES)).toEqual(DEFAULT_SETTINGS);
  });
});

const without = (key: string) => Object.fromEntries(Object.entries(OVERRIDE).filter(([name]) => name !== key));

// The first of each pair is what the schema says: it does not know rules, the calendar, or which of two numbers is larger.
test.each<[boolean, unknown, string]>([
  [false, [], "$"],
  [false, null, "$"],
  [false, "x", "$"],
  [false, { $schema: 1 }, "$.$schema"],
  [false, { maxUnavailable: -1 }, "$.maxUnavailable"],
  [false, { maxUnavailable: 1.5 }, "$.maxUnavailable"],
  [false, { maxUnavailable: "25" }, "$.maxUnavailable"],
  [false, { maxUnavailable: "101%" }, "$.maxUnavailable"],
  [false, { maxUnavailable: "2.5%" }, "$.maxUnavailable"],
  [false, { maxUnavailable: null }, "$.maxUnavailable"],
  [false, { userDataPercent: 0 }, "$.userDataPercent"],
  [false, { userDataPercent: 101 }, "$.userDataPercent"],
  [false, { userDataPercent: "80%" }, "$.userDataPercent"],
  [false, { daysBehind: 3 }, "$.daysBehind"],
  [false, { daysBehind: { warm: 3 } }, "key of $.daysBehind"],
  [false, { daysBehind: { warn: -1 } }, "$.daysBehind.warn"],
  [false, { daysBehind: { warn: 36_501, fail: 36_501 } }, "$.daysBehind.warn"],
  [true, { daysBehind: { warn: 121 } }, "$.daysBehind.warn"],
  [true, { daysBehind: { fail: 44 } }, "$.daysBehind.fail"],
  [true, { daysBehind: { warn: 3, fail: 2 } }, "$.daysBehind.fail"],
  [true, { amiDaysLeft: { fail: 61 } }, "$.amiDaysLeft.fail"],
  [true, { amiDaysLeft: { warn: 2, fail: 3 } }, "$.amiDaysLeft.warn"],
  [true, { daysBehind: { warn: 50 }, pools: { p: { daysBehind: { fail: 49 } } } }, "$.pools.p.daysBehind.fail"],
  [false, { severities: [] }, "$.severities"],
  [false, { severities: { FC001: "error" } }, "$.severities.FC001"],
  [false, { severities: { FC001: 1 } }, "$.severities.FC001"],
  [true, { severities: { FC999: "warn" } }, "key of $.severities"],
  [false, { severities: { fc001: "warn" } }, "key of $.severities"],
  [false, { pools: { p: 1 } }, "$.pools.p"],
  [false, { pools: { p: { overrides: [] } } }, "key of $.pools.p"],
  [false, { overrides: {} }, "$.overrides"],
  [false, { overrides: ["FC001"] }, "$.overrides[0]"],
  [false, { overrides: [{ ...OVERRIDE, because: "x" }] }, "key of $.overrides[0]"],
  [false, { overrides: [without("rule")] }, "$.overrides[0].rule"],
  [false, { overrides: [without("reason")] }, "$.overrides[0].reason"],
  [false, { overrides: [without("approver")] }, "$.overrides[0].approver"],
  [false, { overrides: [without("expires")] }, "$.overrides[0].expires"],
  [true, { overrides: [{ ...OVERRIDE, rule: "FC020" }] }, "$.overrides[0].rule"],
  [false, { overrides: [{ ...OVERRIDE, rule: 1 }] }, "$.overrides[0].rule"],
  [false, { overrides: [{ ...OVERRIDE, reason: " " }] }, "$.overrides[0].reason"],
  [false, { overrides: [{ ...OVERRIDE, approver: "" }] }, "$.overrides[0].approver"],
  [false, { overrides: [{ ...OVERRIDE, stack: 1 }] }, "$.overrides[0].stack"],
  [false, { overrides: [{ ...OVERRIDE, pool: "" }] }, "$.overrides[0].pool"],
  [false, { overrides: [{ ...OVERRIDE, subjects: [] }] }, "$.overrides[0].subjects"],
  [false, { overrides: [{ ...OVERRIDE, subjects: [1] }] }, "$.overrides[0].subjects[0]"],
  [false, { overrides: [{ ...OVERRIDE, subjects: "a" }] }, "$.overrides[0].subjects"],
  [false, { overrides: [{ ...OVERRIDE, expires: "31.12.2026" }] }, "$.overrides[0].expires"],
  [false, { overrides: [{ ...OVERRIDE, expires: "2026-02-29" }] }, "$.overrides[0].expires"],
  [false, { overrides: [{ ...OVERRIDE, expires: null }] }, "$.overrides[0].expires"],
])("what cannot be is refused where it stands, and by the schema as far as it can tell (%s): %j", (bySchema, settings, subject) => {
  expect(thrown(() => parse(settings))).toMatchObject({ code: "check-config-invalid", subject });
  expect(schemaAccepts(settings)).toBe(bySchema);
});

test("whatever is in a file, there are settings or an error with a place, and the schema takes what is read", () => {
  const keys = fc.constantFrom(...Object.keys(FULL), ...Object.keys(OVERRIDE), "warn", "fail", "FC001", "x");
  const leaf = fc.oneof(
    fc.constantFrom("25%", "warn", "FC001", "2026-12-31", "x", ""),
    fc.integer({ min: -1, max: 200 }),
    fc.boolean(),
    fc.constant(null),
  );
  const { value } = fc.letrec((tie) => ({
    value: fc.oneof(leaf, fc.array(tie("value"), { maxLength: 2 }), fc.dictionary(keys, tie("value"), { maxKeys: 3 })),
  }));
  const root = fc.dictionary(fc.constantFrom(...Object.keys(FULL)), value, { maxKeys: 2 });
  fc.assert(
    fc.property(root, (settings) => {
      let error: unknown;
      try {
        parse(settings);
      } catch (e) {
        error = e;
      }
      if (error === undefined) expect(schemaAccepts(settings), JSON.stringify(schemaAccepts.errors)).toBe(true);
      else
        expect(error).toMatchObject({
          code: "check-config-invalid",
          path: expect.stringMatching(/^flatcar-check\.json:\d+:\d+$/) as string,
        });
    }),
    { numRuns: 500 },
  );
});
