import * as fs from "fs";
import * as http from "http";
import * as path from "path";
import { type Certificates, makeCertificates } from "./certificates";
import { exec, until } from "./exec";
import { builtTool, findMissing, missingText } from "./machine";
import { parseRequests, type MatchboxRequest } from "./matchbox-log";
import { freePorts } from "./ports";
import type { Namespaces } from "./sandbox";
import { Service } from "./service";
import { type Workspace } from "./workspace";

/** What a machine says of itself; each goes into the query as it is written here. */
export interface MachineLabels {
  readonly mac: string;
  readonly uuid?: string;
  readonly arch?: string;
  readonly os?: string;
}

/** What the server answers to a machine. */
export interface MatchboxAnswer {
  readonly status: number;
  readonly text: string;
  /** The text as JSON; `undefined` where it is none. */
  readonly json: unknown;
}

/** A profile as the server keeps it. */
export interface MatchboxProfile {
  readonly id: string;
  readonly ignition_id?: string;
  readonly generic_id?: string;
  readonly boot: { readonly kernel?: string; readonly initrd?: readonly string[]; readonly args?: readonly string[] };
}

/** A group as the server keeps it. */
export interface MatchboxGroup {
  readonly id: string;
  readonly profile: string;
  readonly selector?: Readonly<Record<string, string>>;
  readonly metadata?: Readonly<Record<string, unknown>>;
}

/** Where the server runs. A network of one's own is one, with its address. */
export interface MatchboxPlace extends Namespaces {
  /** Where it listens, on the usual ports. */
  readonly address: string;
}

const START_SECONDS = 20;
/** Where nobody else can have them. See https://matchbox.psdn.io/config/ */
const USUAL_PORTS = [8080, 8081] as const;
/** How often other ports are tried where another program was faster. */
const ATTEMPTS = 5;

/**
 * The real matchbox server, on free ports of 127.0.0.1 or in a place of its own. Its gRPC interface, which the provider uses, wants a client certificate; its HTTP
 * interface, which machines use, answers to anybody.
 *
 * It ends with {@link stop}, and also when the process that started it ends in whatever way.
 */
export class Matchbox {
  /**
   * Starts one and waits until it answers: about half a second.
   *
   * @param place @default - this machine's loopback
   */
  public static async start(workspace: Workspace, place?: MatchboxPlace): Promise<Matchbox> {
    const missing = findMissing(["matchbox"]);
    if (missing.length > 0) throw new Error(missingText(missing));
    const directory = fs.mkdtempSync(workspace.path("matchbox-"));
    for (const name of ["data", "assets"]) fs.mkdirSync(path.join(directory, name));
    const certificates = await makeCertificates(path.join(directory, "certificates"), place?.address);
    for (let attempt = 1; ; attempt++) {
      const matchbox = new Matchbox(directory, certificates, place === undefined ? await twoPorts() : USUAL_PORTS, place);
      try {
        await matchbox.ready();
        return matchbox;
      } catch (e) {
        await matchbox.stop();
        const isTaken = matchbox.service.output().includes("address already in use");
        if (!isTaken || attempt === ATTEMPTS)
          throw new Error(`${e instanceof Error ? e.message : String(e)}\n${matchbox.service.output()}`);
      }
    }
  }

  /** The arguments of `provider "matchbox"`: the address, and the texts of three PEM files. */
  public readonly variables: { readonly endpoint: string; readonly ca: string; readonly client_cert: string; readonly client_key: string };
  /** Where machines ask, without a slash at the end. */
  public readonly httpUrl: string;
  public readonly httpPort: number;
  /** The directory of the workspace it was started in. */
  public readonly workspace: string;
  /** Process id of the server. */
  public readonly pid: number;
  private readonly service: Service;
  private readonly directory: string;

