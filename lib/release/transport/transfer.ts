import { FlatcarError } from "../../errors";
import { Answer, statusFailure } from "./answer";
import { Attempts } from "./attempts";
import { TransferFailure, changedError, tooLongError, truncatedFailure } from "./failure";
import { OpenOptions, OpenedFile } from "./transport";

/** Sends a GET with these headers and follows redirects. */
export type Ask = (headers: Readonly<Record<string, string>>) => Promise<Answer>;

/** Which part of a file an answer brings. */
interface Part {
  /** Of the first byte. */
  readonly start: number;
  /** Of the whole file. */
  readonly size: number | undefined;
}

/** An answer, and what it is of the file. */
interface Coming {
  readonly answer: Answer;
  readonly part: Part;
}

/** One file on its way from a server: asked for again from where it broke, and never twice the same byte. */
export class Transfer {
  private position = 0;
  private size: number | undefined;
  private validator: string | undefined;

  constructor(
    private readonly url: string,
    private readonly options: OpenOptions,
    private readonly ask: Ask,
    private readonly attempts: Attempts,
  ) {}

  /** Begins it. What comes then is for {@link OpenedFile.body}. */
  public async begin(): Promise<OpenedFile> {
    const { offset = 0, validator } = this.options;
    const coming = await this.answer(() => this.first(validator === undefined ? 0 : offset, validator));
    return { url: coming.answer.url, size: this.size, offset: this.position, validator: this.validator, body: this.body(coming) };
  }

  private async *body(first: Coming): AsyncGenerator<Uint8Array> {
    let { answer, part } = first;
    for (;;) {
      try {
        yield* this.rest(answer, part);
        return;
      } catch (e) {
        if (!(e instanceof TransferFailure)) throw e;
        // How a connection ends says nothing of a file that has come whole; and a server refuses to give what is behind its end.
        if (this.position === this.size) return;
        await this.attempts.after(e);
      } finally {
        answer.discard();
      }
      ({ answer, part } = await this.answer(() => this.next()));
    }
  }

  /** What an answer brings beyond the bytes that are there already. */
  private async *rest(answer: Answer, part: Part): AsyncGenerator<Uint8Array> {
    const { maxBytes } = this.options;
    let at = part.start;
    if (at > 0 && at === this.size) return;
    for await (const chunk of answer.chunks()) {
      const known = Math.max(0, Math.min(chunk.length, this.position - at));
      at += chunk.length;
      if (known === chunk.length) continue;
      this.position = at;
      this.attempts.progress(chunk.length - known);
      if (this.size !== undefined && at > this.size) throw tooLongError(answer.url, `at least ${at} bytes`, `${this.size}, as announced`);
      if (at > maxBytes) throw tooLongError(answer.url, `at least ${at} bytes`, `at most ${maxBytes}`);
      yield known === 0 ? chunk : chunk.subarray(known);
    }
    if (this.size !== undefined && at < this.size) throw truncatedFailure(answer.url, at, this.size);
  }

  private async answer(attempt: () => Promise<Coming>): Promise<Coming> {
    for (;;) {
      try {
        return await attempt();
      } catch (e) {
        if (!(e instanceof TransferFailure)) throw e;
        await this.attempts.after(e);
      }
    }
  }

  private async first(offset: number, wanted: string | undefined): Promise<Coming> {
    const isPart = offset > 0 && wanted !== undefined;
    const answer = await this.ask(isPart ? range(offset, wanted) : {});
    if (isPart && answer.status === 416 && totalOf(answer) !== offset) {
      answer.discard();
      return this.first(0, undefined);
    }
    return kept(answer, () => {
      // Looked at by the server only where the validator is still the file's: nothing is left of it to bring.
      if (isPart && answer.status === 416) return this.started(answer, { start: offset, size: offset }, wanted);
      const part = this.partOf(answer, isPart ? offset : 0);
      return this.started(answer, part, answer.validator ?? (part.start > 0 ? wanted : undefined));
    });
  }

