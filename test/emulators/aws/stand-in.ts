import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { ApiError } from "./api-error";
import { settle, terminate } from "./autoscaling";
import { readData } from "./data-sources";
import { type Ami, type Attributes, type Machine, type Resource, type ResourceEvent } from "./model";
import { Operations } from "./operations";
import { AwsState } from "./state";

export interface AwsStandInOptions {
  /** @default 0, which means any free port */
  readonly port?: number;
  /** The region of providers that name none. @default "eu-central-1" */
  readonly region?: string;
}

export type NewAmi = Partial<Ami> & Pick<Ami, "name">;

/** A request as it came, and what it was answered. */
export interface RecordedRequest {
  readonly sequence: number;
  readonly method: string;
  readonly path: string;
  /** The attributes it gave; nothing where it gave none. */
  readonly attributes?: Attributes;
  readonly status: number;
}

/** Flatcar's account: https://www.flatcar.org/docs/latest/installing/cloud/aws-ec2/ */
const FLATCAR_ACCOUNT = "075585003325";
const DEFAULT_REGION = "eu-central-1";

/**
 * The account behind the stand-in for the provider hashicorp/aws, on the loopback interface.
 *
 * It is no AWS: it keeps what the stand-in plans, gives it what only the service can give, refuses the mistakes that its tests are about, and
 * lets Auto Scaling groups have machines. Ids count up; nothing depends on the clock or on chance.
 */
export class AwsStandIn {
  public static async start(options: AwsStandInOptions = {}): Promise<AwsStandIn> {
    const standIn = new AwsStandIn(options.region ?? DEFAULT_REGION);
    await new Promise<void>((resolve, reject) => {
      standIn.http.once("error", reject);
      standIn.http.listen(options.port ?? 0, "127.0.0.1", resolve);
    });
    standIn.port = (standIn.http.address() as AddressInfo).port;
    return standIn;
  }

  /** Every request, in the order of arrival. */
  public readonly requests: RecordedRequest[] = [];
  private readonly state = new AwsState();
  private readonly operations = new Operations(this.state);
  private readonly http: Server;
  private port = 0;

  private constructor(public readonly region: string) {
    this.http = createServer((request, response) => void this.handle(request, response));
  }

  public get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** The environment with which the provider talks to this server. */
  public get environment(): Readonly<Record<string, string>> {
    return { AWS_STAND_IN_ENDPOINT: this.url, AWS_REGION: this.region };
  }

  /** What happened, also to what is gone. */
  public get history(): readonly ResourceEvent[] {
    return this.state.history;
  }

  /** What there is, of one type or of all. */
  public resources(type?: string): readonly Readonly<Resource>[] {
    return type === undefined ? this.state.all() : this.state.list(type);
  }

  /** By id, name or ARN. @throws Error where there is none */
  public resource(type: string, reference: string): Readonly<Resource> {
    const found = this.state.find(type, reference);
    if (found !== undefined) return found;
    const known = this.state.list(type).map(({ id }) => id);
    throw new Error(`no ${type} "${reference}"; there are: ${known.join(", ") || "none"}`);
  }

  /** The machines of a group, by its name, or of all; the oldest comes first. */
  public machines(group?: string): readonly Machine[] {
    return this.state.machines.filter((machine) => group === undefined || machine.group === group);
  }

  /** Publishes an image; what is not given is Flatcar's. */
  public addAmi(ami: NewAmi): Ami {
    const added: Ami = {
      id: `ami-${this.state.nextHex()}`,
      architecture: "x86_64",
      virtualizationType: "hvm",
      ownerId: FLATCAR_ACCOUNT,
      creationDate: "2026-01-01T00:00:00.000Z",
      rootVolumeSize: 16,
      rootDeviceName: "/dev/xvda",
      description: ami.name,
      ...ami,
    };
    this.state.amis.push(added);
    return added;
  }

  /** Something that was there before the stack: with an `id` where that matters. */
  public add(type: string, attributes: Attributes): Readonly<Resource> {
    return this.operations.create(type, this.region, attributes);
  }

