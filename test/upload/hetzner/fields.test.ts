import { expect, test } from "vitest";
import { thrown } from "../../support";
import { Fields } from "../../../lib/upload/hetzner/fields";

const fields = Fields.parse('{"a":"x","n":1,"f":1.5,"o":{"p":"q"},"l":[{"i":7}],"t":{"k":"v"},"z":null}', "GET /x");

test("fields are read as what they are", () => {
  expect([fields.text("a"), fields.integer("n"), fields.number("f"), fields.object("o").text("p")]).toEqual(["x", 1, 1.5, "q"]);
  expect(fields.objects("l").map((item) => item.integer("i"))).toEqual([7]);
  expect(fields.texts("t")).toEqual({ k: "v" });
});

test("what is null or not there is nothing where that may be", () => {
  const read = (from: Fields): string => from.text("a");
  expect([fields.optional("z", read), fields.optional("y", read), fields.optional("a", read)]).toEqual([undefined, undefined, "x"]);
});

test.each<[string, (from: Fields) => unknown, string, unknown, string]>([
  ["a text", (f) => f.text("n"), "GET /x: n", 1, "a text"],
  ["a whole number", (f) => f.integer("f"), "GET /x: f", 1.5, "a whole number"],
  ["a number", (f) => f.number("a"), "GET /x: a", "x", "a number"],
  ["an object", (f) => f.object("z"), "GET /x: z", null, "an object"],
  ["a list", (f) => f.objects("o"), "GET /x: o", { p: "q" }, "a list"],
  ["texts", (f) => f.object("l"), "GET /x: l", [{ i: 7 }], "an object"],
  ["an item's field", (f) => f.objects("l")[0].text("i"), "GET /x: l[0]: i", 7, "a text"],
  ["a field that is not there", (f) => f.text("y"), "GET /x: y", undefined, "a text"],
])("%s is refused where it is something else", (_what, read, subject, received, allowed) => {
  expect(thrown(() => read(fields))).toMatchObject({ code: "hetzner-answer", subject, received, allowed });
});

test("labels that are no texts are refused", () => {
  expect(thrown(() => Fields.parse('{"labels":{"a":1}}', "GET /x").texts("labels")).code).toBe("hetzner-answer");
});

test.each(["", "<html>", "[]", "1", "null"])("%j is no answer of Hetzner's", (text) => {
  expect(thrown(() => Fields.parse(text, "GET /x"))).toMatchObject({ code: "hetzner-answer", subject: "GET /x" });
});
