import { expect, test } from "vitest";
import { MATCHBOX_CONFIG_LIMIT, MATCHBOX_NAME_LIMIT, SMALLEST_DISK_BYTES } from "../../lib/bare-metal";

test("a config of the most bytes leaves room in a gRPC message for the longest name and the fields around both", () => {
  // Tag and length of two fields of a message, https://protobuf.dev/programming-guides/encoding/: at most 5 bytes each here.
  const name = MATCHBOX_NAME_LIMIT + ".ign".length + 5;
  expect(MATCHBOX_CONFIG_LIMIT + 5 + name).toBeLessThanOrEqual(4 * 1024 * 1024);
});

test("the longest name is one of a file when matchbox has added its ending", () => {
  expect(MATCHBOX_NAME_LIMIT + ".json".length).toBe(255);
});

test("a disk that is chosen by size is one that flatcar-install would choose", () => {
  expect(SMALLEST_DISK_BYTES).toBe(1e10);
});