  /** Deletes something as a client would. @throws ApiError where it is in use */
  public delete(type: string, id: string): void {
    this.operations.delete(type, id);
  }

  /** Changes something as somebody else would, beside Terraform. No event is recorded, but groups get the machines they then want. */
  public change(type: string, reference: string, attributes: Attributes): void {
    const resource = this.resource(type, reference);
    Object.assign(resource.attributes, attributes);
    if (type === "aws_autoscaling_group") settle(this.state, resource.attributes);
  }

  /** Deletes something beside Terraform, whoever needs it. */
  public remove(type: string, reference: string): void {
    this.state.remove(this.resource(type, reference));
  }

  /** Ends a machine, as a fault would; its group launches another one. */
  public terminate(machineId: string): void {
    const machine = this.state.machines.find(({ id }) => id === machineId);
    if (machine === undefined) throw new Error(`no machine ${machineId}`);
    terminate(this.state, machine);
    settle(this.state, this.resource("aws_autoscaling_group", machine.group).attributes);
  }

  /** Tells, when it is asked, what became of the machines of a group since: of each "untouched", "replaced" by another, "gone" or "new". */
  public watch(
    group: string,
  ): () => { readonly untouched: number; readonly replaced: number; readonly gone: number; readonly new: number } {
    const before = this.machines(group).map(({ id }) => id);
    return () => {
      const now = this.machines(group).map(({ id }) => id);
      const untouched = now.filter((id) => before.includes(id)).length;
      const [lost, added] = [before.length - untouched, now.length - untouched];
      const replaced = Math.min(lost, added);
      return { untouched, replaced, gone: lost - replaced, new: added - replaced };
    };
  }

  /** Stops listening and closes all connections. */
  public async stop(): Promise<void> {
    if (!this.http.listening) return;
    const closed = new Promise<void>((resolve) => this.http.close(() => resolve()));
    this.http.closeAllConnections();
    await closed;
  }

  private async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const method = request.method ?? "GET";
    const path = request.url ?? "/";
    const chunks: Buffer[] = [];
    try {
      for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
    } catch {
      return;
    }
    let given: Attributes | undefined;
    let answer: { readonly status: number; readonly body?: object };
    try {
      const body = JSON.parse(Buffer.concat(chunks).toString("utf8") || "{}") as { region?: string; attributes?: Attributes | null };
      given = body.attributes ?? undefined;
      answer = this.answer(method, path, body.region || this.region, given ?? {});
    } catch (error) {
      const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
      const refusal = error instanceof ApiError ? error : new ApiError(500, "InternalError", `the stand-in failed: ${message}`);
      answer = { status: refusal.status, body: refusal.toJson() };
    }
    const attributes = given === undefined ? {} : { attributes: given };
    this.requests.push({ sequence: this.requests.length + 1, method, path, ...attributes, status: answer.status });
    response.writeHead(answer.status, { "content-type": "application/json" });
    response.end(answer.body === undefined ? undefined : JSON.stringify(answer.body));
  }

  private answer(method: string, path: string, region: string, given: Attributes): { readonly status: number; readonly body?: object } {
    const [, area, type, id] = path.split("/").map(decodeURIComponent);
    if (area === "data" && method === "POST") return { status: 200, body: readData(this.state, type, given, region) };
    if (area === "resources" && id === undefined && method === "POST") {
      const { id: made } = this.operations.create(type, region, given);
      return { status: 200, body: this.operations.read(type, made) };
    }
    if (area === "resources" && id !== undefined) {
      if (method === "GET") return { status: 200, body: this.operations.read(type, id) };
      if (method === "PUT") return { status: 200, body: this.operations.update(type, id, given) };
      if (method === "DELETE") {
        this.operations.delete(type, id);
        return { status: 204 };
      }
    }
    throw new ApiError(405, "InvalidAction", `${method} ${path} means nothing here`);
  }
}
