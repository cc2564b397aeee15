import { Readable } from "node:stream";
import { expect, test } from "vitest";
import { Answer, AnswerParts, statusFailure } from "../../../lib/release/transport/answer";
import { TransferFailure } from "../../../lib/release/transport/failure";
import { DEFAULT_TIMING, TransportTiming } from "../../../lib/release/transport/timing";

function answer(parts: Partial<AnswerParts> = {}, timing: Partial<TransportTiming> = {}): Answer {
  const all = { url: "https://a.example/x", status: 200, headers: {}, body: Readable.from([]), ...parts };
  return new Answer(all, { ...DEFAULT_TIMING, ...timing }, () => undefined);
}

async function read(given: Answer): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of given.chunks()) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

async function failure(work: Promise<unknown>): Promise<TransferFailure> {
  try {
    await work;
  } catch (e) {
    if (e instanceof TransferFailure) return e;
    throw e;
  }
  throw new Error("expected a failure");
}

/** A body that brings some bytes and then breaks. */
function breaking(code: string): Readable {
  return Readable.from(
    (async function* () {
      yield Buffer.from("abc");
      throw Object.assign(new Error(code), { code });
    })(),
  );
}

test("only a strong entity tag tells one content from another", () => {
  expect(answer({ headers: { etag: '"a-1"' } }).validator).toBe('"a-1"');
  for (const etag of ['W/"a"', "a", '"a"b"', undefined]) expect(answer({ headers: { etag } }).validator).toBeUndefined();
});

test("a length is a number of digits", () => {
  expect(answer({ headers: { "content-length": "12" } }).length).toBe(12);
  for (const text of ["-1", "1e3", "", undefined]) expect(answer({ headers: { "content-length": text } }).length).toBeUndefined();
});

test("of several headers of one name the last counts", () => {
  expect(answer({ headers: { etag: ['"a"', '"b"'] } }).header("etag")).toBe('"b"');
});

test("a body is read to its end", async () => {
  expect(await read(answer({ body: Readable.from([Buffer.from("a"), Buffer.from("b")]) }))).toBe("ab");
});

test("a connection that is closed before the announced end ends the body, and fails where nothing is announced", async () => {
  expect(await read(answer({ body: breaking("UND_ERR_SOCKET"), headers: { "content-length": "10" } }))).toBe("abc");
  const unannounced = await failure(read(answer({ body: breaking("UND_ERR_SOCKET") })));
  expect(unannounced.error(1).code).toBe("feed-unreachable");
  const reset = await failure(read(answer({ body: breaking("ECONNRESET"), headers: { "content-length": "10" } })));
  expect(reset.error(1).received).toBe("connection reset");
});

test("a body that stops, and one that comes too slowly, fail", async () => {
  const stopped = await failure(read(answer({ body: new Readable({ read: () => undefined }) }, { idleMs: 20 })));
  expect(stopped.error(1)).toMatchObject({ code: "feed-timeout", received: "nothing for 0 s" });
  const dripping = Readable.from(
    (async function* () {
      for (;;) {
        yield Buffer.from("a");
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
    })(),
  );
  const slow = await failure(read(answer({ body: dripping }, { slowMs: 50, slowBytes: 100 })));
  expect(slow.error(1).received).toMatch(/^\d+ bytes in 0.\d s$/);
});

test("a body that was ended on purpose ends with the purpose", async () => {
  const controller = new AbortController();
  controller.abort("enough");
  await expect(read(answer({ body: breaking("ECONNRESET"), signal: controller.signal }))).rejects.toBe("enough");
});

test("what is let go of releases what it held, and may fail unseen", async () => {
  let released = 0;
  const body = new Readable({ read: () => undefined });
  const given = new Answer({ url: "u", status: 200, headers: {}, body }, DEFAULT_TIMING, () => released++);
  given.discard();
  body.emit("error", new Error("late"));
  expect(released).toBe(1);
  expect(body.destroyed).toBe(true);
});

test("what is drained is read where it is little, and let go of in any case", async () => {
  let released = 0;
  const drained = async (body: Readable): Promise<void> =>
    new Answer({ url: "u", status: 302, headers: {}, body }, { ...DEFAULT_TIMING, idleMs: 20 }, () => released++).drain();
  let large = 0;
  const endless = new Readable({ read: () => void endless.push(Buffer.alloc(10_000, large++)) });
  await drained(Readable.from([Buffer.from("a")]));
  await drained(endless);
  await drained(breaking("ECONNRESET"));
  await drained(new Readable({ read: () => undefined }));
  expect(released).toBe(4);
  expect(large).toBeLessThan(50);
  expect(endless.destroyed).toBe(true);
});

test.each([
  [404, "feed-missing", false],
  [410, "feed-missing", false],
  [401, "feed-refused", false],
  [403, "feed-refused", false],
  [416, "feed-refused", false],
  [408, "feed-server", true],
  [429, "feed-busy", true],
  [503, "feed-busy", true],
  [500, "feed-server", true],
  [204, "feed-server", false],
  [304, "feed-server", false],
])("status %i is %s, and may pass: %s", (status, code, isPassing) => {
  const told = statusFailure(answer({ status, headers: { "retry-after": "7" } }));
  expect(told.options.isPassing).toBe(isPassing);
  expect(told.options.retryAfter).toBe(code === "feed-busy" ? "7" : undefined);
  expect(told.error(1)).toMatchObject({ code, received: `status ${status}`, path: "https://a.example/x" });
});
