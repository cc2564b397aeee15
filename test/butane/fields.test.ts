import { expect, test } from "vitest";
import { flag, inPackage, integer, list, object, plainFlag, plainInteger, plainText, strings, text } from "../../lib/butane/fields";

const { struct, type } = inPackage("v0_5");

test("a field knows its Go type and whether it can be absent", () => {
  expect([text("a"), integer("a"), flag("a")]).toMatchObject([
    { kind: "string", plain: false },
    { kind: "int", plain: false },
    { kind: "bool", plain: false },
  ]);
  expect([plainText("a"), plainInteger("a"), plainFlag("a")]).toMatchObject([
    { kind: "string", plain: true },
    { kind: "int", plain: true },
    { kind: "bool", plain: true },
  ]);
  expect(strings("a")).toEqual({ key: "a", kind: "strings", type: "[]string" });
  expect(strings("a", type("Device"))).toEqual({ key: "a", kind: "strings", type: "[]v0_5.Device" });
});

test("a struct has its package in its name, and finds its fields by key", () => {
  const header = struct("HTTPHeader", plainText("name"));
  const outer = struct("Outer", object("one", header), list("many", header), list("named", header, type("HTTPHeaders")));
  expect(outer.type).toBe("v0_5.Outer");
  expect(outer.byKey.get("one")).toEqual({ key: "one", kind: "struct", struct: header });
  expect(outer.byKey.get("many")).toMatchObject({ type: "[]v0_5.HTTPHeader" });
  expect(outer.byKey.get("named")).toMatchObject({ type: "v0_5.HTTPHeaders" });
});
