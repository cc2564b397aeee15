import { expect, test } from "vitest";
import { checkId } from "../../lib/aws/ids";
import { thrown } from "../support";
import { variable } from "./pool";

test.each([
  ["ami", "ami-0123456789abcdef0"],
  ["sg", "sg-0a1b2c3d"],
  ["subnet", "subnet-0123456789abcdef0"],
  ["vpc", "vpc-0a1b2c3d"],
] as const)("the id of a %s is %s", (kind, id) => expect(() => checkId(kind, "x", id)).not.toThrow());

test.each([
  "",
  "ami",
  "ami-",
  "ami-123",
  "ami-0123456789ABCDEF0",
  "ami-0123456789abcdef0 ",
  "vpc-0123456789abcdef0",
  "Flatcar-stable-4593.2.5-hvm",
])("%j is no id of an AMI", (id) => {
  expect(thrown(() => checkId("ami", "image", id))).toMatchObject({ code: "aws-id", subject: "image", received: id });
});

test("an id known only at apply passes", () => expect(() => checkId("sg", "x", variable().stringValue)).not.toThrow());
