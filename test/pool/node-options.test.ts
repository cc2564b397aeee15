import { TerraformVariable } from "cdktf";
import { expect, test } from "vitest";
import { NodeOptions, checkNode, nodes } from "../../lib/pool/node-options";
import { scratchStack, thrown, untyped } from "../support";

const variable = () => new TerraformVariable(scratchStack(), "v", {});

test("nodes() names as many nodes as asked for and numbers them", () => {
  expect(nodes("web", 3)).toEqual({ "web-0": { index: 0 }, "web-1": { index: 1 }, "web-2": { index: 2 } });
});

test("nodes() gives the options to each, but for the index", () => {
  expect(nodes("web", 2, { generation: 4, index: 9 })).toEqual({
    "web-0": { generation: 4, index: 0 },
    "web-1": { generation: 4, index: 1 },
  });
});

test("a node keeps its entry when the count changes", () => {
  expect(nodes("web", 5)).toMatchObject(nodes("web", 3));
});

test.each([0, -1, 1.5, NaN, Infinity, 10_001])("nodes() refuses the count %s", (count) => {
  expect(thrown(() => nodes("web", count))).toMatchObject({ code: "node-count", received: count });
});

test("nodes() makes 10000 nodes", () => {
  expect(Object.keys(nodes("web", 10_000))).toHaveLength(10_000);
});

test("nodes() says that a count known only at apply cannot name nodes", () => {
  const error = thrown(() => nodes("web", variable().numberValue));
  expect(error).toMatchObject({ code: "node-count", received: "a number known only at apply" });
  expect(error.allowed).toContain("known at synth");
});

test.each(["a", "0", "web-0", "a--b", "x".repeat(63)])("a node may be called %s", (name) => {
  expect(() => checkNode(name, {})).not.toThrow();
});

test.each(["", "-a", "a-", "A", "a.b", "a_b", "a b", "x".repeat(64), "é"])("a node may not be called %j", (name) => {
  expect(thrown(() => checkNode(name, {}))).toMatchObject({ code: "node-name", received: name });
});

test("a node's name cannot be a token, and the error says that it must be known at synth", () => {
  const error = thrown(() => checkNode(variable().stringValue, {}));
  expect(error.code).toBe("node-name");
  expect(error.allowed).toContain("known at synth");
});

test.each(["a", "Web.example.com", "1", "x".repeat(63), `${"x".repeat(31)}.${"y".repeat(32)}`])("%s is a hostname", (hostname) => {
  expect(() => checkNode("a", { hostname })).not.toThrow();
});

test.each(["", ".", "a.", ".a", "a..b", "a_b", "-a", "a-", "a b", "x".repeat(64), `${"x".repeat(32)}.${"y".repeat(32)}`])(
  "%j is no hostname",
  (hostname) => {
    expect(thrown(() => checkNode("a", { hostname }))).toMatchObject({
      code: "hostname",
      subject: "nodes.a.hostname",
      received: hostname,
    });
  },
);

test.each([1, 2, 1_000_000])("a generation may be %s", (generation) => {
  expect(() => checkNode("a", { generation })).not.toThrow();
});

test.each([0, -1, 1.5, NaN, Infinity, "2"])("a generation may not be %s", (generation) => {
  const error = thrown(() => checkNode("a", { generation: untyped<number>(generation) }));
  expect(error).toMatchObject({ code: "generation", subject: "nodes.a.generation", received: generation });
});

test.each([0, 1, 9999])("an index may be %s", (index) => {
  expect(() => checkNode("a", { index })).not.toThrow();
});

test.each([-1, 0.5, NaN])("an index may not be %s", (index) => {
  expect(thrown(() => checkNode("a", { index }))).toMatchObject({ code: "node-index", subject: "nodes.a.index", received: index });
});

test("hostname and generation may be tokens", () => {
  const { stringValue, numberValue } = variable();
  const options: NodeOptions = { hostname: `a.${stringValue}`, generation: numberValue };
  expect(() => checkNode("a", options)).not.toThrow();
});

test("an index cannot be a token: what it spreads is decided at synth", () => {
  const error = thrown(() => checkNode("a", { index: variable().numberValue }));
  expect(error).toMatchObject({ code: "node-index", received: "a number known only at apply" });
  expect(error.allowed).toContain("known at synth");
});
