import { Construct } from "constructs";
import { expect, test } from "vitest";
import { claimPoolName } from "../../lib/aws/names";
import { scratchStack, thrown } from "../support";
import { variable } from "./pool";

const claim = (name: string, stack = scratchStack(), id = "pool"): void => claimPoolName(new Construct(stack, id), name);

test.each(["prod-aws-web", "a", "Prod_1/web.2", "w".repeat(101)])("%s is a name", (name) => expect(() => claim(name)).not.toThrow());

test.each(["", "-web", "prod web", "prod:web", "sg-web", "w".repeat(102), "größe"])("%j is none", (name) => {
  expect(thrown(() => claim(name))).toMatchObject({ code: "aws-name", received: name });
});

test("a name is one pool's in a stack", () => {
  const stack = scratchStack();
  claim("prod-web", stack, "one");
  const error = thrown(() => claim("prod-web", stack, "two"));
  expect(error).toMatchObject({ code: "aws-name-taken", received: "prod-web" });
  expect(error.allowed).toContain("stack/one has this one");
});

test("a name known only at apply passes", () => expect(() => claim(`${variable().stringValue}-web`)).not.toThrow());
