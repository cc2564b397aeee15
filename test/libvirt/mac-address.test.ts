import { Fn } from "cdktf";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { checkedMac, macAddress } from "../../lib/libvirt/mac-address";
import { thrown } from "../support";

test("a MAC address is the same in every run", () => {
  expect(macAddress("lab", "a")).toBe("d2:57:bf:05:21:15");
  expect(macAddress("dev-libvirt", "web-0")).toMatchInlineSnapshot(`"e6:31:35:d4:42:db"`);
});

test("a MAC address is locally administered and of one machine, whatever it is made of", () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), (stack, node) => {
      const mac = macAddress(stack, node);
      expect(mac).toMatch(/^([0-9a-f]{2}:){5}[0-9a-f]{2}$/);
      expect(Number.parseInt(mac.slice(0, 2), 16) & 3).toBe(2);
    }),
  );
});

test("stacks and nodes whose names run together to one text have different MAC addresses", () => {
  expect(macAddress("lab-a", "b")).not.toBe(macAddress("lab", "a-b"));
  expect(macAddress("ab", "c")).not.toBe(macAddress("a", "bc"));
});

test("ten thousand nodes have ten thousand MAC addresses", () => {
  expect(new Set(Array.from({ length: 10_000 }, (_, i) => macAddress("lab", `n-${i}`))).size).toBe(10_000);
});

test("a MAC address that is given is written as libvirt reads it back, however it is spelled", () => {
  expect(checkedMac("lab", "a", "52:54:00:AB:cd:0F")).toBe("52:54:00:ab:cd:0f");
  expect(checkedMac("lab", "a", "52-54-00-AB-cd-0F")).toBe("52:54:00:ab:cd:0f");
});

test.each(["", "52:54:00:00:00", "52:54:00:00:00:zz", "53:54:00:00:00:01", "01:00:5e:00:00:01", "52:54:00:00:00:01 "])(
  "%j is no MAC address of a machine",
  (mac) => {
    const error = thrown(() => checkedMac("lab", "a", mac));
    expect(error).toMatchObject({ code: "mac-address", subject: "nodes.a.mac", received: mac });
    expect(error.mend).toContain(macAddress("lab", "a"));
  },
);

test("a MAC address known only at apply passes", () => {
  const token = Fn.lower("52:54:00:00:00:01");
  expect(checkedMac("lab", "a", token)).toBe(token);
});
