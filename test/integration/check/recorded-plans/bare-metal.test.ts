import { test } from "vitest";
import { requires } from "../../harness";
import { BARE_METAL, recordBareMetal } from "../bare-metal";
import { keep } from "./keep";

requires(
  "terraform",
  "provider-matchbox",
  "matchbox",
)("plans of bare metal", () => {
  test.each(Object.keys(BARE_METAL))("are as they were recorded: %s", async (name) =>
    keep("bare-metal", name, await recordBareMetal(name)),
  );
});
