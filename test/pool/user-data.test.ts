import { createHash } from "crypto";
import { gzipSync } from "zlib";
import { Fn, TerraformLocal, TerraformStack, TerraformVariable } from "cdktf";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { IgnitionConfig, dataUrl, encodeIgnition } from "../../lib/ignition";
import { hasToken } from "../../lib/pool/tokens";
import { UserData, UserDataEncoding, UserDataRenderer } from "../../lib/pool/user-data";
import { contentsUrl } from "../../lib/pool/values";
import { StackJson, configIn, readTemplate, scratchStack, synthesise, thrown } from "../support";

const files = (contents: { [path: string]: string }, version = "3.4.0"): IgnitionConfig => ({
  ignition: { version },
  storage: { files: Object.entries(contents).map(([path, text]) => ({ path, contents: { source: contentsUrl(text) } })) },
});
const unit = (contents: string): IgnitionConfig => ({
  ignition: { version: "3.4.0" },
  systemd: { units: [{ name: "a.service", contents }] },
});
const render = (config: IgnitionConfig, limit?: number): UserData => new UserDataRenderer(scratchStack(), limit).render("a", config);
const token = () => new TerraformVariable(scratchStack(), "v", {}).stringValue;

// What repeats can be compressed, this cannot.
function noise(length: number): string {
  let text = "";
  for (let i = 0; text.length < length; i++) text += createHash("sha512").update(`${length} ${i}`).digest("base64");
  return text.slice(0, length);
}

// The locals of a stack in which `make` renders with a variable `v`.
function locals(make: (value: string, stack: TerraformStack) => void): NonNullable<StackJson["locals"]> {
  return synthesise((stack) => make(new TerraformVariable(stack, "v", {}).stringValue, stack)).locals ?? {};
}

test("a config without tokens is JSON with Terraform's escapes, and its bytes are exact", () => {
  const config = unit('[Service]\nExecStart=/bin/echo ${HOME} %{x} $$ "é"\n');
  const { value, ...rest } = render(config);
  expect(readTemplate(value)).toBe(encodeIgnition(config));
  expect(rest).toEqual({ text: encodeIgnition(config), bytes: Buffer.byteLength(encodeIgnition(config)), exact: true, compressed: false });
});

test("every text without tokens comes through", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme" }), (text) => {
      const { value, bytes } = render(unit(`x${text}`));
      expect(configIn(value).systemd?.units?.[0].contents).toBe(`x${text}`);
      expect(bytes).toBe(Buffer.byteLength(readTemplate(value)));
    }),
  );
});

test("text that Terraform would normalise is written so that it cannot, and other text stays readable", () => {
  const decomposed = "e\u0301";
  const { value, bytes } = render(unit(`${decomposed}\u{1F600}`));
  expect(value).toMatch(/^[\x20-\x7e]*$/);
  expect(JSON.parse(readTemplate(value)).systemd.units[0].contents).toBe(`${decomposed}\u{1F600}`);
  expect(bytes).toBe(value.length);
  expect(render(unit("é")).value).toContain("é");
});

test("at exactly the limit a config is written plainly; one byte over it, in the gzip wrapper", () => {
  const config = files({ "/a": "a".repeat(1000) });
  const bytes = Buffer.byteLength(encodeIgnition(config));
  const text = encodeIgnition(config);
  expect(render(config, bytes)).toEqual({ value: text, text, bytes, exact: true, compressed: false });
  const wrapped = render(config, bytes - 1);
  expect(wrapped).toMatchObject({ exact: true, compressed: true });
  expect(wrapped.bytes).toBe(Buffer.byteLength(wrapped.value));
  expect(wrapped.bytes).toBeLessThan(bytes);
  expect(configIn(wrapped.value)).toEqual(config);
});

test("the wrapper fits at exactly its size, and one byte less is an error", () => {
  const config = files({ "/a": "a".repeat(1000) });
  const { bytes } = render(config, 500);
  expect(render(config, bytes).bytes).toBe(bytes);
  expect(thrown(() => render(config, bytes - 1)).code).toBe("user-data-over-budget");
});

