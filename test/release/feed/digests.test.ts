import { expect, test } from "vitest";
import { sha512Of } from "../../../lib/release/feed/digests";
import { thrown } from "../thrown";

const HASH = "ab".repeat(64);
const NAME = "flatcar_production_pxe.vmlinuz";
const FILE = "x.DIGESTS.asc";

function digests(...sha512: string[]): string {
  return ["# MD5 HASH", `${"1".repeat(32)}  ${NAME}`, "# SHA1 HASH", `${"2".repeat(40)}  ${NAME}`, "# SHA512 HASH", ...sha512, ""].join(
    "\n",
  );
}

test("the hash is taken from its section, not from its line", () => {
  expect(sha512Of(digests(`${HASH}  ${NAME}`), NAME, FILE)).toBe(HASH);
  expect(sha512Of(`# SHA512 HASH\n${HASH.toUpperCase()} *${NAME}\n# BLAKE2B HASH\n${"3".repeat(128)}  ${NAME}\n`, NAME, FILE)).toBe(HASH);
});

test("lines of other files beside it do not count", () => {
  expect(sha512Of(digests(`${"0".repeat(128)}  other`, `${HASH}  ${NAME}`), NAME, FILE)).toBe(HASH);
});

test("DIGESTS of another file are refused with its name", () => {
  const error = thrown(() => sha512Of(digests(`${HASH}  ${NAME}.sig`), NAME, FILE));
  expect(error).toMatchObject({ code: "feed-replayed", received: `${NAME}.sig`, allowed: NAME, path: FILE });
});

test.each([
  ["no line", [], "0 lines"],
  ["two lines", [`${HASH}  ${NAME}`, `${"0".repeat(128)}  ${NAME}`], "2 lines"],
])("%s of the file is one too few or too many", (_what, lines, received) => {
  expect(thrown(() => sha512Of(digests(...lines), NAME, FILE))).toMatchObject({ code: "feed-document", received });
});

test.each([`${HASH} ${NAME}`, `${HASH}  dir/${NAME}`, "nothing", `${HASH}`, `x${HASH}  ${NAME}`])("%j is no line of DIGESTS", (line) => {
  expect(thrown(() => sha512Of(digests(line), NAME, FILE))).toMatchObject({ code: "feed-document", subject: "line 6", received: line });
});

test("a hash of another length is none", () => {
  expect(thrown(() => sha512Of(digests(`${"0".repeat(64)}  ${NAME}`), NAME, FILE))).toMatchObject({
    code: "feed-document",
    subject: "line 6",
  });
});
