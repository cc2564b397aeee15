import { FlatcarError } from "../errors";
import type { IgnitionUnit } from "../ignition";
import { IRebootWindow } from "./reboot-window";
import { holdsToken } from "./token";
import { checkAddress } from "./web-address";

/** Options of {@link UpdateStrategy.reboot}. */
export interface RebootStrategyOptions {
  /**
   * When a machine may reboot.
   *
   * @default - at any time
   */
  readonly window?: IRebootWindow;
}

/** Options of {@link UpdateStrategy.etcdLock}. */
export interface EtcdLockStrategyOptions {
  /**
   * When a machine may reboot, once it holds the lock.
   *
   * @default - at any time
   */
  readonly window?: IRebootWindow;
  /**
   * Client addresses of etcd. locksmithd speaks etcd's v2 API, which etcd serves only where it is switched on, and not at all from 3.6.
   *
   * @default - http://127.0.0.1:2379 and http://127.0.0.1:4001
   */
  readonly endpoints?: string[];
  /**
   * Path on the machine of the certificate of etcd's authority, as PEM. Needs `certFile` and `keyFile`.
   *
   * @default - the addresses are used without client certificates
   */
  readonly caFile?: string;
  /**
   * Path on the machine of the client certificate, as PEM.
   *
   * @default - the addresses are used without client certificates
   */
  readonly certFile?: string;
  /**
   * Path on the machine of the client certificate's key, as PEM.
   *
   * @default - the addresses are used without client certificates
   */
  readonly keyFile?: string;
  /**
   * User of etcd's authentication.
   *
   * @default - no authentication
   */
  readonly username?: string;
  /**
   * Password of etcd's authentication. It stands in the machine config in plain text.
   *
   * @default - no authentication
   */
  readonly password?: string;
  /**
   * The group whose lock is taken. Groups reboot independently of each other.
   *
   * @default - the one lock of all machines without a group
   */
  readonly group?: string;
}

/** What the machine config has of a strategy. */
interface StrategyProps {
  readonly name: string;
  readonly updatesInPlace: boolean;
  readonly rebootsByItself: boolean;
  readonly window?: IRebootWindow;
}

/**
 * How a machine that has staged an update comes to boot into it.
 *
 * Flatcar writes an update to the partition that is not in use; it takes effect at the next reboot, whoever causes that.
 *
 * @see https://www.flatcar.org/docs/latest/updates-releases/releases/update-strategies/
 */
export abstract class UpdateStrategy {
  /** The machine reboots by itself, without regard to others. This is also what an image does that is told nothing. */
  public static reboot(options: RebootStrategyOptions = {}): UpdateStrategy {
    return new RebootStrategy(options);
  }

  /** The machine reboots by itself when it holds a lock in etcd, so that only so many of a group (one, unless changed there) do it at once. */
  public static etcdLock(options: EtcdLockStrategyOptions = {}): UpdateStrategy {
    return new EtcdLockStrategy(options);
  }

  /**
   * Updates are staged, and no one reboots the machine.
   *
   * They are not off: the next reboot for any reason boots the update, and while one is staged no newer one is.
   */
  public static off(): UpdateStrategy {
    return new OffStrategy();
  }

  /**
   * No updates. The machine stays at the version it was installed with until it is replaced, or `flatcar-update` is called on it.
   *
   * update_engine goes on to run, because it also marks a boot as good; without it a machine falls back to its other partition.
   */
  public static disabled(): UpdateStrategy {
    return new DisabledStrategy();
  }

  /**
   * Updates are staged, and something in the cluster reboots the machines: the Flatcar Linux Update Operator or kured (from Flatcar 3067).
   *
   * locksmithd is masked, so that it can not be first.
   */
  public static externallyCoordinated(): UpdateStrategy {
    return new ExternallyCoordinatedStrategy();
  }

  /** `reboot`, `etcd-lock`, `off`, `disabled` or `externally-coordinated`. */
  public readonly name: string;
  /** Whether machines come to newer releases without being replaced. */
  public readonly updatesInPlace: boolean;
  /** Whether locksmithd reboots the machine. */
  public readonly rebootsByItself: boolean;
  /** When it does. Undefined where it may at any time, or does not at all. */
  public readonly window?: IRebootWindow;

  /** @internal */
  protected constructor(props: StrategyProps) {
    this.name = props.name;
    this.updatesInPlace = props.updatesInPlace;
    this.rebootsByItself = props.rebootsByItself;
    this.window = props.window;
  }

  /** How many windows nodes are spread over. 1 where they share one or there is none. */
  public get rebootSlots(): number {
    return this.window?.slots ?? 1;
  }

  /**
   * Checks what was given, the window of each slot included.
   *
   * @throws FlatcarError `etcd-lock-endpoints`, `etcd-lock-tls`, `etcd-lock-credentials`, and the errors of {@link RebootWindow.settings}
   */
  public validate(): void {
    this.window?.forSlot(0).settings();
  }

