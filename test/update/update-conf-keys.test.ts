import { expect, test } from "vitest";
import { UpdateConfReader, canonicalKey, inWrittenOrder, readerOf } from "../../lib/update/update-conf-keys";

test("each key has the program that reads it", () => {
  expect(readerOf("GROUP")).toBe(UpdateConfReader.UPDATE_ENGINE);
  expect(readerOf("REBOOT_STRATEGY")).toBe(UpdateConfReader.LOCKSMITHD);
  expect(readerOf("LOCKSMITHD_ETCD_CAFILE")).toBe(UpdateConfReader.LOCKSMITHD);
  // Without ETCD the key is one that locksmithd does not know.
  expect(readerOf("LOCKSMITHD_CAFILE")).toBeUndefined();
});

test("the two names of a window's parts are one", () => {
  expect(canonicalKey("REBOOT_WINDOW_START")).toBe("LOCKSMITHD_REBOOT_WINDOW_START");
  expect(canonicalKey("REBOOT_WINDOW_LENGTH")).toBe("LOCKSMITHD_REBOOT_WINDOW_LENGTH");
  expect(canonicalKey("LOCKSMITHD_REBOOT_WINDOW_START")).toBe("LOCKSMITHD_REBOOT_WINDOW_START");
  expect(canonicalKey("GROUP")).toBe("GROUP");
});

test("Flatcar's keys come first in a fixed order, others after them by code unit", () => {
  const keys = ["b", "REBOOT_STRATEGY", "a", "SERVER", "B", "GROUP"];
  expect(inWrittenOrder(keys)).toEqual(["GROUP", "SERVER", "REBOOT_STRATEGY", "B", "a", "b"]);
  expect(inWrittenOrder([...keys].reverse())).toEqual(inWrittenOrder(keys));
});
