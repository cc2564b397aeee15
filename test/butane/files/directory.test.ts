import { expect, test } from "vitest";
import { LocalFileFault, osFault } from "../../../lib/butane/files/directory";

test("a fault of the operating system reads as in Go", () => {
  const fault = osFault("open", "files/a.txt", "no such file or directory");
  expect(fault).toBeInstanceOf(LocalFileFault);
  expect(fault.message).toBe("open files/a.txt: no such file or directory");
});
