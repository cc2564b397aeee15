import { createServer, type IncomingMessage, type Server as HttpServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as delay } from "node:timers/promises";
import { type Action, type ActionCourse, AT_ONCE } from "./actions";
import { ApiError } from "./api-error";
import { type Fault } from "./faults";
import { JsonBody } from "./json-body";
import { checkLabels, type Labels } from "./labels";
import type { Architecture, Firewall, Image, ImageType, Network, PlacementGroup, PrimaryIp, Server, ServerEvent, SshKey } from "./model";
import { routes } from "./resources";
import { Call, type Reply } from "./router";
import { HetznerState } from "./state";

export interface HetznerEmulatorOptions {
  /** @default 0, which means any free port */
  readonly port?: number;
  /** What a client must send. The provider wants 64 characters. @default a fixed token */
  readonly token?: string;
}

export interface NewImage {
  /** @default - none */
  readonly labels?: Readonly<Record<string, string>>;
  /** @default "x86" */
  readonly architecture?: Architecture;
  /** In GB: the least disk of a server made of it. @default 10 */
  readonly diskSize?: number;
  /** @default "snapshot" */
  readonly type?: ImageType;
  /** Only images of the system have one. @default - none */
  readonly name?: string;
  /** @default "available" */
  readonly status?: Image["status"];
  /** @default "" */
  readonly description?: string;
  /** Since when it is deprecated, RFC 3339. @default - it is not */
  readonly deprecated?: string;
}

/** A request as it came, and what it was answered. */
export interface RecordedRequest {
  readonly sequence: number;
  readonly method: string;
  /** Below `/v1`, without query. */
  readonly path: string;
  readonly query: string;
  /** The parsed JSON body; nothing without one. */
  readonly body?: unknown;
  /** 0 where the connection was broken. */
  readonly status: number;
  /** Whether a fault met it. */
  readonly faulty: boolean;
}

interface Answer {
  readonly status: number;
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
}

export interface ApiAnswer {
  readonly status: number;
  readonly headers: Headers;
  /** The parsed JSON, or nothing where there is no body. */
  readonly json: unknown;
}

const DEFAULT_TOKEN = "hetzneremulator0".repeat(4);
const RATE_LIMIT = 3600;
/** Before all timestamps of the emulator, and fixed like them: 2025-12-31T23:59:59Z. */
const RATE_LIMIT_RESET = "1767225599";

/**
 * A Hetzner Cloud API with a memory, on the loopback interface, for the real Terraform provider.
 *
 * It knows the resources a node pool uses, refuses what the real API refuses with the codes of the real API, and can be told to fail
 * ({@link inject}). IDs and timestamps count up; nothing depends on the clock or on chance.
 */
export class HetznerEmulator {
  public static async start(options: HetznerEmulatorOptions = {}): Promise<HetznerEmulator> {
    const emulator = new HetznerEmulator(options.token ?? DEFAULT_TOKEN);
    await new Promise<void>((resolve, reject) => {
      emulator.http.once("error", reject);
      emulator.http.listen(options.port ?? 0, "127.0.0.1", resolve);
    });
    emulator.port = (emulator.http.address() as AddressInfo).port;
    return emulator;
  }

  /** Every request, in the order of arrival. */
  public readonly requests: RecordedRequest[] = [];
  /** Is told of every request when it arrives, before it is answered: where a test stops something in the middle. */
  public onRequest?: (request: { readonly method: string; readonly path: string }) => void;
  /** When answers say that they were sent, RFC 3339. @default - they do not say */
  public sentAt?: string;
  private readonly state = new HetznerState();
  private readonly router = routes();
  private readonly faults: Fault[] = [];
  private readonly http: HttpServer;
  private readonly stopping = new AbortController();
  private port = 0;
  private readonly inFlight = new Set<Promise<void>>();

  private constructor(public readonly token: string) {
    this.http = createServer((request, response) => {
      const handling = this.handle(request, response);
      this.inFlight.add(handling);
      void handling.finally(() => this.inFlight.delete(handling));
    });
  }

  /** The endpoint, as `HCLOUD_ENDPOINT` and the provider's `endpoint` want it. */
  public get url(): string {
    return `http://127.0.0.1:${this.port}/v1`;
  }

  /** The environment with which the provider talks to this emulator. */
  public get environment(): Readonly<Record<string, string>> {
    return { HCLOUD_ENDPOINT: this.url, HCLOUD_TOKEN: this.token };
  }

  public get servers(): readonly Readonly<Server>[] {
    return this.state.servers.list();
  }

  public get images(): readonly Readonly<Image>[] {
    return this.state.images.list();
  }

  public get primaryIps(): readonly Readonly<PrimaryIp>[] {
    return this.state.primaryIps.list();
  }

  public get firewalls(): readonly Readonly<Firewall>[] {
    return this.state.firewalls.list();
  }

  public get networks(): readonly Readonly<Network>[] {
    return this.state.networks.list();
  }

  public get placementGroups(): readonly Readonly<PlacementGroup>[] {
    return this.state.placementGroups.list();
  }

  public get sshKeys(): readonly Readonly<SshKey>[] {
    return this.state.sshKeys.list();
  }

  public get actions(): readonly Readonly<Action>[] {
    return this.state.actions.list();
  }

  /** What happened to machines, also to those that are gone. */
  public get history(): readonly ServerEvent[] {
    return this.state.history;
  }

  /** Is told of every event of a machine when it happens. */
  public set onEvent(listener: (event: ServerEvent) => void) {
    this.state.onEvent = listener;
  }

