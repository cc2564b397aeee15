import { constants } from "node:buffer";
import { expect, test } from "vitest";
import { BYTES_MAX } from "../../lib/ignition/limits";

test("the largest file fits in base64 into a string", () => {
  expect(Math.ceil(BYTES_MAX / 3) * 4).toBeLessThan(constants.MAX_STRING_LENGTH);
});
