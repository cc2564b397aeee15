import { TerraformVariable } from "cdktf";
import { expect, test } from "vitest";
import { MatchboxProvider } from "../../lib/bare-metal";
import { claimName } from "../../lib/bare-metal/names";
import { scratchStack, thrown } from "../support";
import { preparedNode } from "./node";

test.each(["lab-a", "Lab a.b", "x".repeat(250), "ü".repeat(125)])("%j is a name that matchbox takes", (name) => {
  expect(() => claimName(preparedNode(scratchStack(), "a"), name, undefined)).not.toThrow();
});

test.each(["", "a/b", ".a", "a\nb", "x".repeat(251), "ü".repeat(126)])("%j is not", (name) => {
  expect(thrown(() => claimName(preparedNode(scratchStack(), "a"), name, undefined))).toMatchObject({
    code: "matchbox-name",
    received: name,
  });
});

test("a name known only at apply passes, as long as what is known of it is not too long", () => {
  const stack = scratchStack();
  const prefix = new TerraformVariable(stack, "prefix", {}).stringValue;
  expect(() => claimName(preparedNode(stack, "a"), `${prefix}/a`, undefined)).not.toThrow();
  expect(thrown(() => claimName(preparedNode(stack, "b"), `${prefix}${"x".repeat(251)}`, undefined))).toMatchObject({
    code: "matchbox-name",
  });
});

test("a name is taken once on a server, and again on another one", () => {
  const stack = scratchStack();
  const far = new MatchboxProvider(stack, "far", { alias: "far", endpoint: "far:8081", clientCert: "", clientKey: "", ca: "" });
  claimName(preparedNode(stack, "a"), "lab-a-install", undefined);
  expect(thrown(() => claimName(preparedNode(stack, "b"), "lab-a-install", undefined))).toMatchObject({
    code: "matchbox-name-taken",
    allowed: expect.stringContaining("stack/a has this one"),
  });
  expect(() => claimName(preparedNode(stack, "c"), "lab-a-install", far)).not.toThrow();
});
