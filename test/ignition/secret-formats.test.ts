import { expect, test } from "vitest";
import { formatSecrets } from "../../lib/ignition/secret-formats";
import { noise } from "./planted-secrets";

const found = (text: string): string[] => [...formatSecrets(text)].map(({ start, end }) => text.slice(start, end));
const token = `ghp_${noise(36)}`;

test.each(["", " ", '"', "'", "=", ":", "/", "@", "\n", "("])("a token stands behind %j", (before) => {
  expect(found(`${before}${token}`)).toEqual([token]);
});

test.each(["a", "0", "_", "-"])("a token does not begin within a word, as behind %j", (before) => {
  expect(found(`${before}${token}`)).toEqual([]);
});

test("a token that is longer than those of today is one, to its end", () => {
  expect(found(`ghp_${noise(255)} x`)).toEqual([`ghp_${noise(255)}`]);
});

test("a token at the end of a sentence is one", () => {
  const bootstrap = `abc123.${"0123456789abcdef"}`;
  expect(found(`Join with ${bootstrap}.`)).toEqual([bootstrap]);
  expect(found(`https://${bootstrap}.example`)).toEqual([]);
});

test("of a key id and its secret in one line both are found", () => {
  const id = `AKIA${"X".repeat(16)}`;
  expect(found(`${id}:${noise(40)}`)).toEqual([noise(40), id]);
  expect(found(`AKIA${"X".repeat(17)}`)).toEqual([]);
});

test("64 letters and digits are a token of the Hetzner Cloud only near its name, and not where they are a sum", () => {
  expect(found(`hcloud: ${noise(64)}`)).toEqual([noise(64)]);
  expect(found(`sum: ${noise(64)}`)).toEqual([]);
  expect(found(`hcloud\n${noise(64)}`)).toEqual([]);
  expect(found(`hcloud.tar.gz ${noise(64, "0123456789abcdef")}`)).toEqual([]);
});
