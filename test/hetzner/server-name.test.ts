import { TerraformVariable } from "cdktf";
import { expect, test } from "vitest";
import { checkServerName } from "../../lib/hetzner/server-name";
import { scratchStack, thrown } from "../support";

test.each(["a", "prod-hetzner-db-a", "A1", "a.b-c.d", "x".repeat(63)])("%s is a name", (name) => {
  expect(() => checkServerName(name)).not.toThrow();
});

test.each(["", "-a", "a-", "a_b", "a b", "a..b", "a.-b", ".a", "a.", "\u00e9", "x".repeat(64)])("%j is none", (name) => {
  expect(thrown(() => checkServerName(name))).toMatchObject({ code: "hetzner-name", received: name });
});

test("a name known only at apply is taken", () => {
  expect(() => checkServerName(`${new TerraformVariable(scratchStack(), "x", {}).stringValue}_a`)).not.toThrow();
});