  /** The server of a name. @throws Error where there is none */
  public server(name: string): Readonly<Server> {
    const server = this.state.servers.byName(name);
    if (server === undefined) throw new Error(`no server "${name}"; there are: ${this.servers.map((s) => s.name).join(", ")}`);
    return server;
  }

  /** Puts an image into the project, as an upload would. */
  public addImage(image: NewImage = {}): Readonly<Image> {
    const labels: Labels = checkLabels({ ...image.labels });
    const diskSize = image.diskSize ?? 10;
    return this.state.images.add({
      name: image.name ?? null,
      labels,
      type: image.type ?? "snapshot",
      status: image.status ?? "available",
      description: image.description ?? "",
      architecture: image.architecture ?? "x86",
      diskSize,
      imageSize: diskSize / 20,
      createdFrom: null,
      deprecated: image.deprecated ?? null,
      deleted: null,
      protection: { delete: false },
    });
  }

  /** From now on requests that match meet the fault; of several the first one injected. */
  public inject(fault: Fault): Fault {
    this.faults.push(fault);
    return fault;
  }

  public clearFaults(): void {
    this.faults.length = 0;
  }

  /** A request with the right token, as somebody else with access to the project would send it. */
  public async call(method: string, path: string, body?: object): Promise<ApiAnswer> {
    const response = await fetch(`${this.url}${path}`, {
      method,
      headers: { authorization: `Bearer ${this.token}`, "content-type": "application/json" },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    const text = await response.text();
    const isJson = response.headers.get("content-type")?.startsWith("application/json") ?? false;
    return { status: response.status, headers: response.headers, json: isJson ? JSON.parse(text) : undefined };
  }

  /** Stops listening and closes all connections, also those with an answer under way. */
  public async stop(): Promise<void> {
    if (!this.http.listening) return;
    this.stopping.abort();
    const closed = new Promise<void>((resolve) => this.http.close(() => resolve()));
    this.http.closeAllConnections();
    await Promise.allSettled(this.inFlight);
    await closed;
  }

  private async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    // The request lets go of its socket when the connection breaks.
    const { socket } = request;
    const method = request.method ?? "GET";
    const url = new URL(request.url ?? "/", "http://127.0.0.1");
    const path = url.pathname.replace(/^\/v1(?=\/)/, "");
    const text = await readBody(request);
    this.onRequest?.({ method, path });
    const fault = this.faults.find((candidate) => candidate.take(method, path));
    const record = (status: number): void => {
      const sequence = this.requests.length + 1;
      const body = parsed(text);
      this.requests.push({ sequence, method, path, query: url.search.slice(1), body, status, faulty: fault !== undefined });
    };
    if (text === undefined || this.stopping.signal.aborted) {
      record(0);
      socket.destroy();
      return;
    }
    const answer = await this.answer(request, method, url, path, text, fault);
    if (answer === undefined) {
      record(0);
      socket.resetAndDestroy();
      return;
    }
    record(answer.status);
    const rate = {
      "ratelimit-limit": String(RATE_LIMIT),
      "ratelimit-remaining": String(RATE_LIMIT - 1),
      "ratelimit-reset": RATE_LIMIT_RESET,
    };
    response.sendDate = false;
    const date = this.sentAt === undefined ? {} : { date: new Date(this.sentAt).toUTCString() };
    response.writeHead(answer.status, { ...rate, ...date, "x-correlation-id": `emulator-${this.requests.length}`, ...answer.headers });
    response.end(answer.body);
  }

  /** Nothing means: break the connection. */
  private async answer(
    request: IncomingMessage,
    method: string,
    url: URL,
    path: string,
    text: string,
    fault: Fault | undefined,
  ): Promise<Answer | undefined> {
    const effect = fault?.effect;
    if (effect?.kind === "answer") return effect;
    if (effect?.kind === "reset" && !effect.applied) return undefined;
    if (effect?.kind === "delay") {
      try {
        await delay(effect.milliseconds, undefined, { signal: this.stopping.signal });
      } catch {
        return undefined;
      }
    }
    const course = effect?.kind === "actions" ? effect.course : AT_ONCE;
    const answer = this.process(request.headers.authorization, method, url, path, text, course);
    return effect?.kind === "reset" ? undefined : answer;
  }

  private process(authorization: string | undefined, method: string, url: URL, path: string, text: string, course: ActionCourse): Answer {
    try {
      if (authorization !== `Bearer ${this.token}`) throw new ApiError(401, "unauthorized", "the token you provided is invalid");
      if (!url.pathname.startsWith("/v1/")) throw new ApiError(404, "not_found", "endpoint not found");
      const { handler, parameters } = this.router.match(method, path);
      return this.json(handler(new Call(this.state, url.searchParams, JsonBody.parse(text), parameters, course)));
    } catch (error) {
      if (error instanceof ApiError) return this.json({ status: error.status, body: error.toJson() });
      const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
      return this.json({ status: 500, body: new ApiError(500, "server_error", `the emulator failed: ${message}`).toJson() });
    }
  }

  private json(reply: Reply): Answer {
    if (reply.body === undefined) return { status: reply.status, body: "", headers: {} };
    return { status: reply.status, body: JSON.stringify(reply.body), headers: { "content-type": "application/json" } };
  }
}

/** The whole body, or nothing where the connection broke. */
async function readBody(request: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  try {
    for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  } catch {
    return undefined;
  }
  return Buffer.concat(chunks).toString("utf8");
}

function parsed(text: string | undefined): unknown {
  try {
    return text === undefined || text === "" ? undefined : JSON.parse(text);
  } catch {
    return text;
  }
}
