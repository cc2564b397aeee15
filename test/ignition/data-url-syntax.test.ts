import fc from "fast-check";
import { expect, test } from "vitest";
import { DataUrlFault, readDataUrl } from "../../lib/ignition/data-url-syntax";

const text = (url: string): string => Buffer.from(readDataUrl(url)).toString("utf8");

test.each([
  ["data:,", ""],
  ["data:,a%20b%C3%BC", "a bü"],
  ["data:;base64,", ""],
  ["data:;base64,aGk=", "hi"],
  ["data:;base64,aGkK\naGk=\n", "hi\nhi"],
  ["data:;base64,aG\nk\n=\n", "hi"],
  ["data:;base64,YQ=\n=", "a"],
  ["data:text/plain,x", "x"],
  ["data:text/plain;charset=utf-8;base64,aGk=", "hi"],
  ['data:text/x;a="q\\"\\n";b=%41,x', "x"],
  ["data:x-type/any,x", "x"],
  ["data:text/,x", "x"],
  ["data:applicationx/y,x", "x"],
])("%j is read", (url, contents) => {
  expect(text(url)).toBe(contents);
});

test.each([
  ["DATA:,x", "missing data prefix"],
  ["data:", "missing comma before data"],
  ["data:/x", "invalid character after data prefix"],
  ["data:x", "missing media type slash"],
  ["data:text", "missing media type slash"],
  ["data:te xt/", "invalid character for media type"],
  ["data:x/plain,", "invalid character for media type"],
  ["data:font/ttf,x", "invalid media type"],
  ["data:text/plain", "incomplete media type"],
  ["data:text/pl ain,", "invalid character for media subtype"],
  ["data:;,x", "unterminated parameter sequence"],
  ["data:;=,x", "unterminated parameter sequence"],
  ["data:;base64", "unterminated parameter sequence"],
  ["data:; a=b,", "invalid character for parameter attribute"],
  ["data:;a b=c,", "invalid character for parameter attribute"],
  ["data:;base65,x", "expected base64, got base65"],
  ["data:;a=", "missing comma before data"],
  ["data:;a= b,", "invalid character for parameter value"],
  ["data:;a=b c,", "invalid character for parameter value"],
  ["data:;a=b", "missing comma before data"],
  ["data:;a=%4,x", "rfc2396: unexpected end of unescape sequence"],
  ['data:;a="b', "unclosed quoted string"],
  ['data:;a="é",x', "invalid character for parameter value"],
  ['data:;a="\\é",x', "invalid escaped character"],
  ['data:;a="\\q",x', "invalid syntax"],
  ['data:;a="\\ud800",x', "invalid syntax"],
  ['data:;a="b"', "missing comma before data"],
  ['data:;a="b"c,', "expected semicolon or comma"],
  ['data:;a="";b=\\,x', "invalid character for parameter value"],
  ["data:,a b", "invalid data character"],
  ["data:,é", "invalid data character"],
  ["data:,%", "rfc2396: unexpected end of unescape sequence"],
  ["data:,%4", "rfc2396: unexpected end of unescape sequence"],
  ["data:,%4x", "rfc2396: invalid char 0x25 in unescape sequence"],
  ["data:;base64,a-b_", "invalid data character"],
  ["data:;base64,aGk", "illegal base64 data at input byte 0"],
  ["data:;base64,aGkKa", "illegal base64 data at input byte 4"],
  ["data:;base64,aGk=x", "illegal base64 data at input byte 4"],
  ["data:;base64,a===", "illegal base64 data at input byte 1"],
  ["data:;base64,YQ=", "illegal base64 data at input byte 3"],
  ["data:;base64,YQ=a", "illegal base64 data at input byte 2"],
  ["data:;base64,=", "illegal base64 data at input byte 0"],
])("%j is refused", (url, message) => {
  expect(() => readDataUrl(url)).toThrow(DataUrlFault);
  expect(() => readDataUrl(url)).toThrow(new DataUrlFault(message));
});

test("an escape of Go's strings is fine in a quoted value", () => {
  expect(text('data:;a="\\x41\\101\\u00e9\\U0001F600\\U0010ffff\\a\\b\\f\\r\\t\\v\\\\",x')).toBe("x");
});

test("the mark of an empty quoted value reaches the next parameter, as in the library", () => {
  expect(() => readDataUrl('data:;a="";b=%zz,x')).not.toThrow();
  expect(() => readDataUrl("data:;b=%zz,x")).toThrow("rfc2396");
});

test("any bytes come back from base64", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 50 }), (bytes) => {
      expect(readDataUrl(`data:;base64,${Buffer.from(bytes).toString("base64")}`)).toEqual(bytes);
    }),
  );
});

test("a large one is read in no time", () => {
  const megabytes = 8;
  const bytes = readDataUrl(`data:;base64,${"AAAA".repeat((megabytes * 1024 * 1024) / 3)}`);
  expect(bytes.length).toBe(Math.floor((megabytes * 1024 * 1024) / 3) * 3);
});
