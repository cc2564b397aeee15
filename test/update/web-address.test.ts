import { expect, test } from "vitest";
import { checkAddress } from "../../lib/update/web-address";
import { TOKEN, thrown } from "./thrown";

const check = (value: string, schemes = ["http", "https"]) => checkAddress({ code: "x", subject: "s", value, schemes, mend: "m" });

test.each([
  "http://h",
  "https://h.example.com/v1/update/",
  "HTTPS://h",
  "http://10.0.0.1:8000/a?b=c&d#e",
  "http://[::1]:2379",
  "http://u:p%40@h",
])("%s is an address", (value) => {
  expect(() => check(value)).not.toThrow();
});

test.each([
  "",
  "h",
  "//h",
  "http:/h",
  "http://",
  "http:///x",
  "ftp://h",
  "http://h:99999",
  "http://a b",
  "http://h/\n",
  'http://h/"',
  "http://h\\x",
  " http://h",
  "http://h ",
  "http://:80",
])("%j is none", (value) => {
  const error = thrown(() => check(value));
  expect(error).toMatchObject({ code: "x", subject: "s", received: value, mend: "m" });
  expect(error.allowed).toContain("http:// or https://");
});

test("only the schemes that were asked for are allowed", () => {
  expect(() => check("socks5://h:1080", ["socks5"])).not.toThrow();
  expect(thrown(() => check("http://h", ["socks5"])).code).toBe("x");
});

test("a token passes anywhere in the text", () => {
  expect(() => check(TOKEN)).not.toThrow();
  expect(() => check(`http://${TOKEN}:2379`)).not.toThrow();
});
