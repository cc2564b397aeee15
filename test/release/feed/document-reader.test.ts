import { expect, test } from "vitest";
import { FlatcarError } from "../../../lib/errors";
import { DocumentReader } from "../../../lib/release/feed/document-reader";
import type { SignatureVerifier, VerifiedSignature } from "../../../lib/release/openpgp/signature";
import { DEFAULT_TIMING } from "../../../lib/release/transport/timing";
import type { Transport } from "../../../lib/release/transport/transport";
import { rejected } from "../transport/serve";

const SIGNED: VerifiedSignature = { created: new Date(0), primaryFingerprint: "P", signingFingerprint: "S" };

const error = (code: string, path: string) => new FlatcarError({ code, subject: "a", received: 1, allowed: "b", mend: "c", path });

/** Files by their names; what is not there is missing. It takes its time, and counts. */
class Files implements Transport {
  public readonly opened: string[] = [];
  public most = 0;
  private running = 0;

  constructor(public readonly files: Map<string, string>) {}

  public async open(url: string) {
    this.opened.push(url);
    this.most = Math.max(this.most, ++this.running);
    await new Promise((resolve) => setTimeout(resolve, 2));
    this.running--;
    const text = this.files.get(url);
    if (text === undefined) throw error("feed-missing", url);
    const body = async function* () {
      yield await Promise.resolve(Buffer.from(text));
    };
    return { url, offset: 0, size: text.length, body: body() };
  }

  public size(url: string): Promise<number | undefined> {
    return Promise.resolve(url === "untold" ? undefined : this.files.get(url)?.length);
  }

  public close(): Promise<void> {
    return Promise.resolve();
  }
}

/** Takes what is signed by its own text. */
const verifier: Pick<SignatureVerifier, "detached" | "clearSigned"> = {
  detached: async (data, signature, file) => {
    if (!Buffer.from(data).equals(Buffer.from(signature))) throw error("signature-wrong", file);
    return Promise.resolve(SIGNED);
  },
  clearSigned: async (text) => Promise.resolve({ ...SIGNED, text: Buffer.from(text).toString().toUpperCase() }),
};

function reader(files: Record<string, string>): { reader: DocumentReader; files: Files } {
  const transport = new Files(new Map(Object.entries(files)));
  const all: SignatureVerifier = { ...verifier, begin: () => Promise.reject(new Error("not asked for here")) };
  return { reader: new DocumentReader(transport, all, DEFAULT_TIMING), files: transport };
}

test("a document is read once, also by those who ask at the same time", async () => {
  const made = reader({ a: "1", "a.sig": "1" });
  await Promise.all([made.reader.plain("a"), made.reader.signed("a"), made.reader.signed("a")]);
  await made.reader.plain("a");
  expect(made.files.opened.sort()).toEqual(["a", "a.sig"]);
});

test("a failure is forgotten, and so is what somebody wants anew", async () => {
  const made = reader({});
  await rejected(made.reader.plain("a"));
  made.files.files.set("a", "1").set("a.sig", "0");
  expect((await rejected(made.reader.signed("a"))).code).toBe("signature-wrong");
  made.files.files.set("a.sig", "1");
  expect((await rejected(made.reader.signed("a"))).code).toBe("signature-wrong");
  made.reader.forget("a");
  expect((await made.reader.signed("a")).signature).toBe(SIGNED);
});

test("where document and signature are both missing, the document is told", async () => {
  expect((await rejected(reader({}).reader.signed("a"))).path).toBe("a");
  expect((await rejected(reader({ a: "1" }).reader.signed("a"))).path).toBe("a.sig");
});

test("of a clear-signed document nothing but what was signed is there", async () => {
  expect(await reader({ a: "text" }).reader.clearSigned("a")).toMatchObject({ text: "TEXT", file: "a", primaryFingerprint: "P" });
});

test("a size that is not told is that of the file that is opened", async () => {
  const made = reader({ a: "123", untold: "12345" });
  expect(await made.reader.size("a")).toBe(3);
  expect(await made.reader.size("untold")).toBe(5);
  expect(made.files.opened).toEqual(["untold"]);
});

test("no more than six are read at a time", async () => {
  const names = Array.from({ length: 30 }, (_, i) => String(i));
  const made = reader(Object.fromEntries(names.map((name) => [name, name])));
  await Promise.all(names.map((name) => made.reader.plain(name)));
  expect(made.files.most).toBe(6);
});
