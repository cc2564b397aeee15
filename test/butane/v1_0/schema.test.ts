import { expect, test } from "vitest";
import { CONFIG } from "../../../lib/butane/v1_0/schema";
import { recorded, structsOf } from "../schema-structs";

test("the keys of 1.0.0, their order and their Go types are those of butane", () => {
  expect(structsOf(CONFIG)).toEqual(recorded["1.0.0"]);
});
