import { execFileSync } from "child_process";
import * as fs from "fs";
import * as path from "path";
import { expect, onTestFinished } from "vitest";
import { type HetznerTiming, type UploadOptions, type UploadResult, uploadToHetzner } from "../../../lib/upload/hetzner";
import type { HetznerEmulator } from "../../emulators/hetzner";
import { LABELS, NOTHING, apiOf, folder, leftovers, packedImage, startEmulator, uploadOptions } from "../../upload/hetzner/rig";
import { until } from "../harness";
import { Sshd, type SshdOptions } from "./sshd";

/** Bytes that hardly pack: what is sent takes a while, and can break in the middle. */
export const RAW = noise(3 * 1024 * 1024);
const PACKED = execFileSync("bzip2", ["-1c"], { input: RAW, maxBuffer: 64 * 1024 * 1024 });

/** A project, an image, and a real ssh server in the place of the temporary one: it lets in whom the rescue system would. */
export class Lab {
  public static async start(options: SshdOptions = {}): Promise<Lab> {
    const directory = folder();
    const box = path.join(directory, "box");
    fs.mkdirSync(box);
    const sshd = await Sshd.start(box, options);
    onTestFinished(() => sshd.stop());
    return new Lab(directory, sshd, await startEmulator());
  }

  public readonly image: { path: string; sha512: string; size: number };

  private constructor(
    public readonly directory: string,
    public readonly sshd: Sshd,
    public emulator: HetznerEmulator,
  ) {
    this.image = packedImage(directory, PACKED);
    this.connect();
  }

  /** Another project, empty, with the same server behind it. */
  public async anew(): Promise<void> {
    await this.emulator.stop();
    this.emulator = await startEmulator();
    this.connect();
  }

  public options(more: Partial<UploadOptions> = {}): ReturnType<typeof uploadOptions> {
    const { image, sshd } = this;
    return uploadOptions(this.directory, { image: async () => image, sshConfig: sshd.sshConfig, env: process.env, ...more });
  }

  public async upload(options = this.options(), timing: Partial<HetznerTiming> = {}): Promise<UploadResult> {
    return uploadToHetzner(apiOf(this.emulator, timing), options);
  }

  /** Nothing is left of it: in the project, on this machine, on the server. */
  public async expectNothing(snapshots: readonly unknown[] = []): Promise<void> {
    expect(leftovers(this.emulator, this.directory)).toEqual({ ...NOTHING, snapshots });
    expect(sshRunning(this.directory)).toEqual([]);
    await this.expectIdle();
  }

  /** The snapshot is complete, and nothing is left beside it. */
  public async expectComplete(): Promise<void> {
    await this.expectNothing([{ ...LABELS, "flatcar-sha512": this.image.sha512.slice(0, 63) }]);
  }

  // The other side may need a moment to see that nobody is there any more.
  private async expectIdle(): Promise<void> {
    if (this.sshd.isStopped) return;
    const idle = (): true | undefined => (this.sshd.sessions.length === 0 && this.sshd.temporaryFiles.length === 0) || undefined;
    await until("the sessions have ended", 10, idle).catch(() => {
      expect([this.sshd.sessions, this.sshd.temporaryFiles]).toEqual([[], []]);
    });
  }

  private connect(): void {
    this.emulator.onEvent = ({ rescuedBy }) => this.sshd.letIn(rescuedBy ?? []);
  }
}

/** Processes of this machine that were started with a file of this folder as an argument, but for the server's own. */
function sshRunning(directory: string): string[] {
  return fs
    .readdirSync("/proc")
    .filter((entry) => /^\d+$/.test(entry))
    .flatMap((pid) => {
      try {
        return fs.readFileSync(`/proc/${pid}/cmdline`, "utf8").split("\0").join(" ");
      } catch {
        return [];
      }
    })
    .filter((line) => line.includes(path.join(directory, "keys")));
}

function noise(length: number): Buffer {
  const bytes = Buffer.alloc(length);
  for (let i = 0, x = 1; i < length; i++) {
    x = (Math.imul(x, 1103515245) + 12345) >>> 0;
    bytes[i] = x >>> 16;
  }
  return bytes;
}
