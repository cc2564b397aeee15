import * as fs from "node:fs";
import * as path from "node:path";
import { FlatcarError } from "../../errors";
import { HetznerImageLabel, hetznerImageLabels, sha512Label } from "../../release/hetzner-labels";
import { writing } from "../../release/cache/disk-error";
import type { HetznerApi } from "./api";
import { removeMade } from "./clean-up";
import { PackedImage, reachServer, writeDisk } from "./disk-writer";
import { HetznerServer } from "./model";
import { UploadReport } from "./report";
import { chooseServerType, chooseSystemImage } from "./server-choice";
import { Snapshot, snapshotOf } from "./snapshots";
import { Ssh } from "./ssh";
import { newSshKey } from "./ssh-key";
import { TEMPORARY_LABEL, TemporaryResource, selectorOf, wordsOf } from "./temporary";
import { UploadedRelease, imageBytes, outlastOthers, refuseExisting, releaseText } from "./uploaded-release";

const DEFAULT_LOCATION = "fsn1";
/** Characters of a version that are in the server's name, so that this is no longer than a name of a host may be, 63: as many as a nightly has. */
const LONGEST_VERSION = 30;
/** Nobody's (RFC 5737): stands for the server's while there is none. */
const SOME_ADDRESS = "192.0.2.1";

/** How a release becomes a snapshot. */
export interface UploadOptions {
  readonly release: UploadedRelease;
  /** Gives the image for Hetzner as it is published, verified. Asked for once it is clear that an upload can begin. */
  readonly image: () => Promise<PackedImage>;
  /**
   * Type of the temporary server. A server of the snapshot needs a disk as large as this one's at least.
   *
   * @default - the smallest type of the architecture: `cx23`, `cax11`
   */
  readonly serverType?: string;
  /**
   * Where the temporary server is.
   *
   * @default "fsn1"
   */
  readonly location?: string;
  /**
   * A file as of ssh_config(5), for one with a jump host. Absolute path.
   *
   * @default - no settings but our own
   */
  readonly sshConfig?: string;
  /** A folder in which the key to the server lies while it is needed. It is made where it is not there. */
  readonly keyDirectory: string;
  /** The environment of `ssh`. */
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly report: UploadReport;
  /** Ends the upload with what it is aborted with, once all is cleaned up. */
  readonly signal: AbortSignal;
}

/** What came of an upload. */
export interface UploadResult {
  readonly snapshot: Snapshot;
  /** Whether all that was made for it could be deleted. What could not has been told. */
  readonly isClean: boolean;
}

/**
 * Makes a snapshot of a release: a temporary server starts the rescue system, the image is written to its disk over ssh, and the disk becomes the snapshot. Whatever
 * happens, what was made for it is deleted before this ends; what cannot be is told.
 *
 * @throws FlatcarError `hetzner-snapshot-exists`, `hetzner-server-type-unfit`, `hetzner-system-image`, `hetzner-upload-slow`, `ssh-missing`, `ssh-settings`, `ssh-unreachable`,
 * `disk-not-written`, and those of {@link HetznerApi}
 */
export async function uploadToHetzner(api: HetznerApi, options: UploadOptions): Promise<UploadResult> {
  const { release, serverType, report, signal } = options;
  const asking = api.until(signal);
  await refuseExisting(asking, release);
  const type = await chooseServerType(asking, release, serverType, report);
  const systemImage = await chooseSystemImage(asking, release);
  const image = await options.image();
  return new Upload(api, options, image, type.name, systemImage).run();
}

/** One upload, with all that has to be deleted in its end. */
class Upload {
  private readonly key = newSshKey();
  private readonly folder: string;
  private readonly selector: string;
  private readonly made: TemporaryResource[] = [];
  private complete: TemporaryResource | undefined;

  constructor(
    private readonly api: HetznerApi,
    private readonly options: UploadOptions,
    private readonly image: PackedImage,
    private readonly serverType: string,
    private readonly systemImage: number,
  ) {
    this.folder = path.join(options.keyDirectory, this.key.id);
    this.selector = selectorOf(this.key.id);
  }

  public async run(): Promise<UploadResult> {
    const { timing } = this.api;
    const slow = AbortSignal.timeout(timing.uploadMs);
    const ends = AbortSignal.any([this.options.signal, slow]);
    let snapshot: Snapshot;
    try {
      snapshot = await this.make(this.api.until(ends), ends);
    } catch (e) {
      await this.cleanUp();
      if (slow.aborted && !this.options.signal.aborted) throw tooSlow(timing.uploadMs);
      throw e;
    }
    return { snapshot, isClean: await this.cleanUp() };
  }

