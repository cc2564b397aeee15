import { Fn, Token } from "cdktf";
import { expect, test } from "vitest";
import { checkTagValue, checkTags, machineTags, poolTags } from "../../lib/aws/tags";
import { scratchStack, thrown, untyped } from "../support";
import { RELEASE, pool, variable } from "./pool";

test("a machine has the user's tags, the pool's and its release's", () => {
  expect(machineTags("web", "prod-web-0", RELEASE, { team: "x" })).toEqual({
    team: "x",
    Name: "prod-web-0",
    "flatcar-pool": "web",
    "flatcar-channel": "stable",
    "flatcar-version": "4593.2.5",
  });
});

test("what no release is told of has no tag of one", () => {
  expect(poolTags("web", "prod-web", { team: "x" })).toEqual({ team: "x", Name: "prod-web", "flatcar-pool": "web" });
});

test.each([
  [{ "": "x" }, "tags: a key"],
  [{ ["k".repeat(129)]: "x" }, "tags: a key"],
  [{ "a,b": "x" }, "tags: a key"],
  [{ "aws:cloudformation:stack-name": "x" }, "tags: a key"],
  [{ Name: "x" }, "tags: a key"],
  [{ "flatcar-version": "x" }, "tags: a key"],
  [{ team: "v".repeat(257) }, "tags.team"],
  [{ team: "a;b" }, "tags.team"],
  [Object.fromEntries(Array.from({ length: 47 }, (_, i) => [`t${i}`, ""])), "tags"],
])("%j is refused", (tags, subject) => {
  expect(thrown(() => checkTags(tags))).toMatchObject({ code: "aws-tag", subject });
});

test("letters of any language, empty values and values known only at apply pass", () => {
  const token = variable().stringValue;
  expect(() => checkTags({ "équipe/kubernetes.io:role": "", team: "Größe 3 + 4 = 7 @home", other: token, [token]: "x" })).not.toThrow();
  expect(() => checkTags(Object.fromEntries(Array.from({ length: 46 }, (_, i) => [`t${i}`, ""])))).not.toThrow();
});

test("a map of tags that is known only at apply is refused, by what it is, of a pool and of a node", () => {
  const stack = scratchStack();
  const { value } = variable(stack);
  for (const tags of [
    untyped<Record<string, string>>(value),
    Token.asStringMap(value),
    untyped<Record<string, string>>(Fn.merge([{ a: "b" }])),
  ]) {
    expect(thrown(() => checkTags(tags))).toMatchObject({ code: "aws-tag", subject: "tags", received: "a map known only at apply" });
    expect(thrown(() => pool({ nodes: { a: { tags } } }))).toMatchObject({ code: "aws-tag", subject: "nodes.a.tags" });
  }
});

test("a pool's name is a tag too", () => {
  expect(thrown(() => checkTagValue("poolName", "a;b"))).toMatchObject({ code: "aws-tag", subject: "poolName" });
  expect(() => checkTagValue("poolName", variable().stringValue)).not.toThrow();
});
