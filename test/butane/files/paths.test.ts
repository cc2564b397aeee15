import { expect, test } from "vitest";
import { byBytes, joined, pathWithin } from "../../../lib/butane/files/paths";
import { bytesOf } from "../../../lib/ignition/go-bytes";

const absolute = (path: string): string =>
  (path.startsWith("/") ? path : `/cwd/${path}`.replace(/\/\.$/, "")).replace(/\/\w+\/\.\.(?=\/|$)/, "");

test("a path stays below the directory", () => {
  expect(pathWithin("files", absolute, "a/../b")).toBe("files/b");
  expect(pathWithin(".", absolute, "b")).toBe("b");
  expect(pathWithin("files", absolute, "")).toBe("files");
  expect(() => pathWithin("files", absolute, "../b")).toThrow("traverses outside");
  expect(() => pathWithin("files", absolute, "../files-too/b")).toThrow("traverses outside");
});

test("of the root nothing is below, as in butane", () => {
  expect(() => pathWithin("/", absolute, "etc")).toThrow("traverses outside");
});

test("names are in the order of their bytes", () => {
  expect(byBytes(["😀", "\uffee", "b", "B"], bytesOf)).toEqual(["B", "b", "\uffee", "😀"]);
  expect([joined("", "a"), joined("a", "b")]).toEqual(["a", "a/b"]);
});
