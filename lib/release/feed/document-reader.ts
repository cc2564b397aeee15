import type { SignatureVerifier, VerifiedSignature, VerifiedText } from "../openpgp/signature";
import type { TransportTiming } from "../transport/timing";
import type { Transport } from "../transport/transport";
import { Document, MAX_TEXT_BYTES, readDocument } from "./document";
import { Limit } from "./limit";

/** Requests at a time. */
const MOST_REQUESTS = 6;

/** A document whose signature is good. */
export interface SignedDocument extends Document {
  readonly signature: VerifiedSignature;
}

/** A clear-signed document: nothing but what was signed. */
export interface SignedText extends VerifiedText {
  /** Where it came from, as errors name it. */
  readonly file: string;
}

/** Reads the documents of a feed, each once. */
export class DocumentReader {
  private readonly limit = new Limit(MOST_REQUESTS);
  private readonly done = new Map<string, Promise<unknown>>();

  constructor(
    private readonly transport: Transport,
    private readonly verifier: SignatureVerifier,
    private readonly timing: TransportTiming,
  ) {}

  /** A document as it comes. */
  public async plain(url: string, maxBytes = MAX_TEXT_BYTES): Promise<Document> {
    return this.once(url, () => this.limit.run(() => readDocument(this.transport, url, { maxBytes, timing: this.timing })));
  }

  /** A document with a detached signature beside it. */
  public async signed(url: string, maxBytes = MAX_TEXT_BYTES): Promise<SignedDocument> {
    return this.once(`signed ${url}`, async () => {
      const signature = this.plain(`${url}.sig`);
      // Where both are missing, the document is what people look for.
      signature.catch(() => undefined);
      const document = await this.plain(url, maxBytes);
      const { bytes } = await signature;
      return { ...document, signature: await this.verifier.detached(document.bytes, bytes, document.file) };
    });
  }

  /** A clear-signed document. */
  public async clearSigned(url: string): Promise<SignedText> {
    return this.once(`signed ${url}`, async () => {
      const { bytes, file } = await this.plain(url);
      return { ...(await this.verifier.clearSigned(bytes, file)), file };
    });
  }

  /** Size of a file in bytes; undefined where nobody tells. */
  public async size(url: string): Promise<number | undefined> {
    return this.once(`size ${url}`, () =>
      this.limit.run(async () => {
        const told = await this.transport.size(url);
        if (told !== undefined) return told;
        const file = await this.transport.open(url, { maxBytes: Number.MAX_SAFE_INTEGER });
        // Begun and left, so that the connection is let go of.
        for await (const _chunk of file.body) break;
        return file.size;
      }),
    );
  }

  /** Forgets a document and its signature: the next to ask gets what is there then. */
  public forget(url: string): void {
    for (const key of [url, `${url}.sig`, `signed ${url}`]) this.done.delete(key);
  }

  private async once<T>(key: string, work: () => Promise<T>): Promise<T> {
    const known = this.done.get(key) as Promise<T> | undefined;
    if (known !== undefined) return known;
    const begun = work();
    this.done.set(key, begun);
    // A failure is no answer: who asks again may have more luck.
    begun.catch(() => this.done.get(key) === begun && this.done.delete(key));
    return begun;
  }
}