  /**
   * The keys of update.conf, the window left out.
   *
   * @internal
   */
  public abstract _updateConf(): Map<string, string>;

  /**
   * The units.
   *
   * @internal
   */
  public _units(): IgnitionUnit[] {
    return [];
  }
}

class RebootStrategy extends UpdateStrategy {
  public constructor(options: RebootStrategyOptions) {
    super({ name: "reboot", updatesInPlace: true, rebootsByItself: true, window: options.window });
  }

  public _updateConf(): Map<string, string> {
    return new Map([["REBOOT_STRATEGY", "reboot"]]);
  }
}

class EtcdLockStrategy extends UpdateStrategy {
  public constructor(private readonly options: EtcdLockStrategyOptions) {
    super({ name: "etcd-lock", updatesInPlace: true, rebootsByItself: true, window: options.window });
  }

  public override validate(): void {
    super.validate();
    this.checkEndpoints();
    this.checkTls();
    this.checkCredentials();
  }

  public _updateConf(): Map<string, string> {
    const { endpoints, caFile, certFile, keyFile, username, password, group } = this.options;
    const conf = new Map([["REBOOT_STRATEGY", "etcd-lock"]]);
    const set = (key: string, value: string | undefined) => value !== undefined && conf.set(key, value);
    set("LOCKSMITHD_ENDPOINT", endpoints?.join(","));
    set("LOCKSMITHD_ETCD_CAFILE", caFile);
    set("LOCKSMITHD_ETCD_CERTFILE", certFile);
    set("LOCKSMITHD_ETCD_KEYFILE", keyFile);
    set("LOCKSMITHD_ETCD_USERNAME", username);
    set("LOCKSMITHD_ETCD_PASSWORD", password);
    set("LOCKSMITHD_GROUP", group);
    return conf;
  }

  private checkEndpoints(): void {
    const { endpoints } = this.options;
    if (endpoints === undefined) return;
    const code = "etcd-lock-endpoints";
    const mend = "write each as http://host:2379 or https://host:2379, or leave the list out";
    if (endpoints.length === 0) {
      throw new FlatcarError({ code, subject: "endpoints of the etcd lock", received: endpoints, allowed: "at least one address", mend });
    }
    endpoints.forEach((value, i) => {
      const subject = `endpoints[${i}] of the etcd lock`;
      checkAddress({ code, subject, value, schemes: ["http", "https"], mend });
      if (holdsToken(value) || !value.includes(",")) return;
      throw new FlatcarError({ code, subject, received: value, allowed: "one address", mend: "make the addresses items of the list" });
    });
  }

  private checkTls(): void {
    const { caFile, certFile, keyFile } = this.options;
    const files = [caFile, certFile, keyFile];
    const given = files.filter((file) => file !== undefined);
    const paths = given.every((file) => holdsToken(file) || file.startsWith("/"));
    if ((given.length === 0 || given.length === files.length) && paths) return;
    throw new FlatcarError({
      code: "etcd-lock-tls",
      subject: "caFile, certFile and keyFile of the etcd lock",
      received: { caFile, certFile, keyFile },
      allowed: "absolute paths on the machine, all three or none: locksmithd loads all of them as soon as one is set",
      mend: paths ? "give the others too, or leave all out" : "write the whole path",
    });
  }

  private checkCredentials(): void {
    const { username, password } = this.options;
    const none = username === undefined && password === undefined;
    const both = username !== undefined && username !== "" && password !== undefined;
    if (none || both) return;
    throw new FlatcarError({
      code: "etcd-lock-credentials",
      subject: "username and password of the etcd lock",
      // The password is a secret, so that only its absence is shown.
      received: { username, password: password === undefined ? "not given" : "given" },
      allowed: "both or neither; locksmithd does not authenticate without a user",
      mend: "give the other one too, or leave both out",
    });
  }
}

class OffStrategy extends UpdateStrategy {
  public constructor() {
    super({ name: "off", updatesInPlace: true, rebootsByItself: false });
  }

  public _updateConf(): Map<string, string> {
    return new Map([["REBOOT_STRATEGY", "off"]]);
  }
}

class DisabledStrategy extends UpdateStrategy {
  public constructor() {
    super({ name: "disabled", updatesInPlace: false, rebootsByItself: false });
  }

  public _updateConf(): Map<string, string> {
    return new Map([["SERVER", "disabled"]]);
  }
}

class ExternallyCoordinatedStrategy extends UpdateStrategy {
  public constructor() {
    super({ name: "externally-coordinated", updatesInPlace: true, rebootsByItself: false });
  }

  // A masked locksmithd reads no REBOOT_STRATEGY, and nothing else does.
  public _updateConf(): Map<string, string> {
    return new Map();
  }

  public override _units(): IgnitionUnit[] {
    return [{ name: "locksmithd.service", mask: true }];
  }
}
