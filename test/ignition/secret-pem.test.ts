import { expect, test } from "vitest";
import { pemSecrets } from "../../lib/ignition/secret-pem";
import { noise, pem } from "./planted-secrets";

const found = (text: string): string[] => [...pemSecrets(text)].map(({ start, end }) => text.slice(start, end));
const key = pem("PRIVATE KEY");

test("a key goes from its first line through its last", () => {
  expect(found(`a\n${key}b\n${pem("CERTIFICATE")}${pem("EC PRIVATE KEY")}c`)).toEqual([key.trimEnd(), pem("EC PRIVATE KEY").trimEnd()]);
});

test.each([
  ["in a string of JSON", JSON.stringify({ a: key })],
  ["indented, as in YAML", `a: |\n${key.replace(/^(?=.)/gm, "    ")}`],
  ["in a comment", key.replace(/^(?=.)/gm, "# ")],
  ["with Windows' line ends", pem("PRIVATE KEY", noise(64), "\r\n")],
  ["with headers", key.replace("\n", "\nProc-Type: 4,ENCRYPTED\n\n")],
])("a key %s is one", (_, text) => {
  expect(found(text)).toHaveLength(1);
  expect(found(text)[0]).toContain(noise(64));
  expect(found(text)[0]).toMatch(/^-----BEGIN[^]*-----$/);
});

test("a key that is cut off goes as far as its base64", () => {
  const cut = key.split("-----END")[0];
  expect(found(`${cut}the end\n`)).toEqual([cut.trimEnd()]);
  expect(found(`${cut}${pem("CERTIFICATE")}`)[0]).toBe(cut.trimEnd());
});

test("a key whose body is known only at apply is one", () => {
  expect(found(pem("PRIVATE KEY", "${TfToken[TOKEN.1]}"))).toHaveLength(1);
});

test("what only names a key is none", () => {
  const begin = `-----${"BEGIN"} PRIVATE KEY-----`;
  expect(found(`grep -q -- "${begin}" a && exit\n`)).toEqual([]);
  expect(found(`${begin}\n...\n`)).toEqual([]);
  expect(found("BEGIN PRIVATE KEY")).toEqual([]);
  expect(found(pem("PUBLIC KEY") + pem("CERTIFICATE REQUEST") + pem("DH PARAMETERS"))).toEqual([]);
});
