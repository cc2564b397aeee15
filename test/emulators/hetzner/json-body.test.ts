import { describe, expect, test } from "vitest";
import { JsonBody } from "./json-body";

test.each(["{", "nope", '{"a":}'])("text that is no JSON is a json_error: %s", (text) => {
  expect(() => JsonBody.parse(text)).toThrow(expect.objectContaining({ status: 400, code: "json_error" }));
});

test.each(["[]", "1", "null", '"a"'])("JSON that is no object is refused: %s", (text) => {
  expect(() => JsonBody.parse(text)).toThrow(/field 'body'/);
});

test("no body is an empty object", () => {
  expect(JsonBody.parse("").has("a")).toBe(false);
});

test("fields are read by their types, and null counts as absent", () => {
  const body = JsonBody.parse('{"s":"x","i":3,"b":false,"n":null,"m":[1,"two"],"o":{"i":4},"l":[{"s":"y"}],"labels":{"a":"b"}}');
  expect([body.string("s"), body.integer("i"), body.boolean("b")]).toEqual(["x", 3, false]);
  expect([body.has("n"), body.optionalString("n"), body.optionalObject("n")]).toEqual([false, undefined, undefined]);
  expect(body.idsOrNames("m")).toEqual(["1", "two"]);
  expect(body.idOrName("i")).toBe("3");
  expect(body.optionalObject("o")?.integer("i")).toBe(4);
  expect(body.objects("l").map((entry) => entry.string("s"))).toEqual(["y"]);
  expect(body.optionalLabels()).toEqual({ a: "b" });
  expect([body.strings("x"), body.integers("x"), body.objects("x")]).toEqual([[], [], []]);
});

describe("a wrong field is refused by its path", () => {
  const body = JsonBody.parse('{"s":1,"i":"x","f":1.5,"o":{"a":[{"b":true}]},"l":["x",2],"labels":{"a":1}}');

  test.each([
    ["s", () => body.string("s")],
    ["missing", () => body.string("missing")],
    ["i", () => body.integer("i")],
    ["f", () => body.integer("f")],
    ["s", () => body.boolean("s")],
    ["o", () => body.idOrName("o")],
    ["l.1", () => body.strings("l")],
    ["l.0", () => body.integers("l")],
    ["s", () => body.objects("s")],
    ["labels", () => body.optionalLabels()],
    ["o.a.0.b", () => body.optionalObject("o")?.objects("a")[0].string("b")],
  ])("%s", (path, read) => {
    expect(read).toThrow(`invalid input in field '${path}'`);
  });
});
