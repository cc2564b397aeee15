import { expect, test } from "vitest";
import * as update from "../../lib/update";

test("the public names of the folder", () => {
  const values = Object.keys(update).filter((name) => name in update && Reflect.get(update, name) !== undefined);
  expect(values.sort()).toEqual([
    "BakeryAutoUpdate",
    "RebootWindow",
    "SystemExtension",
    "UPDATE_CONF_PATH",
    "UpdateServer",
    "UpdateStrategy",
    "Weekday",
    "effectiveUpdateConf",
    "mergeUpdateConf",
    "parseUpdateConf",
    "printUpdateConf",
    "rebootSlotOf",
    "renderSystemExtensions",
    "renderUpdate",
    "updateContradictions",
  ]);
});