test("the wrapper names the config's own version", () => {
  const { value } = render(files({ "/a": "a".repeat(1000) }, "3.3.0"), 500);
  expect(JSON.parse(readTemplate(value)).ignition).toMatchObject({ version: "3.3.0", config: { replace: { compression: "gzip" } } });
});

test("without a limit nothing is compressed", () => {
  expect(render(files({ "/a": "a".repeat(100_000) }))).toMatchObject({ compressed: false, exact: true });
});

test("over the budget the three largest are named, largest first, with both sizes and the limit", () => {
  const config: IgnitionConfig = {
    ...files({ "/small": noise(10), "/large": noise(4000), "/medium": noise(2000) }),
    systemd: { units: [{ name: "big.service", contents: noise(3000) }] },
  };
  const error = thrown(() => render(config, 2000));
  expect(error.code).toBe("user-data-over-budget");
  expect(error.received).toMatch(/^\d+ bytes, \d+ in the gzip wrapper$/);
  expect(error.allowed).toContain("at most 2000 bytes");
  expect(error.mend).toMatch(/: \/large \(\d+ bytes\), \/etc\/systemd\/system\/big\.service \(\d+ bytes\), \/medium \(\d+ bytes\)$/);
});

test("a text with a token goes through a local and Terraform's own JSON", () => {
  const all = locals((value, stack) => new UserDataRenderer(stack, 1000).render("a", unit(`a "${value}" \${x}`)));
  expect(all).toEqual({
    Value0: 'a "${var.v}" ${"$"}{x}',
    "UserData-a": '{"ignition":{"version":"3.4.0"},"systemd":{"units":[{"contents":${jsonencode(local.Value0)},"name":"a.service"}]}}',
  });
});

test("an open brace in one string does not reach the token of another", () => {
  const all = locals((value, stack) => {
    const units = ["echo ${", value].map((contents, i) => ({ name: `${i}.service`, contents }));
    new UserDataRenderer(stack, 1000).render("a", { ignition: { version: "3.4.0" }, systemd: { units } });
  });
  expect(all["UserData-a"]).toContain('"echo ${"$"}{","name":"0.service"},{"contents":${jsonencode(local.Value0)}');
});

test("contents with a token become base64 of the whole text", () => {
  const all = locals((value, stack) => new UserDataRenderer(stack, 1000).render("a", files({ "/a": `50% ${value}\n`, "/b": "b" })));
  expect(all).toEqual({
    Value0: "50% ${var.v}\n",
    "UserData-a":
      '{"ignition":{"version":"3.4.0"},"storage":{"files":[' +
      '{"path":"/a","contents":{"source":"data:;base64,${base64encode(local.Value0)}"}},{"path":"/b","contents":{"source":"data:,b"}}]}}',
  });
});

test("with a limit the value is a local, and a condition holds it against the limit at apply", () => {
  const json = synthesise((stack) => {
    const value = new TerraformVariable(stack, "v", {}).stringValue;
    const { exact, compressed, fits, value: attribute } = new UserDataRenderer(stack, 1000).render("a", unit(value));
    expect([exact, compressed, hasToken(attribute)]).toEqual([false, false, true]);
    new TerraformVariable(stack, "fits", { default: fits });
    new TerraformVariable(stack, "attribute", { default: attribute });
  });
  expect(json.variable?.attribute.default).toBe("${local.UserData-a}");
  expect(json.variable?.fits.default).toBe('${(length(replace(base64encode(local.UserData-a), "=", "")) <= 1334)}');
});

test("without a limit there is nothing to check at apply", () => {
  const { fits, value } = render(unit(token()));
  expect(fits).toBeUndefined();
  expect(value).toMatch(/^\{"ignition".*\}$/);
});

