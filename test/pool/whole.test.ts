import { DefaultTokenResolver, Lazy, StringConcat, TerraformElement, TerraformStack, Token, Tokenization } from "cdktf";
import { expect, test } from "vitest";
import { Whole } from "../../lib/pool/whole";
import { scratchStack, synthesise } from "../support";

class Comment extends TerraformElement {
  public asked = 0;

  constructor(
    stack: TerraformStack,
    id: string,
    private readonly value: object,
  ) {
    super(stack, id);
  }

  public override toTerraform(): object {
    return { "//": { [this.node.id]: new Whole(() => (this.asked++, this.value)) } };
  }
}

const comment = (build: (stack: TerraformStack) => void): unknown => synthesise(build)["//"];

test("a value arrives as it is, and is asked for once", () => {
  const made: Comment[] = [];
  const value = { a: [1, "two", null, false], b: { c: undefined, d: {} } };
  expect(comment((stack) => made.push(new Comment(stack, "one", value)))).toMatchObject({
    one: { a: [1, "two", null, false], b: { d: {} } },
  });
  expect(made[0].asked).toBe(1);
});

test("tokens in it are resolved", () => {
  const number = Token.asNumber(Lazy.anyValue({ produce: () => 7 }));
  const y = Lazy.stringValue({ produce: () => "y" });
  const value = { number, text: [`x ${y}`] };
  expect(comment((stack) => new Comment(stack, "one", value))).toMatchObject({ one: { number: 7, text: ["x y"] } });
  expect(comment((stack) => new Comment(stack, "one", { [`key ${y}`]: null }))).toMatchObject({ one: { "key y": null } });
});

test("two values stand beside each other, and beside what else the comment holds", () => {
  const both = comment((stack) => {
    new Comment(stack, "one", { a: 1 });
    new Comment(stack, "two", { b: 2 });
  });
  expect(both).toMatchObject({ one: { a: 1 }, two: { b: 2 }, metadata: {} });
});

test("it is written also where an element is resolved alone", () => {
  const stack = scratchStack();
  const one = new Comment(stack, "one", { a: 1, b: Lazy.anyValue({ produce: () => 2 }) });
  const options = { scope: stack, resolver: new DefaultTokenResolver(new StringConcat()), preparing: false };
  const resolved: unknown = Tokenization.resolve(one.toTerraform(), options);
  expect(JSON.parse(JSON.stringify(resolved))).toEqual({ "//": { one: { a: 1, b: 2 } } });
});
