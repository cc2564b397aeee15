import { expect, test } from "vitest";
import { HetznerApiError } from "../../../lib/upload/hetzner/api-error";

const refusal = (status: number, code: string): HetznerApiError => HetznerApiError.refusal("POST /servers", status, code, "words");

test("a refusal tells Hetzner's code and words", () => {
  expect(refusal(422, "invalid_input").message).toBe(
    'POST /servers: received "status 422, invalid_input: words"; allowed: an answer that is no error; ' +
      "see what the code means at https://docs.hetzner.cloud/reference/cloud#errors [hetzner-api: docs/errors.md#hetzner-api]",
  );
});

test.each([
  ["unauthorized", "HCLOUD_TOKEN"],
  ["forbidden", "read and write"],
  ["resource_unavailable", "--location or --server-type"],
  ["placement_error", "--location or --server-type"],
  ["token_readonly", "read and write"],
  ["resource_limit_exceeded", "higher limit"],
])("what to do about %s is said", (code, mend) => {
  expect(refusal(403, code).mend).toContain(mend);
});

test.each([
  [409, "conflict", true, false],
  [423, "locked", true, false],
  [423, "protected", false, false],
  [429, "rate_limit_exceeded", true, false],
  [503, "unavailable", true, false],
  [500, "server_error", true, true],
  [502, "without a code", true, true],
  [409, "uniqueness_error", false, false],
  [404, "not_found", false, false],
])("%d %s: passes by itself %s, may have happened %s", (status, code, isPassing, mayHaveHappened) => {
  expect(refusal(status, code)).toMatchObject({ isPassing, mayHaveHappened, status, apiCode: code });
});

test("no answer is no refusal: it may have happened, and the error says how to reach the API", () => {
  const error = HetznerApiError.unreachable("GET /servers", "connection refused", true);
  expect(error).toMatchObject({ code: "hetzner-unreachable", status: 0, apiCode: "", isPassing: true, mayHaveHappened: true });
  expect(HetznerApiError.unreachable("GET /servers", "a certificate that has expired", false).isPassing).toBe(false);
});

test("how often it was tried is told where it was more than once", () => {
  const error = refusal(503, "unavailable");
  expect(error.after(1)).toBe(error);
  expect(error.after(3)).toMatchObject({ status: 503, received: "status 503, unavailable: words, in the last of 3 attempts" });
});