  private constructor(
    directory: string,
    { ca, server, client }: Certificates,
    [httpPort, rpcPort]: readonly [number, number],
    private readonly place?: MatchboxPlace,
  ) {
    const address = place?.address ?? "127.0.0.1";
    this.directory = directory;
    this.workspace = path.dirname(directory);
    this.httpPort = httpPort;
    this.httpUrl = `http://${address}:${httpPort}`;
    const [caPem, cert, key] = [ca.certificate, client.certificate, client.key].map((file) => fs.readFileSync(file, "utf8"));
    this.variables = { endpoint: `${address}:${rpcPort}`, ca: caPem, client_cert: cert, client_key: key };
    const addresses = ["-address", `${address}:${httpPort}`, "-rpc-address", `${address}:${rpcPort}`];
    const paths = ["-data-path", path.join(directory, "data"), "-assets-path", path.join(directory, "assets")];
    const tls = ["-cert-file", server.certificate, "-key-file", server.key, "-ca-file", ca.certificate];
    // Variables such as MATCHBOX_ADDRESS would count as arguments.
    const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith("MATCHBOX_")));
    this.service = new Service(builtTool("matchbox"), [...addresses, ...paths, ...tls], {
      log: path.join(directory, "log"),
      env,
      within: place,
    });
    this.pid = this.service.pid;
  }

  /** What iPXE gets from `/ipxe` on a machine. */
  public async ipxe(labels: MachineLabels): Promise<MatchboxAnswer> {
    return this.get("/ipxe", labels);
  }

  /** What Ignition gets from `/ignition` on a machine; with `os=installed` what the installer asks for. */
  public async ignition(labels: MachineLabels): Promise<MatchboxAnswer> {
    return this.get("/ignition", labels);
  }

  /** What any other path gives, such as `/metadata`, `/generic` and `/assets/...`. */
  public async get(file: string, query: object = {}): Promise<MatchboxAnswer> {
    const entries = Object.entries(query).filter(([, value]) => value !== undefined);
    const search = entries.length === 0 ? "" : `?${new URLSearchParams(entries).toString()}`;
    const url = `${this.httpUrl}${file}${search}`;
    return this.place === undefined ? request(url) : requestWithin(this.place, url);
  }

  /** The profiles, in order of id. */
  public profiles(): MatchboxProfile[] {
    return this.stored("profiles").map(({ text }) => JSON.parse(text) as MatchboxProfile);
  }

  /** The groups, in order of id. */
  public groups(): MatchboxGroup[] {
    return this.stored("groups").map(({ text }) => JSON.parse(text) as MatchboxGroup);
  }

  /** The Ignition configs as they were put, by file name. */
  public ignitionFiles(): Record<string, Omit<MatchboxAnswer, "status">> {
    return Object.fromEntries(this.stored("ignition").map(({ name, text }) => [name, { text, json: parseJson(text) }]));
  }

  /** Puts a file below `/assets/` and gives its path there. */
  public addAsset(file: string, bytes: string | Uint8Array): string {
    const target = path.join(this.directory, "assets", file);
    fs.mkdirSync(path.dirname(target), { recursive: true });
    fs.writeFileSync(target, bytes);
    return `/assets/${file}`;
  }

  /** Changes a file of the server's data behind its back, such as `profiles/NAME.json`. */
  public overwrite(file: string, text: string): void {
    const target = path.join(this.directory, "data", file);
    if (!fs.existsSync(target)) throw new Error(`the server has no ${file}`);
    fs.writeFileSync(target, text);
  }

  /** What was asked over HTTP since the start, in order; complete at any moment. */
  public requests(): MatchboxRequest[] {
    return parseRequests(this.service.output()).filter(({ query }) => query.started === undefined);
  }

  /** All that the server wrote, for messages. */
  public logs(): string {
    return this.service.output();
  }

  /** Ends the server. Its files go with the workspace. Safe to call twice. */
  public async stop(): Promise<void> {
    await this.service.stop();
  }

  private stored(kind: "profiles" | "groups" | "ignition"): { name: string; text: string }[] {
    const directory = path.join(this.directory, "data", kind);
    if (!fs.existsSync(directory)) return [];
    const files = fs.readdirSync(directory, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    return files
      .map((entry) => path.join(entry.parentPath ?? entry.path, entry.name))
      .map((file) => ({ name: path.relative(directory, file), text: fs.readFileSync(file, "utf8") }))
      .sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
  }

  /** Another program may answer on the port before this server has found it taken: its own log must show the question. */
  private async ready(): Promise<void> {
    const isOurs = (): boolean => parseRequests(this.service.output()).some(({ query }) => query.started === String(this.pid));
    await until("matchbox answers", START_SECONDS, async () => {
      if (this.service.ended) throw new Error("matchbox ended while starting");
      const answer = await this.get("/", { started: this.pid }).catch(() => undefined);
      return answer?.status === 200 && isOurs() ? true : undefined;
    });
  }
}

/** Without the connection pool of `fetch`: a connection that stays open would outlive the server. */
async function request(url: string): Promise<MatchboxAnswer> {
  return new Promise((resolve, reject) => {
    const asked = http.get(url, { agent: false }, (response) => {
      let text = "";
      response.setEncoding("utf8").on("data", (part: string) => (text += part));
      response.on("end", () => resolve({ status: response.statusCode ?? 0, text, json: parseJson(text) }));
      response.on("error", reject);
    });
    asked.on("error", reject);
  });
}

/** Programs alone get there. */
async function requestWithin(within: Namespaces, url: string): Promise<MatchboxAnswer> {
  const { stdout } = await exec("curl", ["--silent", "--show-error", "--globoff", "--write-out", "\\n%{http_code}", url], { within });
  const end = stdout.lastIndexOf("\n");
  const text = stdout.slice(0, end);
  return { status: Number(stdout.slice(end + 1)), text, json: parseJson(text) };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

async function twoPorts(): Promise<[number, number]> {
  const [first, second] = await freePorts(2);
  return [first, second];
}
