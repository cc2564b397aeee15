import { expect, test } from "vitest";
import { Fault } from "./faults";

test("a fault meets one request of its method and path", () => {
  const fault = Fault.conflict({ method: "PUT", path: "/servers/*" });
  expect(fault.take("PUT", "/servers")).toBe(false);
  expect(fault.take("GET", "/servers/1")).toBe(false);
  expect(fault.take("PUT", "/servers/1/actions")).toBe(false);
  expect(fault.take("PUT", "/servers/1")).toBe(true);
  expect(fault.take("PUT", "/servers/1")).toBe(false);
  expect(fault.hits).toBe(1);
});

test("a fault without a match meets anything, as often as told, after those it lets pass", () => {
  const fault = Fault.rateLimit({ times: 2, skip: 1 });
  expect(["/a", "/b", "/c", "/d"].map((path) => fault.take("GET", path))).toEqual([false, true, true, false]);
});

test("a fault can last for ever, and match by a pattern", () => {
  const fault = Fault.locked({ path: /\/actions\/power(on|off)$/, times: Infinity });
  for (let i = 0; i < 50; i++) expect(fault.take("POST", `/servers/${i}/actions/poweroff`)).toBe(true);
  expect(fault.take("POST", "/servers/1/actions/reboot")).toBe(false);
});

test("a path with signs of patterns is taken literally", () => {
  expect(Fault.conflict({ path: "/a.b" }).take("GET", "/axb")).toBe(false);
});

test.each([-1, 10_001, Number.NaN])("a delay of %d ms is refused", (milliseconds) => {
  expect(() => Fault.slow(milliseconds)).toThrow(RangeError);
});
