import * as fc from "fast-check";
import { gzipSync } from "zlib";
import { expect, test } from "vitest";
import { maskSecrets, secretKinds, secretKindsOfBytes } from "../../lib/ignition/secret-text";
import { HARMLESS, PLANTED, noise, pem } from "./planted-secrets";

const base64 = (text: string | Uint8Array): string => Buffer.from(text).toString("base64");

test.each(PLANTED.map((planted) => [planted.kind, planted] as const))("%s is found, and masked", (kind, { text, secret }) => {
  expect(secretKinds(text)).toContain(kind);
  const masked = maskSecrets(text);
  expect(masked).not.toContain(secret);
  expect(secretKinds(masked)).toEqual([]);
  expect(masked.split("\n")).toHaveLength(text.split("\n").length);
});

test.each(PLANTED.map(({ kind, nearMiss }) => [kind, nearMiss]))("%s is not what is nearly one", (_, nearMiss) => {
  expect(secretKinds(nearMiss)).toEqual([]);
  expect(maskSecrets(nearMiss)).toBe(nearMiss);
});

test.each(HARMLESS)("%s is no secret", (_, text) => {
  expect(secretKinds(text)).toEqual([]);
  expect(maskSecrets(text)).toBe(text);
});

test("every planted secret is found in one text with all the others, and none remains", () => {
  // A .pgpass is known by all its lines alone.
  const planted = PLANTED.filter(({ kind }) => kind !== "a password of .pgpass");
  const masked = maskSecrets(planted.map(({ text }) => text).join("---\n"));
  expect(planted.filter(({ secret }) => masked.includes(secret)).map(({ kind }) => kind)).toEqual([]);
  expect(secretKinds(masked)).toEqual([]);
});

const key = pem("PRIVATE KEY");

test("a secret becomes three stars, and all else stays", () => {
  expect(maskSecrets("# PASSWORD=hunter2\nA=1\nPASSWORD=hunter2  # mine\nB=2\n")).toBe(
    "# PASSWORD=hunter2\nA=1\nPASSWORD=***  # mine\nB=2\n",
  );
  expect(maskSecrets("https://core:hunter2@example.com/a")).toBe("https://core:***@example.com/a");
  expect(maskSecrets('{"password": "hunter2", "user": "core"}')).toBe('{"password": "***", "user": "core"}');
});

test("of a secret of several lines each is masked, with the space before it and the end it has", () => {
  expect(maskSecrets(`a: |\r\n${key.replace(/^(?=.)/gm, "  ").replace(/\n/g, "\r\n")}b: c\r\n`)).toBe(
    "a: |\r\n  ***\r\n  ***\r\n  ***\r\nb: c\r\n",
  );
});

test("what is found in two ways goes by the one that says more", () => {
  expect(secretKinds(`HCLOUD_TOKEN=ghp_${noise(36)}`)).toEqual(["a GitHub token"]);
  expect(maskSecrets(`A_TOKEN=x.ghp_${noise(36)}.y\n`)).toBe("A_TOKEN=***\n");
});

test.each([
  ["base64", base64(key)],
  ["base64 of base64", base64(base64(key))],
  ["base64 of gzip", base64(gzipSync(key))],
  ["percent signs", `data:,${encodeURIComponent(key)}`],
  ["base64 of DER", base64(Buffer.from(`30820a0002010030820900060102${"00".repeat(16)}`, "hex"))],
])("a key in %s is found in the text around it", (_, encoded) => {
  expect(secretKinds(`a: ${encoded}\n`)).toHaveLength(1);
  expect(maskSecrets(`a: ${encoded}\nb: c\n`)).toBe(encoded.startsWith("data:") ? "a: data:,***\nb: c\n" : "a: ***\nb: c\n");
});

test("a key in more encodings than anybody uses is not looked for", () => {
  expect(secretKinds(base64(base64(base64(base64(key)))))).toEqual([]);
});

test("gzip that is none, and base64 of what is no text, hold no secret", () => {
  expect(secretKindsOfBytes(Uint8Array.of(0x1f, 0x8b, 8, 0, 0))).toEqual([]);
  expect(secretKinds(base64(Buffer.concat([Uint8Array.of(0xff, 0xfe), Buffer.from(key)])))).toEqual([]);
});

test("bytes are looked at as text, in UTF-8 or latin1, and unpacked", () => {
  const latin1 = Buffer.from(`ä${key}`, "latin1");
  expect([Buffer.from(key), latin1, gzipSync(key), gzipSync(latin1)].map((bytes) => secretKindsOfBytes(bytes))).toEqual(
    Array(4).fill(["a private key (PEM)"]),
  );
});

