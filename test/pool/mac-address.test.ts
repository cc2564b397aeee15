import * as fc from "fast-check";
import { expect, test } from "vitest";
import { parseMac } from "../../lib/pool/mac-address";

test.each(["52:54:00:ab:cd:0f", "52:54:00:AB:CD:0F", "52-54-00-ab-CD-0f", "5254.00ab.cd0f", "525400ABCD0F"])(
  "%s is one spelling of a MAC address",
  (text) => {
    expect(parseMac(text)).toBe("52:54:00:ab:cd:0f");
  },
);

test.each([
  "",
  "52:54:00:00:00",
  "52:54:00:00:00:zz",
  "52:54-00:00:00:01",
  "52:54:00:00:00:01 ",
  "5254:0000:0001",
  "53:54:00:00:00:01",
  "01:00:5e:00:00:01",
  "00:00:00:00:00:00",
  "ff:ff:ff:ff:ff:ff",
])("%j is no MAC address of one machine", (text) => {
  expect(parseMac(text)).toBeUndefined();
});

test("what is read is read again as the same", () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 6, maxLength: 6 }), (bytes) => {
      const mac = parseMac(Buffer.from(bytes).toString("hex"));
      fc.pre(mac !== undefined);
      expect(parseMac(mac ?? "")).toBe(mac);
      expect(parseMac((mac ?? "").replace(/:/g, "-").toUpperCase())).toBe(mac);
    }),
  );
});
