import { gzipSync } from "zlib";
import { TerraformVariable } from "cdktf";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { IgnitionConfig, IgnitionResource, dataUrl, decodeDataUrl } from "../../lib/ignition";
import { applyValues, contentsUrl, isTokenBase64, tokenContents } from "../../lib/pool/values";
import { scratchStack, thrown, untyped } from "../support";

const variable = new TerraformVariable(scratchStack(), "v", {});
const token = variable.stringValue;

const base64 = (bytes: string | Uint8Array) => `data:;base64,${Buffer.from(bytes).toString("base64")}`;
const withContents = (contents: IgnitionResource): IgnitionConfig => ({
  ignition: { version: "3.4.0" },
  storage: { files: [{ path: "/a", contents }] },
});
const withUnit = (contents: string): IgnitionConfig => ({
  ignition: { version: "3.4.0" },
  systemd: { units: [{ name: "a.service", contents }] },
});

function filled(contents: IgnitionResource, values: { [name: string]: string }): IgnitionResource {
  return applyValues(withContents(contents), values, "a.ign").storage?.files?.[0].contents ?? {};
}

function filledText(contents: IgnitionResource, values: { [name: string]: string }): string {
  const { source, compression } = filled(contents, values);
  return Buffer.from(decodeDataUrl(source ?? "", compression)).toString();
}

function filledUnit(contents: string, values: { [name: string]: string }): string | undefined {
  return applyValues(withUnit(contents), values, "a.ign").systemd?.units?.[0].contents;
}

// What a value must survive: patterns of String.replace, quotes, other places, template signs.
const AWKWARD = ["$&", "$1", "$$", "$`", "$'", "$<X>", '"', "\\", "\n", "@X@", "@NAME@", "${x}", "%{y}", "%41", "😀", "\u2028", "", " "];

test.each(AWKWARD)("the value %j arrives as it is in a plain string", (value) => {
  expect(filledUnit("[Unit]\nDescription=<@NAME@>", { NAME: value })).toBe(`[Unit]\nDescription=<${value}>`);
});

test.each(AWKWARD)("the value %j arrives as it is in contents of every encoding", (value) => {
  const text = "a=<@NAME@> %40 é\n";
  const want = `a=<${value}> %40 é\n`;
  expect(filledText({ source: dataUrl(text) }, { NAME: value })).toBe(want);
  expect(filledText({ source: `data:,${encodeURIComponent(text)}` }, { NAME: value })).toBe(want);
  expect(filledText({ source: base64(text) }, { NAME: value })).toBe(want);
  expect(filledText({ source: base64(gzipSync(text)), compression: "gzip" }, { NAME: value })).toBe(want);
});

test("any value arrives as it is", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme" }), (value) => {
      expect(filledUnit("<@NAME@>", { NAME: value })).toBe(`<${value}>`);
      expect(filledText({ source: "data:,%3C@NAME@%3E" }, { NAME: value })).toBe(`<${value}>`);
    }),
  );
});

test("places stand side by side, more than once, and next to other at signs", () => {
  expect(filledUnit("@A@@B@ user@@A@@host @a@ @A B@ a@b.c", { A: "1", B: "2" })).toBe("12 user@1@host @a@ @A B@ a@b.c");
});

test("a value's name has upper-case letters, digits and underscores", () => {
  expect(filledUnit("@A_1@", { A_1: "x" })).toBe("x");
});

test("lists and every string field are filled", () => {
  const config: IgnitionConfig = {
    ignition: { version: "3.4.0" },
    passwd: { users: [{ name: "@USER@", sshAuthorizedKeys: ["ssh-ed25519 @KEY@"] }] },
    storage: { files: [{ path: "/etc/@USER@", contents: { source: "https://example.com/@KEY@" } }] },
  };
  expect(applyValues(config, { USER: "core", KEY: "AAAA" }, "a.ign")).toEqual({
    ignition: { version: "3.4.0" },
    passwd: { users: [{ name: "core", sshAuthorizedKeys: ["ssh-ed25519 AAAA"] }] },
    storage: { files: [{ path: "/etc/core", contents: { source: "https://example.com/AAAA" } }] },
  });
});

test("a config without places and values is the same", () => {
  const config = withContents({ source: base64(gzipSync("x")), compression: "gzip", verification: { hash: "sha512-x" } });
  expect(applyValues(config, {}, "a.ign")).toEqual(config);
});

test("contents that are compressed and have no place stay compressed", () => {
  const contents = { source: base64(gzipSync("x")), compression: "gzip" };
  expect(filled({ ...contents }, untyped({}))).toEqual(contents);
});

test("contents that are filled are no longer compressed", () => {
  expect(filled({ source: base64(gzipSync("@A@")), compression: "gzip" }, { A: "x" })).toEqual({ source: "data:,x" });
});

test("bytes that are no text are left alone, even where they look like a place", () => {
  const source = base64(Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from("@A@")]));
  expect(applyValues(withContents({ source }), {}, "a.ign")).toEqual(withContents({ source }));
});

