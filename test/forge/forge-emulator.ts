import { type IncomingMessage, type Server, type ServerResponse, createServer } from "node:http";
import type { AddressInfo } from "node:net";

/** A comment as the emulator keeps it. */
export interface KeptComment {
  readonly id: number;
  readonly author: string;
  body: string;
}

/** Who a token is of. */
export interface Account {
  readonly name: string;
  /** An app's token may not ask who it is. */
  readonly isApp?: boolean;
  /** As that of a run for a fork. */
  readonly isReadOnly?: boolean;
}

/** Something else than the answer that is due. */
export type Fault = (request: IncomingMessage, response: ServerResponse) => boolean;

/**
 * The part of the APIs of GitHub and of GitLab that has to do with comments on the pull request 7 of `acme/site`, as their references describe it.
 *
 * @see https://docs.github.com/en/rest/issues/comments
 * @see https://docs.gitlab.com/api/notes/#merge-requests
 */
export class ForgeEmulator {
  public static async start(kind: "github" | "gitlab"): Promise<ForgeEmulator> {
    const emulator = new ForgeEmulator(kind);
    await new Promise<void>((resolve) => emulator.server.listen(0, "127.0.0.1", resolve));
    return emulator;
  }

  public readonly comments: KeptComment[] = [];
  public readonly accounts = new Map<string, Account>();
  /** Method and path of each request. */
  public readonly requests: string[] = [];
  public readonly faults: Fault[] = [];
  private readonly server: Server;
  private nextId = 1;

  private constructor(private readonly kind: "github" | "gitlab") {
    this.server = createServer((request, response) => void this.answer(request, response));
  }

  public get url(): string {
    const { port } = this.server.address() as AddressInfo;
    return `http://127.0.0.1:${port}${this.kind === "gitlab" ? "/api/v4" : ""}`;
  }

  public stop(): Promise<void> {
    this.server.closeAllConnections();
    return new Promise((resolve) => this.server.close(() => resolve()));
  }

  public add(author: string, body: string): KeptComment {
    const comment = { id: this.nextId++, author, body };
    this.comments.push(comment);
    return comment;
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname, searchParams } = new URL(request.url ?? "", this.url);
    this.requests.push(`${request.method} ${pathname}`);
    const text = await textOf(request);
    if (this.faults.shift()?.(request, response) === true) return;
    const send = (status: number, json?: unknown): void => {
      response.writeHead(status, { "content-type": "application/json" }).end(json === undefined ? "" : JSON.stringify(json));
    };
    const account = this.accountOf(request);
    if (account === undefined) return send(401, { message: "Bad credentials" });
    const { list, one } = PATHS[this.kind];
    if (pathname === (this.kind === "github" ? "/user" : "/api/v4/user")) {
      return account.isApp === true ? send(403, { message: "Resource not accessible by integration" }) : send(200, this.user(account.name));
    }
    const method = request.method ?? "";
    if (pathname === list && method === "GET") return send(200, this.page(searchParams));
    if (account.isReadOnly === true) return send(403, { message: "Resource not accessible by integration" });
    const body = (): string => (JSON.parse(text) as { readonly body: string }).body;
    if (text !== "" && body().length > LONGEST[this.kind]) return send(422, { message: "Validation Failed" });
    if (pathname === list && method === "POST") return send(201, this.json(this.add(account.name, body())));
    const id = one.exec(pathname)?.[1];
    const comment = this.comments.find((each) => String(each.id) === id);
    if (comment === undefined) return send(404, { message: "Not Found" });
    if (method === "DELETE") {
      this.comments.splice(this.comments.indexOf(comment), 1);
      return send(204);
    }
    if (method !== (this.kind === "github" ? "PATCH" : "PUT")) return send(404, { message: "Not Found" });
    comment.body = body();
    return send(200, this.json(comment));
  }

  private accountOf({ headers }: IncomingMessage): Account | undefined {
    const given = this.kind === "github" ? /^Bearer (.*)$/.exec(headers.authorization ?? "")?.[1] : headers["private-token"];
    return typeof given === "string" ? this.accounts.get(given) : undefined;
  }

  private page(search: URLSearchParams): unknown[] {
    const size = Number(search.get("per_page"));
    const from = (Number(search.get("page")) - 1) * size;
    return this.comments.slice(from, from + size).map((comment) => this.json(comment));
  }

  private json({ id, author, body }: KeptComment): object {
    return { id, body, [this.kind === "github" ? "user" : "author"]: this.user(author) };
  }

  private user(name: string): object {
    const isBot = [...this.accounts.values()].some((account) => account.name === name && account.isApp === true);
    return this.kind === "github" ? { login: name, type: isBot ? "Bot" : "User" } : { id: name.length, username: name };
  }
}

const LONGEST = { github: 65_536, gitlab: 1_000_000 };

const PATHS = {
  github: { list: "/repos/acme/site/issues/7/comments", one: /^\/repos\/acme\/site\/issues\/comments\/(\d+)$/ },
  gitlab: {
    list: "/api/v4/projects/acme%2Fsite/merge_requests/7/notes",
    one: /^\/api\/v4\/projects\/acme%2Fsite\/merge_requests\/7\/notes\/(\d+)$/,
  },
};

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString("utf8");
}
