import type { ActionCourse } from "./actions";
import { ApiError } from "./api-error";

/** Which requests a fault meets, and how many of them. */
export interface FaultMatch {
  /** @default - any method */
  readonly method?: string;
  /**
   * The path below `/v1`, without query. In a string a star stands for one whole segment.
   *
   * @default - any path
   */
  readonly path?: string | RegExp;
  /** @default 1; `Infinity` means for ever */
  readonly times?: number;
  /** How many matching requests pass first. @default 0 */
  readonly skip?: number;
}

/** What happens to a request that a fault meets. */
export type FaultEffect =
  | { readonly kind: "answer"; readonly status: number; readonly body: string; readonly headers: Readonly<Record<string, string>> }
  | { readonly kind: "delay"; readonly milliseconds: number }
  | { readonly kind: "reset"; readonly applied: boolean }
  | { readonly kind: "actions"; readonly course: ActionCourse };

const LONGEST_DELAY = 10_000;
const JSON_TYPE = { "content-type": "application/json" };

/** Something that goes wrong with a request, for the tests of what the provider (and with it a pool) does then. */
export class Fault {
  /** 429 `rate_limit_exceeded`, with the headers that say so. */
  public static rateLimit(match: FaultMatch = {}): Fault {
    const headers = { ...JSON_TYPE, "ratelimit-remaining": "0" };
    return new Fault(match, answer(new ApiError(429, "rate_limit_exceeded", "limit of 3600 requests per hour reached"), headers));
  }

  /** Any error of the API, as its JSON. */
  public static error(status: number, code: string, message: string, match: FaultMatch = {}): Fault {
    return new Fault(match, answer(new ApiError(status, code, message), JSON_TYPE));
  }

  /** A status as a proxy in front of the API gives it: with an HTML body, or none. */
  public static withoutJson(status: number, match: FaultMatch = {}, html = ""): Fault {
    return new Fault(match, { kind: "answer", status, body: html, headers: html === "" ? {} : { "content-type": "text/html" } });
  }

  /** 412 `resource_unavailable`: no capacity for what is ordered. */
  public static resourceUnavailable(match: FaultMatch = { method: "POST", path: "/servers" }): Fault {
    return Fault.error(412, "resource_unavailable", "error during placement", match);
  }

  /** 409 `conflict`: the API asks to try again. */
  public static conflict(match: FaultMatch = {}): Fault {
    return Fault.error(409, "conflict", "the resource has changed during the request, please retry", match);
  }

  /** 423 `locked`: another action is running. */
  public static locked(match: FaultMatch = {}): Fault {
    return Fault.error(423, "locked", "the item is locked", match);
  }

  /** The answer comes late, and is a normal one. @throws RangeError above ten seconds, so that no test hangs. */
  public static slow(milliseconds: number, match: FaultMatch = {}): Fault {
    if (!(milliseconds >= 0 && milliseconds <= LONGEST_DELAY)) {
      throw new RangeError(`a delay of ${milliseconds} ms; allowed: 0 to ${LONGEST_DELAY} ms`);
    }
    return new Fault(match, { kind: "delay", milliseconds });
  }

  /** The connection breaks, before the request had an effect or (with `applied`) after it had. */
  public static connectionReset(match: FaultMatch = {}, options: { readonly applied?: boolean } = {}): Fault {
    return new Fault(match, { kind: "reset", applied: options.applied ?? false });
  }

  /** The actions a request starts stay `running` until they were asked for `polls` times. */
  public static actionRunning(polls: number, match: FaultMatch = {}): Fault {
    return new Fault(match, { kind: "actions", course: { polls } });
  }

  /** The actions a request starts end in an error, and have no effect. */
  public static actionFails(
    match: FaultMatch = {},
    error: { readonly code: string; readonly message: string } = { code: "action_failed", message: "Action failed" },
    polls = 0,
  ): Fault {
    return new Fault(match, { kind: "actions", course: { polls, error } });
  }

  /** The actions a request starts report success and change nothing: a guest that does not listen to ACPI. */
  public static actionWithoutEffect(match: FaultMatch): Fault {
    return new Fault(match, { kind: "actions", course: { polls: 0, withoutEffect: true } });
  }

  /** How many requests it met. */
  public hits = 0;
  private passed = 0;
  private readonly path?: RegExp;

  private constructor(
    public readonly match: FaultMatch,
    public readonly effect: FaultEffect,
  ) {
    this.path = typeof match.path === "string" ? segments(match.path) : match.path;
  }

  /** Takes one use of the fault, if it meets the request and is not used up. */
  public take(method: string, path: string): boolean {
    if (this.hits >= (this.match.times ?? 1)) return false;
    if (this.match.method !== undefined && this.match.method !== method) return false;
    if (this.path !== undefined && !this.path.test(path)) return false;
    if (this.passed < (this.match.skip ?? 0)) {
      this.passed++;
      return false;
    }
    this.hits++;
    return true;
  }
}

function answer(error: ApiError, headers: Readonly<Record<string, string>>): FaultEffect {
  return { kind: "answer", status: error.status, body: JSON.stringify(error.toJson()), headers };
}

function segments(pattern: string): RegExp {
  const escaped = pattern.replace(/[.+?^${}()|[\]\\]/g, "\\$&").replaceAll("*", "[^/]+");
  return new RegExp(`^${escaped}$`);
}
