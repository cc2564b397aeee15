import { expect, test } from "vitest";
import { FlatcarError } from "../../../lib/errors";
import { isMissing, readDocument } from "../../../lib/release/feed/document";
import { DEFAULT_TIMING } from "../../../lib/release/transport/timing";
import type { OpenOptions, Transport } from "../../../lib/release/transport/transport";
import { rejected } from "../transport/serve";

/** A transport whose every file has this body. */
function holding(body: (options: OpenOptions) => AsyncIterable<Uint8Array>): Transport {
  return {
    open: (url, options) => Promise.resolve({ url: `${url}#end`, offset: 0, body: body(options) }),
    size: () => Promise.resolve(undefined),
    close: () => Promise.resolve(),
  };
}

const text = (...pieces: string[]) =>
  holding(async function* () {
    for (const piece of pieces) yield await Promise.resolve(Buffer.from(piece));
  });

const OPTIONS = { maxBytes: 100, timing: { ...DEFAULT_TIMING, documentMs: 30 } };

test("a document is read whole, under the name it ended at", async () => {
  const { file, bytes } = await readDocument(text("a", "b"), "https://a.example/x", OPTIONS);
  expect(file).toBe("https://a.example/x#end");
  expect(Buffer.from(bytes).toString()).toBe("ab");
});

test.each(["<html>", "\n  <!DOCTYPE html>\n<p>", "<?xml version='1.0'?>"])("%j is a web page in place of a document", async (page) => {
  const error = await rejected(readDocument(text(page), "https://a.example/version.txt", OPTIONS));
  expect(error).toMatchObject({ code: "feed-html", subject: "HTML in place of version.txt" });
});

test("a document that takes too long is given up, however steadily it comes", async () => {
  const endless = holding(async function* ({ signal }) {
    for (;;) {
      signal?.throwIfAborted();
      yield Buffer.from("a");
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  });
  const error = await rejected(readDocument(endless, "https://a.example/x", OPTIONS));
  expect(error).toMatchObject({ code: "feed-timeout", received: "not all of it in 0.03 s", path: "https://a.example/x#end" });
});

test("missing is what says so", () => {
  const coded = (code: string) => new FlatcarError({ code, subject: "a", received: 1, allowed: "b", mend: "c" });
  expect(isMissing(coded("feed-missing"))).toBe(true);
  expect(isMissing(coded("feed-refused"))).toBe(false);
  expect(isMissing(new Error("feed-missing"))).toBe(false);
});
