import { TerraformVariable } from "cdktf";
import { expect, test } from "vitest";
import { claimMac } from "../../lib/bare-metal/mac";
import { scratchStack, thrown } from "../support";
import { preparedNode } from "./node";

test.each(["52:54:00:0A:0b:0c", "52-54-00-0a-0b-0c", "5254.000a.0b0c", "5254000A0B0C"])(
  "%s is kept in lower case with colons, as matchbox compares it",
  (mac) => {
    expect(claimMac(preparedNode(scratchStack(), "a"), mac)).toBe("52:54:00:0a:0b:0c");
  },
);

test.each(["", "52:54:00:0a:0b", "52:54:00:0a:0b:0g", "01:00:5e:00:00:01", "00:00:00:00:00:00", "52:54-00:0a:0b:0c"])(
  "%j is no machine's address",
  (mac) => {
    expect(thrown(() => claimMac(preparedNode(scratchStack(), "a"), mac))).toMatchObject({
      code: "mac-address",
      subject: "nodes.a.mac",
      received: mac,
    });
  },
);

test("one address in two spellings is an error", () => {
  const stack = scratchStack();
  claimMac(preparedNode(stack, "a"), "52:54:00:0a:0b:0c");
  expect(thrown(() => claimMac(preparedNode(stack, "b"), "52-54-00-0A-0B-0C"))).toMatchObject({
    code: "mac-taken",
    subject: "nodes.b.mac",
    allowed: expect.stringContaining("stack/a has this one"),
  });
});

test("an address known only at apply passes, but not twice", () => {
  const stack = scratchStack();
  const mac = new TerraformVariable(stack, "mac", {}).stringValue;
  expect(claimMac(preparedNode(stack, "a"), mac)).toBe(mac);
  expect(claimMac(preparedNode(stack, "b"), new TerraformVariable(stack, "other", {}).stringValue)).toContain("TfToken");
  expect(thrown(() => claimMac(preparedNode(stack, "c"), mac))).toMatchObject({ code: "mac-taken" });
});
