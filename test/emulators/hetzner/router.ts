import { ApiError, invalidInput, notFound } from "./api-error";
import type { Action, ActionCourse, ActionResource } from "./actions";
import type { JsonBody } from "./json-body";
import { parseLabelSelector } from "./labels";
import type { Stored } from "./model";
import type { HetznerState } from "./state";

export interface Reply {
  readonly status: number;
  readonly body?: object;
}

/** One request on its way through a handler. */
export class Call {
  constructor(
    public readonly state: HetznerState,
    public readonly query: URLSearchParams,
    public readonly body: JsonBody,
    private readonly parameters: Readonly<Record<string, string>>,
    private readonly course: ActionCourse,
  ) {}

  /** The `:id` of the path. @throws ApiError `not_found` where it is no number */
  public get id(): number {
    const text = this.parameters.id ?? "";
    if (!/^\d{1,15}$/.test(text)) throw notFound("resource", text);
    return Number(text);
  }

  /** Starts an action that goes as the faults of this request have it. */
  public act(command: string, resources: readonly ActionResource[], effect: () => void, after?: Action): Action {
    return this.state.actions.begin(command, resources, this.course, effect, after);
  }
}

export type Handler = (call: Call) => Reply;

interface Route {
  readonly method: string;
  readonly pattern: RegExp;
  readonly handler: Handler;
}

export class Router {
  private readonly routes: Route[] = [];

  /** In the path `:id` stands for one segment. */
  public on(method: string, path: string, handler: Handler): void {
    this.routes.push({ method, pattern: new RegExp(`^${path.replace(/:(\w+)/g, "(?<$1>[^/]+)")}$`), handler });
  }

  /** @throws ApiError `not_found` for an unknown path, `method_not_allowed` for a known one with another method */
  public match(method: string, path: string): { handler: Handler; parameters: Readonly<Record<string, string>> } {
    let known = false;
    for (const route of this.routes) {
      const match = route.pattern.exec(path);
      if (match === null) continue;
      if (route.method === method) return { handler: route.handler, parameters: match.groups ?? {} };
      known = true;
    }
    throw known
      ? new ApiError(405, "method_not_allowed", `method ${method} is not allowed here`)
      : new ApiError(404, "not_found", "endpoint not found");
  }
}

const DEFAULT_PER_PAGE = 25;
const MOST_PER_PAGE = 50;

/** The list answer of the API: items under `key`, with `meta.pagination`. */
export function listReply<T>(call: Call, key: string, items: readonly T[], toJson: (item: T) => object): Reply {
  const page = positive(call.query, "page", 1, Number.MAX_SAFE_INTEGER);
  const perPage = positive(call.query, "per_page", DEFAULT_PER_PAGE, MOST_PER_PAGE);
  const lastPage = Math.max(1, Math.ceil(items.length / perPage));
  const pagination = {
    page,
    per_page: perPage,
    previous_page: page > 1 ? page - 1 : null,
    next_page: page < lastPage ? page + 1 : null,
    last_page: lastPage,
    total_entries: items.length,
  };
  return { status: 200, body: { [key]: items.slice((page - 1) * perPage, page * perPage).map(toJson), meta: { pagination } } };
}

/** Keeps what the `name` and `label_selector` of the query mean, in the order its `sort` asks for. */
export function selected<T extends Stored>(call: Call, items: readonly T[]): T[] {
  const names = call.query.getAll("name");
  const selector = call.query.get("label_selector");
  const matches = selector === null || selector === "" ? () => true : parseLabelSelector(selector);
  return sorted(
    call.query,
    items.filter((item) => (names.length === 0 || (item.name !== null && names.includes(item.name))) && matches(item.labels)),
  );
}

function sorted<T extends Stored>(query: URLSearchParams, items: T[]): T[] {
  const orders = query.getAll("sort").map((text) => {
    const match = /^(id|name|created)(?::(asc|desc))?$/.exec(text);
    if (match === null) throw invalidInput("sort", "Not a valid choice.");
    return { key: match[1] as "id" | "name" | "created", sign: match[2] === "desc" ? -1 : 1 };
  });
  return [...items].sort((a, b) => {
    for (const { key, sign } of orders) {
      const order = compare(a[key] ?? "", b[key] ?? "");
      if (order !== 0) return sign * order;
    }
    return a.id - b.id;
  });
}

function compare(a: string | number, b: string | number): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function positive(query: URLSearchParams, field: string, fallback: number, most: number): number {
  const text = query.get(field);
  if (text === null) return fallback;
  const value = Number(text);
  if (!/^\d+$/.test(text) || value < 1 || value > most) throw invalidInput(field, `Must be between 1 and ${most}.`);
  return value;
}
