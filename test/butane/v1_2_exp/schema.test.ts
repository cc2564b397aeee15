import { expect, test } from "vitest";
import { CONFIG } from "../../../lib/butane/v1_2_exp/schema";
import { recorded, structsOf } from "../schema-structs";

test("the keys of 1.2.0-experimental, their order and their Go types are those of butane", () => {
  expect(structsOf(CONFIG)).toEqual(recorded["1.2.0-experimental"]);
});
