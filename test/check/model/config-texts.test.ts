import { expect, test } from "vitest";
import { configTexts, fileText } from "../../../lib/check/model/config-texts";
import { dataUrl } from "../../../lib/ignition";

const path = "/etc/x";

test("the text of a file is its contents and what is appended", () => {
  const append = [{ source: dataUrl("b\n") }, { source: "" }];
  expect(fileText({ path, contents: { source: dataUrl("a\n") }, append })).toBe("a\nb\n");
  expect(fileText({ path })).toBe("");
});

test("nothing is said of a file of which a part is fetched, is no text, or is known only at apply", () => {
  for (const source of ["https://example.com/x", dataUrl(Uint8Array.from([1, 0])), "data:;base64,${base64encode(var.x)}"]) {
    expect(fileText({ path, contents: { source: dataUrl("a\n") }, append: [{ source }] })).toBeUndefined();
  }
});

test("the texts of a config are its files and units with their drop-ins, but for what is masked", () => {
  const units = [
    { name: "a.service", contents: "one", dropins: [{ name: "b.conf", contents: "two" }, { name: "c.conf" }] },
    { name: "d.service", mask: true, contents: "three" },
  ];
  const files = [{ path, contents: { source: "https://example.com/x" } }];
  expect(configTexts({ storage: { files }, systemd: { units } })).toEqual([
    { written: path, text: "" },
    { written: "a.service", text: "one\ntwo" },
  ]);
  expect(configTexts({})).toEqual([]);
});
