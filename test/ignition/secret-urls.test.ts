import { expect, test } from "vitest";
import { urlSecrets } from "../../lib/ignition/secret-urls";
import { noise } from "./planted-secrets";

const found = (text: string): string[] => [...urlSecrets(text)].map(({ start, end, kind }) => `${kind}: ${text.slice(start, end)}`);

test.each([
  ["https://core:hunter2@example.com/a", "a URL with a password: hunter2"],
  ["ftp://core:hun@ter:2@example.com", "a URL with a password: hun@ter:2"],
  ["https://core:${TfToken[TOKEN.1]}@example.com", "a URL with a password: ${TfToken[TOKEN.1]}"],
])("%s has a password", (text, secret) => {
  expect(found(text)).toEqual([secret]);
});

test("a URL of a database says so, also without a user", () => {
  expect(found("redis://:hunter2@a:6379")[0]).toBe("a database URL with a password: hunter2");
  expect(found("mongodb+srv://a:hunter2@b/c")[0]).toBe("a database URL with a password: hunter2");
});

test("a signature is what makes a URL secret", () => {
  const signature = noise(64, "0123456789abcdef");
  expect(found(`https://b.s3.amazonaws.com/k?X-Amz-Date=1&X-Amz-Signature=${signature}&x=1`)).toEqual([`a signed URL: ${signature}`]);
  expect(found("https://a/b?sig=short&X-Amz-Signature=abc")).toEqual([]);
});

test.each([
  "https://core@example.com",
  "https://core:@example.com",
  "https://core:$PASSWORD@example.com",
  "https://core:<password>@example.com",
  "https://example.com:8080/@b",
  "http://[::1]:8080/a@b",
  "git@github.com:a/b.git",
  "a://b:c d@e",
])("%s has none", (text) => {
  expect(found(text)).toEqual([]);
});
