import { FlatcarError } from "../errors";
import type { IgnitionUnit } from "../ignition";
import { holdsToken } from "./token";
import { checkAddress } from "./web-address";

/** How machines use Flatcar's own update server. */
export interface PublicUpdateServerOptions {
  /**
   * The stream of updates: `stable`, `beta`, `alpha`, `lts` (follows the newest LTS) or one LTS, for example `lts-2024`, which keeps a machine
   * on it.
   *
   * @default - the channel of the image
   * @see https://www.flatcar.org/docs/latest/updates-releases/releases/switching-channels/
   */
  readonly group?: string;
  /**
   * Proxy for checks and downloads, for example `http://proxy.example.com:3128` (`https`, `socks4`, `socks4a`, `socks5` and `socks5h` work too).
   * Only update_engine gets it.
   *
   * @default - no proxy
   * @see https://www.flatcar.org/docs/latest/updates-releases/releases/update-strategies/
   */
  readonly proxy?: string;
}

/** How machines use a Nebraska server. */
export interface NebraskaUpdateServerOptions {
  /**
   * User of the basic authentication of downloads. It stands in the machine config in plain text.
   *
   * @default - downloads are not authenticated
   */
  readonly downloadUser?: string;
  /**
   * Password of the basic authentication of downloads. It stands in the machine config in plain text.
   *
   * @default - downloads are not authenticated
   */
  readonly downloadPassword?: string;
  /**
   * Address that update_engine sends the TPM policy of an update to.
   *
   * @default - it is sent nowhere
   */
  readonly pcrPolicyServer?: string;
  /**
   * Whether Nebraska shows a machine under its node's name in place of its machine id.
   *
   * @default false
   */
  readonly machineAlias?: boolean;
  /**
   * Proxy for checks and downloads, for example `http://proxy.example.com:3128` (`https`, `socks4`, `socks4a`, `socks5` and `socks5h` work too).
   * Only update_engine gets it.
   *
   * @default - no proxy
   */
  readonly proxy?: string;
}

const PUBLIC_GROUP = /^(?:stable|beta|alpha|lts|lts-20\d\d)$/;
const PROXY_SCHEMES = ["http", "https", "socks4", "socks4a", "socks5", "socks5h"];

/** Where machines get their updates from. Checked when a pool uses it. Tokens are allowed in all texts. */
export abstract class UpdateServer {
  /** Flatcar's own server. Without a group nothing is written: the image knows its server and its channel. */
  public static public(options: PublicUpdateServerOptions = {}): UpdateServer {
    return new PublicUpdateServer(options);
  }

  /**
   * A Nebraska server.
   *
   * @param url where it answers, for example `https://nebraska.example.com/v1/update/`
   * @param group a track (`stable`) or the UUID of a group
   * @see https://github.com/flatcar/nebraska
   */
  public static nebraska(url: string, group: string, options: NebraskaUpdateServerOptions = {}): UpdateServer {
    return new NebraskaUpdateServer(url, group, options);
  }

  /** `public` or `nebraska`. */
  public abstract readonly name: string;

  /** @internal */
  protected constructor(private readonly proxy: string | undefined) {}

  /**
   * Checks what was given.
   *
   * @throws FlatcarError `update-server-url`, `update-group`, `update-proxy`, `update-download-credentials`
   */
  public validate(): void {
    if (this.proxy === undefined) return;
    checkAddress({
      code: "update-proxy",
      subject: "proxy of the update server",
      value: this.proxy,
      schemes: PROXY_SCHEMES,
      mend: "write it as http://host:port",
    });
  }

  /**
   * The keys of update.conf.
   *
   * @internal
   */
  public abstract _updateConf(nodeName: string): Map<string, string>;

  /**
   * Whether the settings are the same for every node.
   *
   * @internal
   */
  public get _sameForEveryNode(): boolean {
    return true;
  }

