import { Readable } from "node:stream";
import { expect, test } from "vitest";
import { Answer } from "../../../lib/release/transport/answer";
import { Attempts } from "../../../lib/release/transport/attempts";
import { DEFAULT_TIMING } from "../../../lib/release/transport/timing";
import { Transfer, checkContent, htmlError } from "../../../lib/release/transport/transfer";
import type { OpenOptions } from "../../../lib/release/transport/transport";
import { thrown } from "../thrown";
import { bodyOf, rejected } from "./serve";

const URL_ = "https://a.example/dir/file";

interface Script {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Pieces; after them the body breaks where `breaks` says so. */
  readonly body?: readonly string[];
  readonly breaks?: boolean;
}

/** Answers by a script, and the headers they were asked for with. */
function scripted(script: readonly Script[], options: Partial<OpenOptions> = {}) {
  const asked: Readonly<Record<string, string>>[] = [];
  let discarded = 0;
  const ask = (headers: Readonly<Record<string, string>>): Promise<Answer> => {
    const { status = 200, headers: answered = {}, body = [], breaks = false } = script[asked.length];
    asked.push(headers);
    const stream = Readable.from(
      (async function* () {
        for (const piece of body) yield Buffer.from(piece);
        if (breaks) throw Object.assign(new Error("reset"), { code: "ECONNRESET" });
      })(),
    );
    return Promise.resolve(new Answer({ url: URL_, status, headers: answered, body: stream }, DEFAULT_TIMING, () => discarded++));
  };
  const attempts = new Attempts({ ...DEFAULT_TIMING, backoffMs: 1 }, () => new Date(0), undefined);
  const transfer = new Transfer(URL_, { maxBytes: 1000, ...options }, ask, attempts);
  return { transfer, asked, discarded: () => discarded };
}

const ETAG = '"one"';
const FIRST: Script = { headers: { etag: ETAG, "content-length": "9" }, body: ["abc", "def"], breaks: true };

test("what breaks is asked for from where it broke, by its validator, until it is whole", async () => {
  const rest = { etag: ETAG, "content-length": "3", "content-range": "bytes 6-8/9" };
  const { transfer, asked, discarded } = scripted([FIRST, { status: 500 }, { status: 206, headers: rest, body: ["ghi"] }]);
  expect(String(await bodyOf(await transfer.begin()))).toBe("abcdefghi");
  expect(asked).toEqual([{}, { range: "bytes=6-", "if-range": ETAG }, { range: "bytes=6-", "if-range": ETAG }]);
  expect(discarded()).toBe(3);
});

test("an answer that begins again gives only what is new, also in the middle of a piece", async () => {
  const again = { headers: { etag: ETAG, "content-length": "9" }, body: ["ab", "cdefg", "hi"] };
  expect(String(await bodyOf(await scripted([FIRST, again]).transfer.begin()))).toBe("abcdefghi");
});

test("an answer that begins again and breaks before what is new changes nothing", async () => {
  const short = { headers: { etag: ETAG, "content-length": "9" }, body: ["abc"], breaks: true };
  const again = { headers: { etag: ETAG, "content-length": "9" }, body: ["abcdefghi"] };
  const { transfer, asked } = scripted([FIRST, short, again]);
  expect(String(await bodyOf(await transfer.begin()))).toBe("abcdefghi");
  expect(asked[2].range).toBe("bytes=6-");
});

test.each<[string, Script, object]>([
  ["another entity tag", { headers: { etag: '"two"', "content-length": "9" }, body: ["abcdefghi"] }, { received: 'entity tag "two"' }],
  ["another size", { headers: { etag: ETAG, "content-length": "8" }, body: ["abcdefgh"] }, { received: "8 bytes", allowed: "9 bytes" }],
  ["no size any more", { headers: { etag: ETAG }, body: ["abcdefghi"] }, { received: "no size announced" }],
  ["an end before", { status: 416, headers: { "content-range": "bytes */5" } }, { received: "a file that ends before" }],
])("a file with %s than before is another one", async (_what, second, expected) => {
  const error = await rejected(scripted([FIRST, second]).transfer.begin().then(bodyOf));
  expect(error).toMatchObject({ code: "feed-changed", ...expected });
});

test("what breaks after its last byte is whole, and is not asked for again", async () => {
  const all: Script = { headers: { etag: ETAG, "content-length": "9" }, body: ["abcdef", "ghi"], breaks: true };
  const { transfer, asked, discarded } = scripted([all]);
  expect(String(await bodyOf(await transfer.begin()))).toBe("abcdefghi");
  expect(asked).toEqual([{}]);
  expect(discarded()).toBe(1);
});

test("a file of no bytes is whole", async () => {
  const file = await scripted([{ headers: { "content-length": "0" } }]).transfer.begin();
  expect(file.size).toBe(0);
  expect(await bodyOf(file)).toHaveLength(0);
});

test("where all was there before, the words of the refusal are no part of the file", async () => {
  const { transfer } = scripted([{ status: 416, headers: { "content-range": "bytes */9" }, body: ["range not satisfiable"] }], {
    offset: 9,
    validator: ETAG,
  });
  const file = await transfer.begin();
  expect(file).toMatchObject({ offset: 9, size: 9, validator: ETAG });
  expect(await bodyOf(file)).toHaveLength(0);
});

test("an offset without a validator begins anew", async () => {
  const { transfer, asked } = scripted([{ body: ["abc"] }], { offset: 2 });
  expect((await transfer.begin()).offset).toBe(0);
  expect(asked).toEqual([{}]);
});

test.each([
  ["HTML", { "content-type": "Text/HTML" }, "feed-html"],
  ["XHTML", { "content-type": "application/xhtml+xml; charset=x" }, "feed-html"],
  ["packed bytes", { "content-encoding": "br" }, "feed-encoding"],
])("%s is no file", async (_what, headers, code) => {
  const { transfer, discarded } = scripted([{ headers }]);
  expect((await rejected(transfer.begin())).code).toBe(code);
  expect(discarded()).toBe(1);
});

test("the identity is no packing", () => {
  const given = (headers: Record<string, string>) =>
    new Answer({ url: URL_, status: 200, headers, body: Readable.from([]) }, DEFAULT_TIMING, () => undefined);
  for (const encoding of ["identity", " Identity ", ""]) checkContent(given({ "content-encoding": encoding }), URL_);
  expect(thrown(() => checkContent(given({ "content-encoding": "gzip, identity" }), URL_)).code).toBe("feed-encoding");
});

test("a web page is told with what it stands in place of", () => {
  expect(htmlError("https://portal.example/", URL_, "<html>")).toMatchObject({
    subject: "HTML in place of file",
    path: "https://portal.example/",
  });
});