test.each([
  ["a file of words", (n: number) => "a".repeat(n)],
  ["equals signs", (n: number) => "=".repeat(n)],
  ["names and signs", (n: number) => "a=".repeat(n / 2)],
  ["colons", (n: number) => "password:".repeat(n / 9)],
  ["assignments", (n: number) => "token=".repeat(n / 6)],
  ["assignments of nothing", (n: number) => "token=ENC[".repeat(n / 10)],
  ["strings that do not end", (n: number) => 'token="ENC[\\"'.repeat(n / 13)],
  ["strings of strings", (n: number) => '{\\"token\\": \\"ENC['.repeat(n / 18)],
  ["maps that do not end", (n: number) => "{token: ENC[".repeat(n / 12) + " ".repeat(1000)],
  ["blocks", (n: number) => "token: |\n".repeat(n / 9)],
  ["blocks that go deeper", (n: number) => Array.from({ length: Math.sqrt(n) }, (_, i) => `${" ".repeat(i)}token: |`).join("\n")],
  ["lines", (n: number) => "\n".repeat(n)],
  ["spaces", (n: number) => `password${" ".repeat(n)}=`],
  ["keys that begin", (n: number) => `-----${"BEGIN"} PRIVATE KEY-----\n${noise(16)}\n`.repeat(n / 45)],
  ["labels that begin", (n: number) => `-----${"BEGIN"} `.repeat(n / 11)],
  ["URLs", (n: number) => "a://b:".repeat(n / 6)],
  ["users", (n: number) => `a://${"b:".repeat(n / 2)}`],
  ["commands", (n: number) => "curl -u ".repeat(n / 8)],
  ["flags", (n: number) => "--token ".repeat(n / 8)],
  ["expansions", (n: number) => "${TOKEN:-".repeat(n / 9)],
  ["beginnings of tokens", (n: number) => "eyJeyJ.eyJ.".repeat(n / 11)],
  ["tokens", (n: number) => `ghp_${"a".repeat(40)}`.repeat(n / 44)],
  ["names of a cloud", (n: number) => "hcloud ".repeat(n / 7)],
  ["dollars", (n: number) => "$6$".repeat(n / 3)],
  ["base64 of text", (n: number) => `${Buffer.from("a harmless little text!!").toString("base64")} `.repeat(n / 33)],
  ["percent signs", (n: number) => `data:,${"%41".repeat(n / 3)}`],
  ["data URLs", (n: number) => "data:,%".repeat(n / 7)],
  ["documents", (n: number) => "kind: Secret\n---\n".repeat(n / 17)],
  ["machines", (n: number) => "machine a login ".repeat(n / 16)],
  ["lines of a password file", (n: number) => "a:1:a:a:***\n".repeat(n / 12)],
  ["tags", (n: number) => "<password>".repeat(n / 10)],
  ["PuTTY", (n: number) => `PuTTY-User-${"Key"}-File-2: `.repeat(n / 23)],
])(
  "a megabyte of %s takes little time",
  (_, make) => {
    maskSecrets(make(1_000_000));
  },
  20_000,
);

const piece = fc.oneof(
  fc.string({ unit: "grapheme" }),
  fc.constantFrom(...PLANTED.flatMap(({ text, nearMiss }) => [text, nearMiss])),
  fc.constantFrom(...HARMLESS.map(([, text]) => text)),
  fc.constantFrom(
    "\n",
    " ",
    '"',
    "'",
    "\\",
    "=",
    ": ",
    "{",
    "}",
    "password",
    "TOKEN=",
    "${TfToken[TOKEN.1]}",
    "***",
    "#",
    ",",
    ";",
    "\\n",
    "@",
    "://",
  ),
);
const anyText = fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join(""));

test("of what is masked nothing looks secret any more, and its lines are where they were", () => {
  fc.assert(
    fc.property(anyText, (text) => {
      const masked = maskSecrets(text);
      expect(secretKinds(masked)).toEqual([]);
      expect(maskSecrets(masked)).toBe(masked);
      expect(masked.split("\n")).toHaveLength(text.split("\n").length);
      if (secretKinds(text).length === 0) expect(masked).toBe(text);
      else expect(masked).not.toBe(text);
    }),
    { numRuns: 500 },
  );
});

test("any bytes are looked at", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      expect(Array.isArray(secretKindsOfBytes(bytes))).toBe(true);
      expect(Array.isArray(secretKindsOfBytes(Uint8Array.of(0x1f, 0x8b, 8, ...bytes)))).toBe(true);
    }),
  );
});
