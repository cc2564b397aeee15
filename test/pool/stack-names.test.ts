import { TerraformStack } from "cdktf";
import { Construct } from "constructs";
import { expect, test } from "vitest";
import { NameClaim, StackNames } from "../../lib/pool/stack-names";
import { addresses, scratchStack, synthesise, synthesiseApp, thrown } from "../support";

const claim = (over: Partial<NameClaim> = {}): NameClaim => ({
  kind: "hostname",
  value: "a",
  owner: "stack/db/a",
  code: "hostname-taken",
  subject: "nodes.a.hostname",
  mend: "give another",
  ...over,
});

test("a stack has one register, wherever in it is asked", () => {
  const stack = scratchStack();
  const deep = new Construct(new Construct(stack, "x"), "y");
  expect(StackNames.of(deep)).toBe(StackNames.of(stack));
});

test("a value is taken once, and the error names who has it", () => {
  const names = StackNames.of(scratchStack());
  names.claim(claim());
  const error = thrown(() => names.claim(claim({ owner: "stack/web/b" })));
  expect(error).toMatchObject({ code: "hostname-taken", subject: "nodes.a.hostname", received: "a", mend: "give another" });
  expect(error.allowed).toContain("stack/db/a has this one");
});

test("values of another kind do not meet", () => {
  const names = StackNames.of(scratchStack());
  names.claim(claim());
  expect(() => names.claim(claim({ kind: "node name" }))).not.toThrow();
});

test("kind and value do not run into each other", () => {
  const names = StackNames.of(scratchStack());
  names.claim(claim({ kind: "a b", value: "c" }));
  expect(() => names.claim(claim({ kind: "a", value: "b c" }))).not.toThrow();
});

test("the owner of a value is told, and undefined where it is free", () => {
  const names = StackNames.of(scratchStack());
  names.claim(claim());
  expect(names.ownerOf("hostname", "a")).toBe("stack/db/a");
  expect(names.ownerOf("hostname", "b")).toBeUndefined();
});

test("counts begin at one and are kept apart", () => {
  const names = StackNames.of(scratchStack());
  expect([names.count("x"), names.count("x"), names.count("y")]).toEqual([1, 2, 1]);
});

test("two stacks of an app do not meet", () => {
  synthesiseApp((app) => {
    StackNames.of(new TerraformStack(app, "one")).claim(claim());
    expect(() => StackNames.of(new TerraformStack(app, "two")).claim(claim())).not.toThrow();
  });
});

test("the register makes nothing in Terraform", () => {
  expect(addresses(synthesise((stack) => StackNames.of(stack).claim(claim())))).toEqual([]);
});

test("what nothing else can have is kept in mind without a claim", () => {
  const names = StackNames.of(scratchStack());
  names.note("address", "x.id", "web");
  names.note("address", "x.id", "web");
  expect([names.ownerOf("address", "x.id"), names.ownerOf("address", "y.id"), names.ownerOf("name", "x.id")]).toEqual([
    "web",
    undefined,
    undefined,
  ]);
});
