import { expect, test } from "vitest";
import { parseGoUrl, queryValues } from "../../lib/ignition/go-url";

test.each([
  ["http://x/y?q=1#f", { scheme: "http", opaque: "", query: "q=1" }],
  ["HTTPS://user:p%40ss@host:8080", { scheme: "https", opaque: "", query: "" }],
  ["arn:aws:s3:::b/k?versionId=1", { scheme: "arn", opaque: "aws:s3:::b/k", query: "versionId=1" }],
  ["data:,%zz", { scheme: "data", opaque: ",%zz", query: "" }],
  ["http://", { scheme: "http", opaque: "", query: "" }],
  ["http://[fe80::1%25en0]:80/", { scheme: "http", opaque: "", query: "" }],
  ["http://münchen/%C3%BC", { scheme: "http", opaque: "", query: "" }],
  ["http://%C3%BC/", { scheme: "http", opaque: "", query: "" }],
  ["rel/ative:x", { scheme: "", opaque: "", query: "" }],
  ["", { scheme: "", opaque: "", query: "" }],
  ["*", { scheme: "", opaque: "", query: "" }],
  ["///x y", { scheme: "", opaque: "", query: "" }],
  ["1http://x", undefined],
])("%j is read as Go reads it", (url, parts) => {
  expect(parseGoUrl(url)).toEqual(parts);
});

test.each([
  [":x", "no scheme before the colon"],
  ["a b:c", "a colon in the first segment"],
  ["http://x/\u0000", "a control character"],
  ["http://x/\n", "a line feed"],
  ["http://x/%zz", "a bad escape in the path"],
  ["http://x/#%z", "a bad escape in the fragment"],
  ["http://a b/", "a space in the host"],
  ["http://a%41/", "an escaped letter in the host"],
  ["http://x:port/", "a port that is no number"],
  ["http://[::1", "an open bracket"],
  ["http://x[", "a bracket within the host"],
  ["http://[[::1]/", "two brackets"],
  ["http://[x]/", "a name in brackets"],
  ["http://[1.2.3.4]/", "an IPv4 address in brackets"],
  ["http://[::1%en0]/", "a zone whose percent sign is not escaped"],
  ["http://[::1%25]/", "no zone behind the percent sign"],
  ["http://[::1]x/", "text behind the bracket"],
  ["http://[::1%25%zz]/", "a bad escape in the zone"],
  ["http://[::1%25%01]/", "a control character in the zone"],
  ["http://us er@x/", "a space in the user"],
  ["http://u%zz@x/", "a bad escape in the user"],
])("%j is refused for %s", (url) => {
  expect(parseGoUrl(url)).toBeUndefined();
});

test("values of a query are unescaped, in order, and broken pairs left out", () => {
  expect(queryValues("a=1&b=2&a=%33+x&a", "a")).toEqual(["1", "3 x", ""]);
  expect(queryValues("a=%zz&a;b=1&%61=y&&=z", "a")).toEqual(["y"]);
  expect(queryValues("ü=%C3%BC", "ü")).toEqual(["ü"]);
});
