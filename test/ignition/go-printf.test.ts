import { expect, test } from "vitest";
import { goPrintf } from "../../lib/ignition/go-printf";

test.each([
  ["nothing", "nothing"],
  ["100%", "100%!(NOVERB)"],
  ["100%%", "100%"],
  ["%s and %d", "%!s(MISSING) and %!d(MISSING)"],
  ["%+-# 05.3x", "%!x(MISSING)"],
  ["%é", "%!é(MISSING)"],
  ["%😀", "%!😀(MISSING)"],
  ["%*d", "%!(BADWIDTH)%!d(MISSING)"],
  ["%.*d", "%!(BADPREC)%!d(MISSING)"],
  ["%[1]d", "%!d(BADINDEX)"],
  ["%[x]d", "%!d(BADINDEX)"],
  ["%[d", "%!d(BADINDEX)"],
  ["%.", "%!.(MISSING)"],
  ["%%%", "%%!(NOVERB)"],
  ["a%\nb", "a%!\n(MISSING)b"],
])("%j is printed as Go prints it without arguments", (format, printed) => {
  expect(goPrintf(format)).toBe(printed);
});
