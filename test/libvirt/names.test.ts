import { Fn } from "cdktf";
import { expect, test } from "vitest";
import { checkName } from "../../lib/libvirt/names";
import { thrown } from "../support";

test.each(["lab", "lab-web-0", "Lab 1", "büro", "a.b", "x".repeat(180)])("%j is a name for libvirt", (name) => {
  expect(() => checkName("the name of a network", name, "give another 'name'")).not.toThrow();
});

test.each(["", "a/b", "/", "..", ".hidden", " a", "a ", "a\nb", "a\u0000", "x".repeat(181), "ü".repeat(91)])(
  "%j is none: it could not be the name of a file",
  (name) => {
    expect(thrown(() => checkName("the name of a network", name, "give another 'name'"))).toMatchObject({
      code: "libvirt-name",
      subject: "the name of a network",
      received: name,
      mend: "give another 'name'",
    });
  },
);

test("a name known only at apply passes", () => {
  expect(() => checkName("the name of a network", Fn.lower("A/B"), "")).not.toThrow();
});
