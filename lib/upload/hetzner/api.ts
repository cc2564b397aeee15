import { FlatcarError } from "../../errors";
import { pause } from "../../release/transport/attempts";
import { HetznerApiError } from "./api-error";
import { HETZNER_ENDPOINT, HetznerClient, HetznerClientOptions } from "./client";
import {
  HetznerAction,
  HetznerImageRecord,
  HetznerKey,
  HetznerServer,
  HetznerServerType,
  Labels,
  readAction,
  readImage,
  readKey,
  readServer,
  readServerType,
} from "./model";
import { DEFAULT_TIMING, HetznerTiming } from "./timing";

/** Who asks the API, and where. */
export interface HetznerApiOptions extends Pick<HetznerClientOptions, "token" | "userAgent" | "signal"> {
  /** @default - that of everybody, `https://api.hetzner.cloud/v1` */
  readonly endpoint?: string;
  /** Where `https_proxy` and the like are looked up. @default - no proxy */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Other times than those of `DEFAULT_TIMING`. @default - those */
  readonly timing?: Partial<HetznerTiming>;
}

/** What a server is made of. */
export interface NewHetznerServer {
  readonly name: string;
  readonly serverType: string;
  readonly location: string;
  /** Id of the image. */
  readonly image: number;
  /** Id of the key. */
  readonly key: number;
  readonly labels: Labels;
}

/** How many times as long an action may take as its effect. */
const LOOKS_FOR_ACTION = 15;

/** Opens the API. Nothing is asked before it is needed. */
export function hetznerApi({ endpoint = HETZNER_ENDPOINT, env = {}, timing, ...rest }: HetznerApiOptions): HetznerApi {
  return new HetznerApi(new HetznerClient({ ...rest, endpoint, env, timing: { ...DEFAULT_TIMING, ...timing } }));
}

/**
 * The part of the Hetzner Cloud API that an upload needs. Whatever is refused is a `FlatcarError`: `hetzner-api`, `hetzner-action`, `hetzner-state`, `hetzner-answer`,
 * `hetzner-unreachable`.
 *
 * @see https://docs.hetzner.cloud/reference/cloud
 */
export class HetznerApi {
  constructor(private readonly client: HetznerClient) {}

  public get timing(): HetznerTiming {
    return this.client.timing;
  }

  /** When its last answer was sent, by its own clock: milliseconds since 1970; undefined where it does not say. */
  public get answeredAt(): number | undefined {
    return this.client.answeredAt;
  }

  /**
   * The same, ended by another signal alone.
   *
   * @param isPatient whether what is locked is waited for until the signal ends it, and not only for some attempts
   */
  public until(signal: AbortSignal, isPatient = false): HetznerApi {
    return new HetznerApi(this.client.until(signal, isPatient));
  }

  public async serverTypes(): Promise<readonly HetznerServerType[]> {
    return this.client.list("/server_types", "server_types", {}, readServerType);
  }

  /** Images that match, such as by `type`, `architecture` and `label_selector`. */
  public async images(query: Readonly<Record<string, string>>): Promise<readonly HetznerImageRecord[]> {
    return this.client.list("/images", "images", query, readImage);
  }

  public async servers(selector: string): Promise<readonly HetznerServer[]> {
    return this.client.list("/servers", "servers", { label_selector: selector }, readServer);
  }

  public async keys(selector: string): Promise<readonly HetznerKey[]> {
    return this.client.list("/ssh_keys", "ssh_keys", { label_selector: selector }, readKey);
  }

  /** @param selector that finds this key alone */
  public async createKey(name: string, publicKey: string, labels: Labels, selector: string): Promise<HetznerKey> {
    return this.client.call({
      method: "POST",
      path: "/ssh_keys",
      body: { name, public_key: publicKey, labels },
      read: (answer) => readKey(answer.object("ssh_key")),
      adopt: async () => (await this.keys(selector))[0],
    });
  }

  /**
   * Makes a server and leaves it off.
   *
   * @param selector that finds this server alone
   * @param made called with its id as soon as that is known
   */
  public async createServer(server: NewHetznerServer, selector: string, made: (id: number) => void): Promise<HetznerServer> {
    const { name, serverType, location, image, key, labels } = server;
    const body = { name, server_type: serverType, location, image, ssh_keys: [key], labels, start_after_create: false };
    const { id, action } = await this.client.call<{ id: number; action?: HetznerAction }>({
      method: "POST",
      path: "/servers",
      body,
      read: (answer) => ({ id: readServer(answer.object("server")).id, action: readAction(answer.object("action")) }),
      adopt: async () => (await this.servers(selector))[0],
    });
    made(id);
    if (action !== undefined) await this.finished(action);
    return this.stateOf(id, "off", action === undefined);
  }

