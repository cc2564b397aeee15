import { gzipSync } from "node:zlib";
import { Content } from "./content";
import { type Bytes, contentOf } from "./feed";

/** How many of the requests that match a fault meets. */
export interface FaultTimes {
  /** @default 1; `Infinity` means for ever */
  readonly times?: number;
  /** How many matching requests pass first. @default 0 */
  readonly skip?: number;
  /** @default - any method */
  readonly method?: "GET" | "HEAD";
}

/** What an answer is, before the way it is sent. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly content: Content;
}

/** What goes wrong on the way. */
export type Course =
  /** All is sent, whatever range is asked for where `ranges` is false. */
  | { readonly kind: "whole"; readonly ranges?: false }
  /** Nothing is sent, and the connection is reset or stays open. */
  | { readonly kind: "nothing"; readonly end: "reset" | "hang" }
  /** Head and `bytes` of the body are sent; then the connection is reset, closed or stays open. */
  | { readonly kind: "partly"; readonly bytes: number; readonly end: "reset" | "close" | "hang" }
  /** The body comes in pieces of `bytes`, one each `milliseconds`. */
  | { readonly kind: "drip"; readonly bytes: number; readonly milliseconds: number }
  /** `bytes` more than there are come: behind what Content-Length says, or in chunks that say nothing. */
  | { readonly kind: "more"; readonly bytes: number; readonly announced: boolean };

const WHOLE: Course = { kind: "whole" };

const HTML = "<!DOCTYPE html>\n<html><head><title>Sign in</title></head><body>Sign in to use this network.</body></html>\n";

/** Something that goes wrong with an answer. */
export class Fault {
  /** A status with a short text. */
  public static status(status: number, headers: Readonly<Record<string, string>> = {}): Fault {
    return Fault.answer({ status, headers: { "content-type": "text/plain", ...headers }, content: Content.of(`status ${status}\n`) });
  }

  /** 429, with the seconds or the date of Retry-After. */
  public static rateLimit(retryAfter: number | Date): Fault {
    return Fault.status(429, { "retry-after": typeof retryAfter === "number" ? String(retryAfter) : retryAfter.toUTCString() });
  }

  /** The page of a captive portal, as a good answer. */
  public static html(text = HTML): Fault {
    return Fault.answer({ status: 200, headers: { "content-type": "text/html; charset=utf-8" }, content: Content.of(text) });
  }

  /** An error as JSON, as a good answer. */
  public static json(value: unknown = { error: "no such release" }): Fault {
    return Fault.answer({ status: 200, headers: { "content-type": "application/json" }, content: Content.of(JSON.stringify(value)) });
  }

  /** Sent somewhere else: an absolute URL, or a path. */
  public static redirect(location: string, status = 302): Fault {
    return Fault.answer({ status, headers: { location }, content: Content.of("") });
  }

  /** Other bytes, as the file they are served for. */
  public static content(bytes: Bytes): Fault {
    return new Fault(WHOLE, (answer) => ({ ...answer, content: contentOf(bytes) }));
  }

  /** One bit of the file is another. */
  public static flippedBit(offset = 0): Fault {
    return new Fault(WHOLE, async (answer) => {
      const bytes = Uint8Array.from(await answer.content.all());
      if (offset >= bytes.length) throw new RangeError(`the file has ${bytes.length} bytes and no byte ${offset}`);
      bytes[offset] ^= 1;
      return { ...answer, content: Content.of(bytes) };
    });
  }

  /** The file is cut off, and nothing says so. */
  public static shortened(bytes: number): Fault {
    return new Fault(WHOLE, async (answer) => {
      const { size } = answer.content;
      if (bytes >= size) throw new RangeError(`the file has ${size} bytes, which ${bytes} do not shorten`);
      return { ...answer, content: Content.of((await answer.content.all()).subarray(0, bytes)) };
    });
  }

  /** The file is packed, which nobody asked for. */
  public static encoded(encoding = "gzip"): Fault {
    return new Fault(WHOLE, async (answer) => ({
      ...answer,
      headers: { ...answer.headers, "content-encoding": encoding },
      content: Content.of(gzipSync(await answer.content.all())),
    }));
  }

  /** The connection is reset before a word comes. */
  public static reset(): Fault {
    return new Fault({ kind: "nothing", end: "reset" });
  }

  /** The connection is reset after so many bytes of the body. */
  public static resetAfter(bytes: number): Fault {
    return new Fault({ kind: "partly", bytes, end: "reset" });
  }

  /** The connection is closed after so many bytes of the body, though more were announced. */
  public static truncated(bytes: number): Fault {
    return new Fault({ kind: "partly", bytes, end: "close" });
  }

  /** No answer comes. */
  public static hang(): Fault {
    return new Fault({ kind: "nothing", end: "hang" });
  }

  /** Nothing comes after so many bytes of the body. */
  public static hangAfter(bytes: number): Fault {
    return new Fault({ kind: "partly", bytes, end: "hang" });
  }

  /** The body comes slowly. */
  public static drip(bytes: number, milliseconds: number): Fault {
    return new Fault({ kind: "drip", bytes, milliseconds });
  }

  /** More bytes come than Content-Length says. */
  public static more(bytes: number): Fault {
    return new Fault({ kind: "more", bytes, announced: true });
  }

  /** More bytes come than the file has, in chunks, so that no length is announced. */
  public static moreInChunks(bytes: number): Fault {
    return new Fault({ kind: "more", bytes, announced: false });
  }

  /** The whole file comes, whatever range is asked for. */
  public static ignoringRanges(): Fault {
    return new Fault({ kind: "whole", ranges: false });
  }

  /** All is well, and then something happens: `current` moves, for example. */
  public static then(action: () => void): Fault {
    return new Fault(WHOLE, undefined, action);
  }

  /** An answer in the place of the right one. */
  public static answer(answer: Answer): Fault {
    return new Fault(WHOLE, () => answer);
  }

  /** How many requests it met. */
  public hits = 0;

  private constructor(
    public readonly course: Course,
    private readonly change?: (answer: Answer) => Answer | Promise<Answer>,
    /** What happens once it has been sent. */
    public readonly after?: () => void,
  ) {}

  /** The answer as the fault has it. */
  public async changed(answer: Answer): Promise<Answer> {
    return this.change === undefined ? answer : this.change(answer);
  }
}

/** A fault, and which requests meet it. */
export class Trap {
  private passed = 0;

  constructor(
    private readonly where: string | RegExp,
    public readonly fault: Fault,
    private readonly when: FaultTimes,
  ) {}

  /** Takes one use of the fault, if it meets the request and is not used up. */
  public take(method: string, path: string): boolean {
    if (this.fault.hits >= (this.when.times ?? 1)) return false;
    if (this.when.method !== undefined && this.when.method !== method) return false;
    if (typeof this.where === "string" ? this.where !== path : !this.where.test(path)) return false;
    if (this.passed < (this.when.skip ?? 0)) {
      this.passed++;
      return false;
    }
    this.fault.hits++;
    return true;
  }
}