test("a place without a value is an error that names the place and the near name", () => {
  const error = thrown(() => filledUnit("@JOIN_TOKEN@", { JOIN_TOKN: "x" }));
  expect(error).toMatchObject({ code: "value-missing", subject: "a.ign: @JOIN_TOKEN@", received: ["JOIN_TOKN"] });
  expect(error.mend).toContain('did you mean "JOIN_TOKN"?');
  expect(thrown(() => filledText({ source: base64("@A@") }, {})).code).toBe("value-missing");
});

test("a name of Object's own is no value", () => {
  expect(thrown(() => applyValues(withUnit("@CONSTRUCTOR@"), {}, "a.ign")).code).toBe("value-missing");
});

test("a value without a place is an error that names it", () => {
  expect(thrown(() => filledUnit("@A@", { A: "x", B: "y" }))).toMatchObject({ code: "value-unused", received: ["B"] });
});

test.each(["a", "1A", "_A", "A-B", "", "É"])("a value may not be called %j", (name) => {
  expect(thrown(() => filledUnit(`@${name}@`, { [name]: "x" }))).toMatchObject({ code: "value-name", received: name });
});

test.each([7, undefined, null, ["x"]])("a value may not be %o", (value) => {
  expect(thrown(() => filledUnit("@A@", { A: untyped<string>(value) })).code).toBe("value-name");
});

test("a number or a list known only at apply is no value, also where its digits stand in a text", () => {
  for (const value of [variable.numberValue, `${variable.numberValue}`, variable.listValue, variable.listValue[0]]) {
    const error = thrown(() => filledUnit("@A@", { A: untyped<string>(value) }));
    expect(error).toMatchObject({ code: "token-not-in-text", subject: expect.stringMatching(/: values\.A$/) });
    if (typeof value === "string") expect(thrown(() => contentsUrl(`x${value}`)).code).toBe("token-not-in-text");
  }
});

test("contents with a hash cannot be filled", () => {
  const contents = { source: "data:,@A@", verification: { hash: "sha512-abc" } };
  expect(thrown(() => filled(contents, { A: "x" }))).toMatchObject({ code: "value-in-verified-content", received: "sha512-abc" });
});

test("a value may be a token: in a plain string it stands as it is", () => {
  expect(filledUnit("<@A@$&>", { A: token })).toBe(`<${token}$&>`);
});

test.each([
  ["percent-encoded", { source: "data:text/plain,a%20%22@A@%25" }],
  ["base64", { source: base64('a "@A@%') }],
  ["gzip", { source: base64(gzipSync('a "@A@%')), compression: "gzip" }],
])("a value may be a token in %s contents, and the text around it is kept", (_, contents) => {
  const result = filled(contents, { A: token });
  expect(result.compression).toBeUndefined();
  expect(tokenContents({ ...result, source: result.source ?? "" })).toBe(`a "${token}%`);
});

test("places are filled beside a token that is there already", () => {
  const result = filled({ source: contentsUrl(`${token} @A@\n`) }, { A: "x y" });
  expect(tokenContents({ source: result.source ?? "" })).toBe(`${token} x y\n`);
});

test("contentsUrl of a text without tokens is the usual data URL", () => {
  expect(contentsUrl("a b")).toBe(dataUrl("a b"));
});

test("contentsUrl keeps tokens as they are and gives the text back", () => {
  fc.assert(
    fc.property(fc.array(fc.oneof(fc.constant(token), fc.string({ unit: "grapheme" }))), (pieces) => {
      const text = [token, ...pieces].join("");
      expect(tokenContents({ source: contentsUrl(text) })).toBe(text);
    }),
  );
});

test("a lone surrogate becomes the replacement character, as in a data URL without tokens", () => {
  expect(tokenContents({ source: contentsUrl(`${token}\ud800`) })).toBe(`${token}\ufffd`);
});

test.each<[string, IgnitionResource & { source: string }]>([
  ["the media type", { source: `data:${token},a` }],
  ["base64", { source: `data:;base64,YQ${token}` }],
  ["what is compressed", { source: `data:,${token}`, compression: "gzip" }],
  ["bytes that are no text", { source: `data:,%FF${token}` }],
])("a token in %s is in no text", (_, resource) => {
  expect(tokenContents(resource)).toBeUndefined();
});

test("a percent sign that is cut off by a token is an error", () => {
  expect(thrown(() => tokenContents({ source: `data:,50%${token}` })).code).toBe("data-url-malformed");
});

test("base64 that Terraform makes is known by being one whole token", () => {
  expect(isTokenBase64({ source: `data:;base64,${token}` })).toBe(true);
  expect(isTokenBase64({ source: `data:text/plain;base64,${token}` })).toBe(true);
  const others = [
    `data:,${token}`,
    `data:;base64,YQ${token}`,
    `data:;base64,${token}${token}`,
    `data:${token};base64,YQ==`,
    "data:;base64,YQ==",
  ];
  expect(others.map((source) => isTokenBase64({ source }))).toEqual([false, false, false, false, false]);
});
