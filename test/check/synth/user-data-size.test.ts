import { expect, test } from "vitest";
import { machinesOf } from "../../../lib/check/synth/machines";
import { userDataSize } from "../../../lib/check/synth/user-data-size";
import { recorded, recordings } from "../model/recorded";
import { stackOf } from "../manifests";

function sizeOf(value: unknown, encoding: "plain" | "base64" = "plain", locals = {}) {
  const stack = stackOf({ locals, resources: { type: { name: { data: value } } } });
  return userDataSize(stack, { address: "type.name", attribute: "data", encoding });
}

test("bytes are counted as the platform counts them: of text as UTF-8, of base64 what is behind it", () => {
  expect(sizeOf("é")).toEqual({ bytes: 2, isExact: true });
  expect(sizeOf("$${HOME}")).toEqual({ bytes: 7, isExact: true });
  expect(sizeOf(Buffer.from("four").toString("base64"), "base64")).toEqual({ bytes: 4, isExact: true });
  expect(sizeOf("${base64encode(local.l)}", "base64", { l: "four" })).toEqual({ bytes: 4, isExact: true });
});

test("with values that are known only at apply it is the least that there will be", () => {
  expect(sizeOf("12${var.x}34")).toEqual({ bytes: 4, isExact: false });
  expect(sizeOf("${base64encode(local.l)}", "base64", { l: "12${var.x}34" })).toEqual({ bytes: 4, isExact: false });
});

test.each([[undefined], [7], ["${data.ct_config.a.rendered}"]])("of %j nothing is known", (value) => expect(sizeOf(value)).toBeUndefined());

test("what is not there has no size", () => {
  expect(userDataSize(stackOf(), { address: "type.name", attribute: "data", encoding: "plain" })).toBeUndefined();
});

test.each(["aws", "bare-metal", "hetzner", "libvirt"])(
  "it is what pools say in the manifest, unless something overrides them: %s",
  (platform) => {
    const sizes = recordings(platform)
      // Those of rules override what pools write.
      .filter((name) => !/^fc\d/.test(name))
      .flatMap((name) => {
        const { stack } = recorded(platform, name);
        return [...machinesOf(stack)].map(({ node: { config } }) => [
          userDataSize(stack, config),
          { bytes: config.bytes, isExact: config.exact },
        ]);
      });
    expect(sizes.length).toBeGreaterThan(0);
    for (const [counted, said] of sizes) expect(counted).toEqual(said);
  },
);
