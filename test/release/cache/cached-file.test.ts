import { expect, test } from "vitest";
import { alteredError } from "../../../lib/release/cache/cached-file";

test("the error of an altered entry names the file, what it was and what it is, and the folder to delete", () => {
  const error = alteredError("/cache/sha512/ab/ab12/disk.img", "cd", "ab12");
  expect(error).toMatchObject({ code: "cache-entry-altered", path: "/cache/sha512/ab/ab12/disk.img", received: "cd", allowed: "ab12" });
  expect(error.mend).toContain("delete /cache/sha512/ab/ab12 ");
});

test("a file that is gone is told as nothing", () => {
  expect(alteredError("/x/y", undefined, "ab").message).toContain("received nothing");
});
