import fc from "fast-check";
import { expect, test } from "vitest";
import { IgnitionConfig, encodeIgnition, largestFiles } from "../../lib/ignition";
import { config } from "./arbitrary";

const example: IgnitionConfig = {
  ignition: { version: "3.4.0" },
  storage: {
    files: [
      { path: "/small", contents: { source: "data:,x" } },
      { path: "/big", contents: { source: `data:,${"x".repeat(500)}` } },
    ],
  },
  systemd: { units: [{ name: "a.service", contents: "é".repeat(100), dropins: [{ name: "x.conf", contents: "y".repeat(50) }] }] },
};

test("files and units are listed by the bytes of their entries, largest first", () => {
  expect(largestFiles(example, 3)).toEqual([
    { path: "/big", bytes: `{"path":"/big","contents":{"source":"data:,${"x".repeat(500)}"}}`.length },
    {
      path: "/etc/systemd/system/a.service",
      bytes:
        100 + `{"contents":"${"é".repeat(100)}","dropins":[{"contents":"${"y".repeat(50)}","name":"x.conf"}],"name":"a.service"}`.length,
    },
    { path: "/small", bytes: '{"path":"/small","contents":{"source":"data:,x"}}'.length },
  ]);
});

test("no more than asked for are listed", () => {
  expect(largestFiles(example, 1).map(({ path }) => path)).toEqual(["/big"]);
  expect(largestFiles(example, 0)).toEqual([]);
  expect(largestFiles({}, 3)).toEqual([]);
});

test("entries of one size come by path", () => {
  const storage = { files: ["/b", "/a", "/C"].map((path) => ({ path })) };
  expect(largestFiles({ storage }, 3).map(({ path }) => path)).toEqual(["/C", "/a", "/b"]);
});

test("together they are never more than the config", () => {
  fc.assert(
    fc.property(config, (value) => {
      const sum = largestFiles(value, 1000).reduce((total, { bytes }) => total + bytes, 0);
      expect(sum).toBeLessThanOrEqual(Buffer.byteLength(encodeIgnition(value)));
    }),
  );
});
