import { test } from "vitest";
import { requires } from "../../harness";
import { HETZNER, PLAIN_HETZNER, recordHetzner } from "../hetzner";
import { keep } from "./keep";

requires("terraform", "provider-hcloud")("plans of Hetzner", () => {
  test.each([...Object.keys(HETZNER), ...Object.keys(PLAIN_HETZNER)])("are as they were recorded: %s", async (name) =>
    keep("hetzner", name, await recordHetzner(name)),
  );
});
