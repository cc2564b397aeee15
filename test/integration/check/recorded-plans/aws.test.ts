import { test } from "vitest";
import { requires } from "../../harness";
import { AWS, recordAws } from "../aws";
import { keep } from "./keep";

requires("terraform", "provider-aws-stand-in")("plans of AWS", () => {
  test.each(Object.keys(AWS))("are as they were recorded: %s", async (name) => keep("aws", name, await recordAws(name)));
});
