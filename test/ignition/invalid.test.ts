import { expect, test } from "vitest";
import { IgnitionSpecVersion } from "../../lib/ignition";
import { blocking, invalidConfig } from "../../lib/ignition/invalid";
import { ConfigReport, ReportSeverity } from "../../lib/ignition/report";

const report = (path: string, message: string, fields: Partial<ConfigReport> = {}): ConfigReport => ({
  severity: ReportSeverity.ERROR,
  path,
  code: "x",
  message,
  ...fields,
});

test("errors and unknown keys block, other warnings do not", () => {
  const error = report("a", "m");
  const warning = report("b", "m", { severity: ReportSeverity.WARNING });
  const unused = report("c", "m", { severity: ReportSeverity.WARNING, code: "unused-key" });
  expect(blocking([error, warning, unused])).toEqual([error, unused]);
});

test("one problem is told with its path, its value and its hint", () => {
  const value = { systemd: { units: [{ enable: true }] } };
  const error = invalidConfig(
    "web.ign",
    value,
    [report("systemd.units.0.enable", "unused key enable", { hint: "a hint" })],
    IgnitionSpecVersion.V3_4_0,
  );
  expect(error.message).toBe(
    "web.ign: systemd.units.0.enable: unused key enable (a hint): received true; allowed: a config of Ignition spec 3.4.0; " +
      "correct systemd.units.0.enable [ignition-invalid: docs/errors.md#ignition-invalid]",
  );
});

test("of several problems the first three are told, and how many there are", () => {
  const reports = ["a", "b", "c", "d", "e"].map((path) => report(path, "bad"));
  expect(invalidConfig("x", { a: 1 }, reports, undefined).message).toMatch(
    /^x with 5 problems: a: bad; b: bad; c: bad; and 2 more: received 1; allowed: an Ignition config; correct the fields named/,
  );
  expect(invalidConfig("x", {}, reports.slice(0, 3), undefined).message).toMatch(
    /^x with 3 problems: a: bad; b: bad; c: bad: received nothing/,
  );
});

test("a problem of the config itself shows the config", () => {
  expect(invalidConfig("x", 5, [report("", "no config")], undefined).message).toMatch(/^x: no config: received 5;.*correct the config/);
});

test.each<[string, unknown, string, unknown]>([
  ["a URL's password", { source: "https://core:hunter2@example.com/%zz" }, "source", "https://core:***@example.com/%zz"],
  ["what is in a data URL", { source: "data:,PASSWORD=hunter2%zz" }, "source", "data:,***"],
  ["a word that is called a secret", { password: "hunter2" }, "password", "***"],
  ["a secret within an object", { user: [{ uid: 1, password: "hunter2" }] }, "user", [{ uid: 1, password: "***" }]],
  ["a path", { path: "etc/motd" }, "path", "etc/motd"],
])("an error shows %s as far as it is no secret: it ends up in logs", (_, value, path, received) => {
  const error = invalidConfig("x", value, [report(path, "m")], IgnitionSpecVersion.V3_4_0);
  expect(error.received).toEqual(received);
  expect(error.message).not.toContain("hunter2");
});

test("what is in itself comes to an end", () => {
  const circle: { inner?: unknown } = {};
  circle.inner = circle;
  expect(invalidConfig("x", { circle }, [report("circle", "m")], undefined).message).toContain("circle: m");
});
