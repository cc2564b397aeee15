import { createHash } from "node:crypto";
import * as fs from "node:fs";

/** The hashes that DIGESTS hold, in lower-case hexadecimal digits. */
export interface Digests {
  readonly md5: string;
  readonly sha1: string;
  readonly sha512: string;
}

/** The bytes of a file that is served: in memory, on disk, or made as they are asked for. */
export abstract class Content {
  /** Bytes or text in memory. */
  public static of(bytes: Uint8Array | string): Content {
    return new BytesContent(typeof bytes === "string" ? Buffer.from(bytes) : bytes);
  }

  /** A file on disk, which must not change meanwhile. */
  public static file(file: string): Content {
    return new FileContent(file);
  }

  /** Bytes that look random and follow from a seed: of any size, and never in memory as a whole. */
  public static seeded(seed: string, size: number): Content {
    return new SeededContent(seed, size);
  }

  private hashes?: Promise<{ readonly digests: Digests; readonly after: (suffix: Uint8Array) => Uint8Array }>;

  protected constructor(public readonly size: number) {}

  /** The bytes from `start` up to but not including `end`, in pieces. */
  public abstract read(start: number, end: number): AsyncIterable<Uint8Array>;

  /** All bytes. Only for what fits. */
  public async all(): Promise<Uint8Array> {
    const chunks: Uint8Array[] = [];
    for await (const chunk of this.read(0, this.size)) chunks.push(chunk);
    return Buffer.concat(chunks);
  }

  /** What DIGESTS say of it. */
  public async digests(): Promise<Digests> {
    return (await this.pass()).digests;
  }

  /** The SHA-512 of the bytes and what somebody puts behind them. */
  public async sha512After(): Promise<(suffix: Uint8Array) => Uint8Array> {
    return (await this.pass()).after;
  }

  /** A strong entity tag. */
  public async etag(): Promise<string> {
    return `"${(await this.digests()).sha512.slice(0, 32)}"`;
  }

  // Once, for a file of a gibibyte takes seconds.
  private async pass(): Promise<{ readonly digests: Digests; readonly after: (suffix: Uint8Array) => Uint8Array }> {
    this.hashes ??= (async () => {
      const [md5, sha1, sha512] = ["md5", "sha1", "sha512"].map((name) => createHash(name));
      for await (const chunk of this.read(0, this.size)) for (const hash of [md5, sha1, sha512]) hash.update(chunk);
      const digests = { md5: md5.digest("hex"), sha1: sha1.digest("hex"), sha512: sha512.copy().digest("hex") };
      return { digests, after: (suffix) => sha512.copy().update(suffix).digest() };
    })();
    return this.hashes;
  }
}

class BytesContent extends Content {
  constructor(private readonly bytes: Uint8Array) {
    super(bytes.length);
  }

  public override async *read(start: number, end: number): AsyncIterable<Uint8Array> {
    if (end > start) yield this.bytes.subarray(start, end);
  }
}

class FileContent extends Content {
  constructor(private readonly file: string) {
    super(fs.statSync(file).size);
  }

  public override async *read(start: number, end: number): AsyncIterable<Uint8Array> {
    if (end <= start) return;
    const stream = fs.createReadStream(this.file, { start, end: end - 1, highWaterMark: BLOCK });
    for await (const chunk of stream) yield chunk as Uint8Array;
  }
}

const BLOCK = 1024 * 1024;

class SeededContent extends Content {
  private block?: Buffer;

  constructor(
    private readonly seed: string,
    size: number,
  ) {
    super(size);
  }

  public override async *read(start: number, end: number): AsyncIterable<Uint8Array> {
    yield* this.pieces(start, end);
  }

  public *pieces(start: number, end: number): Iterable<Uint8Array> {
    for (let position = start; position < end;) {
      const index = Math.floor(position / BLOCK);
      const inBlock = position - index * BLOCK;
      // The head tells blocks apart, so that none can stand in another's place; the rest is the same bytes in each, which costs nothing to serve.
      const piece = inBlock < HEAD ? this.head(index).subarray(inBlock) : this.tail().subarray(inBlock - HEAD);
      const chunk = piece.subarray(0, end - position);
      yield chunk;
      position += chunk.length;
    }
  }

  private head(index: number): Buffer {
    return createHash("sha512").update(`${this.seed} ${index}`).digest();
  }

  private tail(): Buffer {
    if (this.block !== undefined) return this.block;
    const digests: Buffer[] = [];
    let digest = createHash("sha512").update(this.seed).digest();
    for (let length = HEAD; length < Math.min(BLOCK, this.size); length += digest.length) {
      digests.push(digest);
      digest = createHash("sha512").update(digest).digest();
    }
    return (this.block = Buffer.concat(digests));
  }
}

/** Bytes of a SHA-512, and with it of what tells one block from another. */
const HEAD = 64;

/** The bytes of {@link Content.seeded}, at once. */
export function seededBytes(seed: string, size: number): Buffer {
  return Buffer.concat([...new SeededContent(seed, size).pieces(0, size)]);
}