  /** Does something to a server and waits until it is done. */
  public async act(server: number, action: "enable_rescue" | "poweron" | "poweroff", body?: object): Promise<void> {
    const path = `/servers/${server}/actions/${action}`;
    const begun = await this.client.call({ method: "POST", path, body, read: (answer) => readAction(answer.object("action")) });
    await this.finished(begun);
  }

  /**
   * Waits until a server is in a state.
   *
   * @param isUnderWay whether that may take as long as an action does
   */
  public async stateOf(id: number, status: string, isUnderWay = false): Promise<HetznerServer> {
    const look = (): Promise<HetznerServer> =>
      this.client.call({ method: "GET", path: `/servers/${id}`, read: (answer) => readServer(answer.object("server")) });
    return this.awaited(`server ${id}`, status, look, isUnderWay);
  }

  /**
   * Makes a snapshot of a server that is off, and waits until it can be used.
   *
   * @param selector that finds this snapshot alone
   * @param made called with its id as soon as that is known
   * @param progress told in percent
   */
  public async createSnapshot(
    server: number,
    props: { readonly description: string; readonly labels: Labels },
    selector: string,
    made: (id: number) => void,
    progress: (percent: number) => void,
  ): Promise<HetznerImageRecord> {
    const { id, action } = await this.client.call<{ id: number; action?: HetznerAction }>({
      method: "POST",
      path: `/servers/${server}/actions/create_image`,
      body: { type: "snapshot", ...props },
      read: (answer) => ({ id: answer.object("image").integer("id"), action: readAction(answer.object("action")) }),
      adopt: async () => (await this.images({ type: "snapshot", label_selector: selector }))[0],
    });
    made(id);
    if (action !== undefined) await this.finished(action, progress);
    const look = (): Promise<HetznerImageRecord> =>
      this.client.call({ method: "GET", path: `/images/${id}`, read: (answer) => readImage(answer.object("image")) });
    return this.awaited(`snapshot ${id}`, "available", look, action === undefined);
  }

  /** Gives an image these labels in place of those it has. */
  public async relabelImage(id: number, labels: Labels): Promise<HetznerImageRecord> {
    return this.client.call({
      method: "PUT",
      path: `/images/${id}`,
      body: { labels },
      read: (answer) => readImage(answer.object("image")),
    });
  }

  /** Deletes something, and waits until it is gone. What is gone already is fine. */
  public async remove(kind: "servers" | "images" | "ssh_keys", id: number): Promise<void> {
    const read = (answer: Parameters<typeof readAction>[0]): HetznerAction | undefined =>
      answer.optional("action", (fields) => readAction(fields.object("action")));
    try {
      const action = await this.client.call({ method: "DELETE", path: `/${kind}/${id}`, read });
      if (action !== undefined) await this.finished(action);
    } catch (e) {
      if (!(e instanceof HetznerApiError) || e.apiCode !== "not_found") throw e;
    }
  }

  /** @throws FlatcarError `hetzner-action` where it fails */
  private async finished(begun: HetznerAction, progress: (percent: number) => void = () => undefined): Promise<void> {
    let action = begun;
    while (action.status === "running") {
      progress(action.progress);
      await pause(this.timing.pollMs, this.client.signal);
      action = await this.client.call({
        method: "GET",
        path: `/actions/${begun.id}`,
        read: (answer) => readAction(answer.object("action")),
      });
    }
    progress(action.progress);
    if (action.status === "success") return;
    throw new FlatcarError({
      code: "hetzner-action",
      subject: `action ${action.command}`,
      received: action.error ?? action.status,
      allowed: "an action that ends well",
      mend: "try again; where it fails again, look at https://status.hetzner.com",
    });
  }

  // An action that ended well may have changed nothing yet, or nothing at all. One whose answer was lost is seen by its effect alone.
  private async awaited<T extends { readonly status: string }>(
    subject: string,
    status: string,
    look: () => Promise<T>,
    isUnderWay: boolean,
  ): Promise<T> {
    const most = this.timing.stateLooks * (isUnderWay ? LOOKS_FOR_ACTION : 1);
    for (let looks = 1; ; looks++) {
      const found = await look();
      if (found.status === status) return found;
      if (looks >= most) {
        throw new FlatcarError({
          code: "hetzner-state",
          subject: `state of ${subject}`,
          received: found.status,
          allowed: status,
          mend: "try again; where it stays so, look at https://status.hetzner.com",
        });
      }
      await pause(this.timing.pollMs, this.client.signal);
    }
  }
}
