import { expect, test } from "vitest";
import { ShownConfig } from "../../../lib/ignition/diff/shown";
import { IgnitionConfig, dataUrl } from "../../../lib/ignition";

const secret = "password = correcthorsebattery\n";
const config: IgnitionConfig = {
  ignition: { version: "3.4.0" },
  storage: { files: [{ path: "/etc/db.conf", contents: { source: dataUrl(secret) } }, { path: "/etc/key.bin" }] },
};
const at = "storage.files.0.contents";

test("what looks secret in contents is masked, and no hash of it is shown", () => {
  const shown = new ShownConfig(config).resource({ source: dataUrl(secret) }, at)?.show();
  expect(shown).toMatchObject({ text: expect.stringContaining("***"), isMasked: true, shown: { bytes: secret.length } });
  expect(shown?.shown).not.toHaveProperty("sha256");
});

test("nothing is masked where no config is given", () => {
  expect(new ShownConfig(undefined).resource({ source: dataUrl(secret) }, at)?.show()).toMatchObject({ text: secret, isMasked: false });
});

test("contents are the same however they are written", () => {
  const shown = new ShownConfig(undefined);
  expect(shown.plain("x", "")?.identity).toBe(shown.resource({ source: "data:;base64,eA==" }, "")?.identity);
});

test.each([
  ["bytes that are no UTF-8", dataUrl(Uint8Array.of(0xff, 1))],
  ["bytes with a NUL", dataUrl("a\0")],
  ["more than a MiB", dataUrl("x".repeat(1024 * 1024 + 1))],
])("%s are no text", (_, source) => {
  const shown = new ShownConfig(undefined).resource({ source }, "")?.show();
  expect(shown?.text).toBeUndefined();
  expect(shown?.shown).toHaveProperty("sha256");
});

test("what can not be decoded stands for itself", () => {
  expect(new ShownConfig(undefined).resource({ source: "data:;base64,x" }, "")?.show().shown).toEqual({ source: "data:;base64,x" });
  expect(new ShownConfig(undefined).resource({ source: "data:,x", compression: "gzip" }, "")?.show().shown).toEqual({ source: "data:,x" });
});

test("contents that are absent are none", () => {
  const shown = new ShownConfig(undefined);
  expect([shown.resource(undefined, ""), shown.resource({}, ""), shown.plain("", ""), shown.plain(undefined, "")]).toEqual([
    undefined,
    undefined,
    undefined,
    undefined,
  ]);
  expect(shown.resource({ source: "" }, "")?.show().shown).toMatchObject({ bytes: 0 });
});