  private async make(api: HetznerApi, signal: AbortSignal): Promise<Snapshot> {
    const { release, sshConfig: config, env, report } = this.options;
    const identity = await this.writeKey();
    const sshTo = (host: string): Ssh =>
      new Ssh({ host, identity, knownHosts: path.join(this.folder, "known_hosts"), config }, env, signal);
    await sshTo(SOME_ADDRESS).check();
    const server = await this.startServer(api);
    const ssh = sshTo(addressOf(server));
    await reachServer(ssh, api.timing, signal);

    report.tell(`writing ${path.basename(this.image.path)} to its disk`);
    await writeDisk(ssh, this.image, imageBytes(release), report);
    await api.act(server.id, "poweroff");
    await api.stateOf(server.id, "off");

    report.tell("making the snapshot");
    const props = { description: releaseText(release), labels: this.labels };
    const snapshot = await api.createSnapshot(server.id, props, this.selector, this.keep("images"), (percent) => report.made(percent));
    return this.publish(api, snapshot.id, signal);
  }

  private async startServer(api: HetznerApi): Promise<HetznerServer> {
    const { release, location = DEFAULT_LOCATION, report } = this.options;
    const { version, architecture } = release;
    const { serverType, systemImage, labels } = this;
    const build = version.toString().replace(/\+/g, "-").slice(0, LONGEST_VERSION);
    const name = `flatcar-image-${build}-${architecture.name}-${this.key.id}`;
    report.tell(`making a temporary server for ${releaseText(release)}: ${serverType} in ${location}`);
    const key = await api.createKey(name, this.key.publicKey, labels, this.selector);
    this.keep("ssh_keys")(key.id);
    const wanted = { name, serverType, location, image: systemImage, key: key.id, labels };
    const server = await api.createServer(wanted, this.selector, this.keep("servers"));

    report.tell(`starting the rescue system of server ${server.id}`);
    await api.act(server.id, "enable_rescue", { type: "linux64", ssh_keys: [key.id] });
    await api.act(server.id, "poweron");
    return server;
  }

  // It gets the labels that pools look for only now that it is whole. Another upload may have been faster, also in between.
  private async publish(api: HetznerApi, id: number, signal: AbortSignal): Promise<Snapshot> {
    const { release } = this.options;
    await refuseExisting(api, release, id);
    const labels = { ...hetznerImageLabels(release.channel, release.version), [HetznerImageLabel.SHA512]: sha512Label(this.image) };
    const snapshot = snapshotOf(await api.relabelImage(id, labels));
    await outlastOthers(api, release, id, signal);
    this.complete = this.made.find(({ kind }) => kind === "images");
    return snapshot;
  }

  private get labels(): { [key: string]: string } {
    return { [TEMPORARY_LABEL]: this.key.id };
  }

  private keep(kind: TemporaryResource["kind"]): (id: number) => void {
    return (id) => void this.made.push({ kind, id });
  }

  private async writeKey(): Promise<string> {
    const file = path.join(this.folder, "id_ed25519");
    await writing(file, async () => {
      await fs.promises.mkdir(this.folder, { recursive: true, mode: 0o700 });
      await fs.promises.writeFile(file, this.key.privateKey, { mode: 0o600, flag: "wx" });
    });
    return file;
  }

  /** Nothing ends it but a time of its own: whoever interrupts an upload wants nothing to be left of it. */
  private async cleanUp(): Promise<boolean> {
    const { report } = this.options;
    report.tell("deleting what was made for the upload");
    try {
      fs.rmSync(this.folder, { recursive: true, force: true });
    } catch (e) {
      report.tell(`the folder ${this.folder} is left, with a key that is of no more use: ${wordsOf(e)}`);
    }
    const api = this.api.until(AbortSignal.timeout(this.api.timing.cleanUpMs), true);
    return removeMade(api, this.key.id, this.made, this.complete, report);
  }
}

function addressOf({ id, ipv4 }: HetznerServer): string {
  if (ipv4 !== undefined) return ipv4;
  throw new FlatcarError({
    code: "ssh-unreachable",
    subject: `address of server ${id}`,
    received: undefined,
    allowed: "an IPv4 address",
    mend: "try again; Hetzner gives one to every server that is made so",
  });
}

function tooSlow(uploadMs: number): FlatcarError {
  return new FlatcarError({
    code: "hetzner-upload-slow",
    subject: "upload",
    received: `more than ${Math.round(uploadMs / 60_000)} minutes`,
    allowed: "an upload that ends in time: what is older is taken for the rest of one that was killed",
    mend: "run it where the line is faster, such as on a server at Hetzner",
  });
}
