import { expect, test } from "vitest";
import { serverArchitecture } from "../../lib/hetzner/server-series";

test.each([
  ["cax11", "arm64"],
  ["cx23", "amd64"],
  ["cpx32", "amd64"],
  ["ccx63", "amd64"],
])("%s is %s", (type, architecture) => expect(serverArchitecture(type)?.name).toBe(architecture));

test.each(["future1", "CAX11", "cax", "cax11x", "xcx23", ""])("%j tells nothing", (type) => {
  expect(serverArchitecture(type)).toBeUndefined();
});
