import { expect, test } from "vitest";
import { WEEKDAYS, Weekday } from "../../lib/update/weekday";

test("the week has all seven days and begins on Sunday, as locksmithd's does", () => {
  expect(WEEKDAYS).toEqual(["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]);
  expect([...WEEKDAYS].sort()).toEqual(Object.values(Weekday).sort());
});
