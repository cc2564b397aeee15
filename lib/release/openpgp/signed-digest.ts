import { type Hash, createHash } from "node:crypto";

/** How data is hashed for a signature. */
export interface Hashing {
  /** A hash by Node.js's name. */
  readonly hash: string;
  /** Whether the ends of lines are brought into one form before. */
  readonly isText: boolean;
}

const SHA512 = "sha512";
const [LF, CR] = [0x0a, 0x0d];
const CRLF = Uint8Array.of(CR, LF);

/** Hashes of one pass over data: SHA-512, and what its signatures are taken with. */
export class SignedDigests {
  private readonly binary: ReadonlyMap<string, Hash>;
  private readonly text: ReadonlyMap<string, Hash>;
  private readonly lines = new LineEnds();

  constructor(hashings: readonly Hashing[]) {
    const names = (isText: boolean): string[] => hashings.filter((one) => one.isText === isText).map((one) => one.hash);
    // Data that is signed by SHA-512, as Flatcar's is, is hashed once.
    this.binary = hashesOf([SHA512, ...names(false)]);
    this.text = hashesOf(names(true));
  }

  public update(chunk: Uint8Array): void {
    for (const hash of this.binary.values()) hash.update(chunk);
    if (this.text.size === 0) return;
    for (const piece of this.lines.pieces(chunk)) for (const hash of this.text.values()) hash.update(piece);
  }

  /** SHA-512 of the data so far, in hexadecimal digits. */
  public sha512(): string {
    return copyOf(this.binary.get(SHA512)).digest("hex");
  }

  /** What a signature is of: the digest of the data so far and of what the signature says of itself. */
  public signed(hashing: Hashing, signatureData: Uint8Array): Uint8Array {
    const hash = copyOf((hashing.isText ? this.text : this.binary).get(hashing.hash));
    return hash.update(signatureData).update(trailerOf(signatureData)).digest();
  }
}

/** The digest that a signature of a clear-signed text is of. */
export function digestOfText(hash: string, text: Uint8Array, signatureData: Uint8Array): Uint8Array {
  return createHash(hash).update(text).update(signatureData).update(trailerOf(signatureData)).digest();
}

// Of version 4: https://www.rfc-editor.org/rfc/rfc9580#section-5.2.4
function trailerOf(signatureData: Uint8Array): Uint8Array {
  const trailer = Buffer.from([4, 0xff, 0, 0, 0, 0]);
  trailer.writeUInt32BE(signatureData.length, 2);
  return trailer;
}

function hashesOf(names: readonly string[]): ReadonlyMap<string, Hash> {
  return new Map([...new Set(names)].map((name) => [name, createHash(name)]));
}

function copyOf(hash: Hash | undefined): Hash {
  if (hash === undefined) throw new Error("the data was not hashed with this");
  return hash.copy();
}

/**
 * Brings the ends of lines into the form that signatures of texts are of, as gpg does: carriage returns before a line feed become one, and those at the very
 * end are none.
 */
class LineEnds {
  private heldBack = 0;

  public *pieces(chunk: Uint8Array): Generator<Uint8Array> {
    let start = 0;
    for (let i = 0; i < chunk.length; i++) {
      const byte = chunk[i];
      if (byte === CR || byte === LF) {
        if (i > start) yield chunk.subarray(start, i);
        start = i + 1;
        if (byte === CR) this.heldBack++;
        else {
          this.heldBack = 0;
          yield CRLF;
        }
      } else if (this.heldBack > 0) {
        yield Buffer.alloc(this.heldBack, CR);
        this.heldBack = 0;
      }
    }
    if (start < chunk.length) yield chunk.subarray(start);
  }
}
