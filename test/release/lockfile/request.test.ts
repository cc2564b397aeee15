import { expect, test } from "vitest";
import { parseRequest, parseRequests, requestText } from "../../../lib/release/lockfile/request";
import { thrown } from "../thrown";

test("a name stands for a channel, a stream of LTS or a version, whose number tells its channel", () => {
  const read = parseRequests(["dev=beta", "old=lts-2023", "prod=4593.2.5"]);
  expect(read.map(({ name, request }) => [name, request.channel.name, request.year, request.version?.toString()])).toEqual([
    ["dev", "beta", undefined, undefined],
    ["old", "lts", "2023", undefined],
    ["prod", "stable", undefined, "4593.2.5"],
  ]);
});

test("a request is written as it is read", () => {
  for (const text of ["stable", "lts", "lts-2024", "4593.2.5"]) expect(requestText(parseRequest(text))).toBe(text);
});

test.each([
  ["stable", "write a name before it, such as prod=stable"],
  ["4593.2.5", "write a name before it, such as prod=4593.2.5"],
  ["lts-2024", "write a name before it, such as prod=lts-2024"],
  ["stabel", 'did you mean "stable"?'],
  ["prod", "write what it is to stand for, such as prod=stable"],
  ["=stable", '"" is no name: use letters, digits, dot, underscore and hyphen'],
  ["my prod=stable", '"my prod" is no name: use letters, digits, dot, underscore and hyphen'],
  ["__proto__=stable", '"__proto__" is no name: use letters, digits, dot, underscore and hyphen'],
])("what is no request is refused with what to write: %s", (text, mend) => {
  expect(thrown(() => parseRequests([text]))).toMatchObject({ code: "lock-request", received: text, mend });
});

test("a name is given once", () => {
  expect(thrown(() => parseRequests(["a=beta", "b=beta", "a=stable"]))).toMatchObject({ code: "lock-request", received: "a" });
});

test.each([
  ["a=stabel", "channel-unknown"],
  ["a=edge", "channel-retired"],
  ["a=", "channel-unknown"],
  ["a=current", "channel-unknown"],
  ["a=4593.2", "version-malformed"],
  ["a=4593.7.0", "channel-unknown"],
  ["a=lts-24", "channel-unknown"],
])("what is behind the name has to be a channel, a stream or a version: %s", (text, code) => {
  expect(thrown(() => parseRequests([text])).code).toBe(code);
});