test("the nodes of a pool share the locals of their values", () => {
  const all = locals((value, stack) => {
    const renderer = new UserDataRenderer(stack, 1000);
    for (const name of ["a", "b", "c"]) renderer.render(name, files({ "/a": value, "/b": `${value}!`, [`/${name}`]: value }));
  });
  expect(Object.keys(all)).toEqual(["UserData-a", "UserData-b", "UserData-c", "Value0", "Value1"]);
});

test("a text and contents with the same token share a local", () => {
  const all = locals((value, stack) => {
    new UserDataRenderer(stack, undefined).render("a", { ...files({ "/a": value }), ...{ systemd: unit(value).systemd } });
  });
  expect(all).toEqual({ Value0: "${var.v}" });
});

test("a config with tokens is never compressed, and over the budget the error says so", () => {
  const config = files({ "/a": `${token()}${"a".repeat(2000)}`, "/b": "b".repeat(500) });
  const error = thrown(() => render(config, 2000));
  expect(error.code).toBe("user-data-over-budget");
  expect(error.received).toContain("a config with values known only at apply is not compressed");
  expect(error.mend).toMatch(/: \/a \(\d+ bytes\), \/b \(\d+ bytes\)$/);
});

test("the bytes of a config with tokens are the least it can become: what it is when every value is empty", () => {
  const [contents, text] = ['{"a":"b c"}\n'.repeat(100), '<"&>\n'];
  const { bytes } = render({ ...files({ "/a": `${token()}${contents}`, "/b": "b" }), systemd: unit(`${text}${token()}`).systemd });
  const empty = encodeIgnition({
    ignition: { version: "3.4.0" },
    storage: {
      files: [
        { path: "/a", contents: { source: `data:;base64,${Buffer.from(contents).toString("base64")}` } },
        { path: "/b", contents: { source: dataUrl("b") } },
      ],
    },
    systemd: unit(text).systemd,
  });
  expect(bytes).toBe(Buffer.byteLength(empty));
});

test("contents with a token that fit as base64 are not refused for what they would be percent-encoded", () => {
  const config = files({ "/a": `${token()}${'{"a":[""]}\n'.repeat(200)}` });
  expect(encodeIgnition(config).length).toBeGreaterThan(4000);
  expect(render(config, 3200).fits).toBeDefined();
});

test("at exactly the limit a config with tokens passes; one byte over it, it cannot", () => {
  const config = unit(`${token()}x`);
  const { bytes } = render(config);
  expect(render(config, bytes).fits).toBeDefined();
  expect(thrown(() => render(config, bytes - 1)).code).toBe("user-data-over-budget");
});

test("a text that looks like a marker for a token is none", () => {
  const all = locals((value, stack) => new UserDataRenderer(stack, 1000).render("a", unit(`flatcar-token:0: ${value} flatcar-token-:1:`)));
  expect(all.Value0).toBe("flatcar-token:0: ${var.v} flatcar-token-:1:");
  const literal: IgnitionConfig = {
    ...files({ "/a": "x" }),
    systemd: {
      units: [
        { name: "a.service", contents: "flatcar-token:0:" },
        { name: "b.service", contents: `${token()}` },
      ],
    },
  };
  expect(render(literal).value).toContain('"contents":"flatcar-token:0:"');
});

test.each([
  ["the media type", { source: `data:${token()},a` }],
  ["base64", { source: `data:;base64,YQ==${token()}` }],
  ["what is compressed", { source: `data:,${token()}`, compression: "gzip" }],
  ["bytes that are no text", { source: `data:,%FF${token()}` }],
])("a token in %s of a data URL is an error", (_, contents) => {
  const error = thrown(() => render({ ignition: { version: "3.4.0" }, storage: { files: [{ path: "/a", contents }] } }));
  expect(error.code).toBe("token-not-in-text");
  expect(error.mend).toContain("@NAME@");
});

