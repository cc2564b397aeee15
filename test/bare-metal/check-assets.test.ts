import { TerraformVariable } from "cdktf";
import { expect, test } from "vitest";
import { checkAssets } from "../../lib/bare-metal/check-assets";
import { Architecture } from "../../lib/release";
import { scratchStack, thrown } from "../support";
import { pxeContext } from "./node";

const good = { kernel: "http://m.lan/vmlinuz", initrd: "/assets/initrd.gz" };

test.each(["http://m.lan/a", "https://m.lan:8443/a?b=c", "tftp://10.0.0.1/a", "/assets/a", "HTTP://m.lan/a", "http://${next-server}/a"])(
  "%s is where a kernel can be",
  (kernel) => {
    expect(() => checkAssets({ ...good, kernel }, pxeContext())).not.toThrow();
  },
);

test.each([
  "",
  "vmlinuz",
  "ftp://m.lan/a",
  "http://",
  "http://m.lan",
  "http://m.lan/",
  "/",
  "http://m.lan/a b",
  'http://m.lan/"a"',
  "http://m.lan/a\\b",
])("%j is not", (kernel) => {
  expect(thrown(() => checkAssets({ ...good, kernel }, pxeContext()))).toMatchObject({
    code: "assets-url",
    subject: "assets of nodes.a: kernel",
    received: kernel,
  });
});

test("the image is where wget can fetch it", () => {
  expect(() => checkAssets({ ...good, imageBase: "http://m.lan" }, pxeContext())).not.toThrow();
  for (const imageBase of ["/assets", "tftp://m.lan/x", "m.lan"]) {
    expect(
      thrown(() => checkAssets({ ...good, imageBase }, pxeContext())),
      imageBase,
    ).toMatchObject({
      code: "assets-url",
      subject: "assets of nodes.a: imageBase",
    });
  }
});

test.each([
  [Architecture.ARM64, "amd64-usr"],
  [Architecture.AMD64, "arm64-usr"],
])("files for %s are not in a folder %s", (architecture, board) => {
  const context = pxeContext({ architecture });
  for (const name of ["kernel", "initrd", "imageBase"] as const) {
    expect(thrown(() => checkAssets({ ...good, [name]: `http://m.lan/${board}/x` }, context))).toMatchObject({
      code: "assets-architecture",
      subject: `assets of nodes.a: ${name}`,
      mend: expect.stringContaining(architecture.board),
    });
  }
  expect(() => checkAssets({ ...good, kernel: `http://m.lan/not-${board}/x` }, context)).not.toThrow();
});

test("an installer of another version than what it installs is an error", () => {
  expect(() => checkAssets({ ...good, kernel: "http://m.lan/4593.2.5/x" }, pxeContext())).not.toThrow();
  for (const version of ["4593.2.4", "4799.0.0+nightly-20260821-2100"]) {
    expect(thrown(() => checkAssets({ ...good, initrd: `/assets/flatcar/${version}/x` }, pxeContext()))).toMatchObject({
      code: "assets-version",
      subject: "assets of nodes.a: initrd",
      allowed: expect.stringContaining("4593.2.5"),
    });
  }
  expect(() => checkAssets({ ...good, kernel: "http://10.0.0.1/x" }, pxeContext())).not.toThrow();
});

test("of a URL with a value known only at apply the rest is looked at", () => {
  const host = new TerraformVariable(scratchStack(), "host", {}).stringValue;
  const check = (kernel: string): void => checkAssets({ ...good, kernel }, pxeContext());
  expect(() => check(host)).not.toThrow();
  expect(() => check(`${host}4593.2.4/x`)).not.toThrow();
  expect(thrown(() => check(`http://${host}/4593.2.4/x`))).toMatchObject({ code: "assets-version" });
  expect(thrown(() => check(`http://${host}/arm64-usr/x`))).toMatchObject({ code: "assets-architecture" });
  expect(thrown(() => check(`http://${host}/a b`))).toMatchObject({ code: "assets-url" });
});
