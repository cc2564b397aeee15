import { FlatcarError, FlatcarErrorProps } from "../../errors";

const ERRORS_PAGE = "https://docs.hetzner.cloud/reference/cloud#errors";

/** What to do, for codes of Hetzner's where that is more than to look them up. */
const ELSEWHERE = "try another --location or --server-type, or try again later";
const MENDS: Readonly<Record<string, string>> = {
  unauthorized: "set HCLOUD_TOKEN to an API token of the project",
  forbidden: "use an API token that may read and write",
  token_readonly: "use an API token that may read and write",
  resource_limit_exceeded: "delete what the project does not need, or ask Hetzner for a higher limit",
  resource_unavailable: ELSEWHERE,
  placement_error: ELSEWHERE,
  rate_limit_exceeded: "try again later",
  maintenance: "try again later",
};

/** Codes with which Hetzner asks to try again; nothing has happened then. */
const PASSING: ReadonlySet<string> = new Set(["conflict", "locked", "rate_limit_exceeded", "maintenance", "timeout", "unavailable"]);

interface ApiErrorOptions {
  readonly status: number;
  readonly apiCode: string;
  readonly isPassing: boolean;
}

/** What came of a request in place of what was asked for. */
export class HetznerApiError extends FlatcarError {
  /** A refusal, in the words of Hetzner. */
  public static refusal(subject: string, status: number, apiCode: string, message: string): HetznerApiError {
    return new HetznerApiError(
      {
        code: "hetzner-api",
        subject,
        received: `status ${status}, ${apiCode}: ${message}`,
        allowed: "an answer that is no error",
        mend: MENDS[apiCode] ?? `see what the code means at ${ERRORS_PAGE}`,
      },
      { status, apiCode, isPassing: PASSING.has(apiCode) || status === 429 || status >= 500 },
    );
  }

  /** No answer at all. */
  public static unreachable(subject: string, received: string, isPassing: boolean): HetznerApiError {
    return new HetznerApiError(
      {
        code: "hetzner-unreachable",
        subject,
        received,
        allowed: "an answer of the Hetzner Cloud API",
        mend: "see to it that the API can be reached from here; a proxy is named by https_proxy",
      },
      { status: 0, apiCode: "", isPassing },
    );
  }

  /** Status code of HTTP; 0 where no answer came. */
  public readonly status: number;
  /** Hetzner's code such as `not_found`; empty where there is none. */
  public readonly apiCode: string;
  /** Whether another attempt may do better. */
  public readonly isPassing: boolean;

  private constructor(props: FlatcarErrorProps, options: ApiErrorOptions) {
    super(props);
    this.status = options.status;
    this.apiCode = options.apiCode;
    this.isPassing = options.isPassing;
  }

  /** Whether what was asked for may have happened all the same. */
  public get mayHaveHappened(): boolean {
    return !PASSING.has(this.apiCode) && (this.status === 0 || this.status >= 500);
  }

  /** The same error, after so many attempts. */
  public after(attempts: number): HetznerApiError {
    if (attempts < 2) return this;
    const { code, subject, received, allowed, mend } = this;
    const told = `${String(received)}, in the last of ${attempts} attempts`;
    return new HetznerApiError({ code, subject, received: told, allowed, mend }, this);
  }
}