test("base64 that Terraform makes as a whole is left to it, compressed or not", () => {
  const all = locals((value, stack) => {
    const source = `data:;base64,${Fn.base64gzip(value)}`;
    const config: IgnitionConfig = {
      ignition: { version: "3.4.0" },
      storage: { files: [{ path: "/a", contents: { source, compression: "gzip" } }] },
    };
    new UserDataRenderer(stack, 1000).render("a", config);
  });
  expect(all.Value0).toBe("data:;base64,${base64gzip(var.v)}");
  expect(all["UserData-a"]).toContain('"contents":{"compression":"gzip","source":${jsonencode(local.Value0)}}');
});

test("a source that is a token, or a URL with one, is a text", () => {
  const all = locals((value, stack) => {
    const contents = [{ source: value }, { source: `https://${value}/x` }];
    const storage = { files: contents.map((resource, i) => ({ path: `/${i}`, contents: resource })) };
    new UserDataRenderer(stack, 1000).render("a", { ignition: { version: "3.4.0" }, storage });
  });
  expect([all.Value0, all.Value1]).toEqual(["${var.v}", "https://${var.v}/x"]);
  expect(all["UserData-a"]).toContain('{"source":${jsonencode(local.Value0)}}');
});

test.each([
  ["decomposed text before a token", (v: string) => `e\u0301 ${v}`],
  ["decomposed text after a token", (v: string) => `${v} e\u0301`],
  ["a combining mark right after a token", (v: string) => `${v}\u0301`],
])("%s is an error: Terraform would write other bytes", (_, text) => {
  for (const config of [unit(text(token())), files({ "/a": text(token()) })]) {
    const error = thrown(() => render(config));
    expect(error.code).toBe("token-text-not-normalised");
    expect(error.mend).toContain('normalize("NFC")');
  }
});

test("decomposed text in another string than the token's is fine", () => {
  const { value } = render({ ...files({ "/a": token() }), systemd: unit("e\u0301").systemd });
  expect(value).toContain("e\\u0301");
});

test("contents that are compressed already stay as they are beside a token", () => {
  const source = `data:;base64,${gzipSync("x").toString("base64")}`;
  const config: IgnitionConfig = {
    ignition: { version: "3.4.0" },
    storage: {
      files: [
        { path: "/a", contents: { source, compression: "gzip" } },
        { path: "/b", contents: { source: contentsUrl(token()) } },
      ],
    },
  };
  expect(render(config).value).toContain(`"contents":{"compression":"gzip","source":"${source}"}`);
});

test("in base64 the value is that of the text, and the limit counts the text", () => {
  const config = unit('[Service]\nExecStart=/bin/echo ${HOME} %{x} "\u00e9"\n');
  const plain = render(config);
  const inBase64 = (limit?: number) => new UserDataRenderer(scratchStack(), limit, UserDataEncoding.BASE64).render("a", config);
  const { value, ...rest } = inBase64(plain.bytes);
  expect(Buffer.from(value, "base64").toString("utf8")).toBe(readTemplate(plain.value));
  expect(rest).toEqual({ text: readTemplate(plain.value), bytes: plain.bytes, exact: true, compressed: false });
  const large = files({ "/a": "a".repeat(5000) });
  const wrapped = new UserDataRenderer(scratchStack(), 1000, UserDataEncoding.BASE64).render("a", large);
  expect(wrapped.compressed).toBe(true);
  expect(JSON.parse(Buffer.from(wrapped.value, "base64").toString("utf8")).ignition.config.replace.compression).toBe("gzip");
});

test.each([undefined, 1000])("in base64 a config with a token is encoded by Terraform, whole (limit %s)", (limit) => {
  const all = locals((value, stack) => {
    const rendered = new UserDataRenderer(stack, limit, UserDataEncoding.BASE64).render("a", unit(`a ${value}`));
    new TerraformLocal(stack, "seen", rendered.value);
    expect(rendered.fits !== undefined).toBe(limit !== undefined);
  });
  expect(all.seen).toBe("${base64encode(local.UserData-a)}");
  expect(all["UserData-a"]).toContain("jsonencode");
});