  private started(answer: Answer, part: Part, validator: string | undefined): Coming {
    const { maxBytes } = this.options;
    if (part.size !== undefined && part.size > maxBytes) {
      throw tooLongError(answer.url, `${part.size} bytes, as announced`, `at most ${maxBytes}`);
    }
    this.position = part.start;
    this.size = part.size;
    this.validator = validator;
    return { answer, part };
  }

  private async next(): Promise<Coming> {
    const { position, validator, size } = this;
    const isPart = position > 0 && validator !== undefined;
    const answer = await this.ask(isPart ? range(position, validator) : {});
    return kept(answer, () => {
      if (isPart && answer.status === 416) throw changedError(answer.url, "a file that ends before", `one of ${size ?? "as many"} bytes`);
      const part = this.partOf(answer, isPart ? position : 0);
      if (validator !== undefined && answer.validator !== undefined && answer.validator !== validator) {
        throw changedError(answer.url, `entity tag ${answer.validator}`, `entity tag ${validator}`);
      }
      if (part.size !== size) throw changedError(answer.url, bytes(part.size), bytes(size));
      return { answer, part };
    });
  }

  private partOf(answer: Answer, wanted: number): Part {
    checkContent(answer, this.url);
    if (answer.status === 200) return { start: 0, size: answer.length };
    if (answer.status !== 206) throw statusFailure(answer);
    const match = /^bytes ([0-9]{1,15})-([0-9]{1,15})\/([0-9]{1,15}|\*)$/.exec(answer.header("content-range") ?? "");
    if (match === null || Number(match[1]) !== wanted || wanted === 0) {
      throw new FlatcarError({
        code: "feed-range",
        subject: "part of the file",
        received: answer.header("content-range"),
        allowed: wanted === 0 ? "all of it" : `bytes ${wanted}-`,
        mend: "read another mirror: this one answers with another part than it is asked for",
        path: answer.url,
      });
    }
    return { start: wanted, size: match[3] === "*" ? undefined : Number(match[3]) };
  }
}

/** Refuses an answer whose body is not the file. */
export function checkContent(answer: Answer, url: string): void {
  const success = answer.status === 200 || answer.status === 206;
  if (!success) return;
  const type = answer.header("content-type") ?? "";
  if (/^\s*(text\/html|application\/xhtml\+xml)\b/i.test(type)) throw htmlError(answer.url, url, `Content-Type ${type}`);
  const encoding = answer.header("content-encoding");
  if (encoding === undefined || /^\s*(identity)?\s*$/i.test(encoding)) return;
  throw new FlatcarError({
    code: "feed-encoding",
    subject: "header Content-Encoding",
    received: encoding,
    allowed: "none, as asked for",
    mend: "see to it that no server or proxy on the way packs files",
    path: answer.url,
  });
}

/** The error of a web page in place of a file. */
export function htmlError(shown: string, asked: string, received: string): FlatcarError {
  return new FlatcarError({
    code: "feed-html",
    subject: `HTML in place of ${asked.slice(asked.lastIndexOf("/") + 1)}`,
    received,
    allowed: "the file itself",
    mend: "see who answers: often the page of a network that wants a login, or of a proxy",
    path: shown,
  });
}

/** What the work makes of an answer; one that it refuses is let go of. */
function kept<T>(answer: Answer, work: () => T): T {
  try {
    return work();
  } catch (e) {
    answer.discard();
    throw e;
  }
}

function range(offset: number, validator: string): Record<string, string> {
  return { range: `bytes=${offset}-`, "if-range": validator };
}

function totalOf(answer: Answer): number | undefined {
  const match = /^bytes \*\/([0-9]{1,15})$/.exec(answer.header("content-range") ?? "");
  return match === null ? undefined : Number(match[1]);
}

function bytes(size: number | undefined): string {
  return size === undefined ? "no size announced" : `${size} bytes`;
}