  /**
   * The units.
   *
   * @internal
   */
  public _units(): IgnitionUnit[] {
    if (this.proxy === undefined) return [];
    // In a unit a percent sign begins a specifier.
    const value = this.proxy.replace(/%/g, "%%");
    return [
      { name: "update-engine.service", dropins: [{ name: "50-proxy.conf", contents: `[Service]\nEnvironment="ALL_PROXY=${value}"\n` }] },
    ];
  }
}

class PublicUpdateServer extends UpdateServer {
  public readonly name = "public";

  public constructor(private readonly options: PublicUpdateServerOptions) {
    super(options.proxy);
  }

  public override validate(): void {
    super.validate();
    const { group } = this.options;
    if (group === undefined || holdsToken(group) || PUBLIC_GROUP.test(group)) return;
    throw groupError(group, "stable, beta, alpha, lts, or one LTS such as lts-2024", groupMend(group));
  }

  public _updateConf(): Map<string, string> {
    return new Map(this.options.group === undefined ? [] : [["GROUP", this.options.group]]);
  }
}

class NebraskaUpdateServer extends UpdateServer {
  public readonly name = "nebraska";

  public constructor(
    private readonly url: string,
    private readonly group: string,
    private readonly options: NebraskaUpdateServerOptions,
  ) {
    super(options.proxy);
  }

  public override validate(): void {
    super.validate();
    const { downloadUser, downloadPassword, pcrPolicyServer } = this.options;
    const mend = this.url === "disabled" ? "use UpdateStrategy.disabled()" : "write it as https://host/v1/update/";
    checkAddress({ code: "update-server-url", subject: "url of the update server", value: this.url, schemes: ["http", "https"], mend });
    if (!holdsToken(this.group) && (this.group.trim() !== this.group || this.group === "" || /\p{Cc}/u.test(this.group))) {
      throw groupError(
        this.group,
        "the name of a track or the UUID of a group, in one line and without spaces around it",
        "correct the group",
      );
    }
    if (pcrPolicyServer !== undefined) {
      checkAddress({
        code: "update-server-url",
        subject: "pcrPolicyServer of the update server",
        value: pcrPolicyServer,
        schemes: ["http", "https"],
        mend: "write it as https://host/path",
      });
    }
    const none = downloadUser === undefined && downloadPassword === undefined;
    const both = downloadUser !== undefined && downloadUser !== "" && downloadPassword !== undefined;
    if (!none && !both) {
      throw new FlatcarError({
        code: "update-download-credentials",
        subject: "downloadUser and downloadPassword of the update server",
        // The password is a secret, so that only its absence is shown.
        received: { downloadUser, downloadPassword: downloadPassword === undefined ? "not given" : "given" },
        allowed: "both or neither; update_engine does not authenticate without a user",
        mend: "give the other one too, or leave both out",
      });
    }
  }

  public override get _sameForEveryNode(): boolean {
    return this.options.machineAlias !== true;
  }

  public _updateConf(nodeName: string): Map<string, string> {
    const { downloadUser, downloadPassword, pcrPolicyServer, machineAlias } = this.options;
    const conf = new Map([
      ["GROUP", this.group],
      ["SERVER", this.url],
    ]);
    if (machineAlias) conf.set("MACHINE_ALIAS", nodeName);
    if (downloadUser !== undefined) conf.set("DOWNLOAD_USER", downloadUser);
    if (downloadPassword !== undefined) conf.set("DOWNLOAD_PASSWORD", downloadPassword);
    if (pcrPolicyServer !== undefined) conf.set("PCR_POLICY_SERVER", pcrPolicyServer);
    return conf;
  }
}

function groupMend(group: string): string {
  if (group === "edge") return "choose alpha: the edge channel is retired";
  return "choose one of the groups, or leave it out to follow the image's channel; groups of your own need UpdateServer.nebraska()";
}

function groupError(received: string, allowed: string, mend: string): FlatcarError {
  return new FlatcarError({ code: "update-group", subject: "group of the update server", received, allowed, mend });
}
