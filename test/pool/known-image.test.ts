import { TerraformVariable } from "cdktf";
import { expect, test } from "vitest";
import { refuseUnknownImage } from "../../lib/pool/known-image";
import { scratchStack, thrown } from "../support";
import { TestResource } from "./test-pool";

test("an image is known that is written down or a variable", () => {
  const stack = scratchStack();
  for (const value of ["image", new TerraformVariable(stack, "v", {}).stringValue])
    expect(() => refuseUnknownImage(stack, "image", value, "make it before")).not.toThrow();
});

test("an image that the same run makes is refused, and the error shows what it is made from", () => {
  const stack = scratchStack();
  const error = thrown(() => refuseUnknownImage(stack, "image: byId(…)", new TestResource(stack, "Made").id, "make it before"));
  expect(error).toMatchObject({ code: "image-unknown-at-plan", subject: "image: byId(…)", mend: "make it before" });
  expect(String(error.received)).toContain("terraform_data.Made.id");
});
