import * as fs from "node:fs";
import { Readable } from "node:stream";
import { FlatcarError } from "../../errors";
import { reading } from "../../release/cache/disk-error";
import { pause } from "../../release/transport/attempts";
import { DiskImage, diskScript, readDiskReport, shellCommand } from "./disk-script";
import { UploadReport } from "./report";
import { SSH_FAILED, Ssh, SshResult, lastLine } from "./ssh";
import { HetznerTiming } from "./timing";

/** A file that is packed with bzip2, and what has been verified of it. */
export interface PackedImage {
  /** Absolute path. */
  readonly path: string;
  /** SHA-512, 128 lower-case hexadecimal digits. */
  readonly sha512: string;
  /** Bytes. */
  readonly size: number;
}

/**
 * Waits until a server that boots lets us in.
 *
 * @throws FlatcarError `ssh-unreachable`
 */
export async function reachServer(ssh: Ssh, { sshMs, sshPauseMs }: HetznerTiming, signal: AbortSignal): Promise<void> {
  const over = AbortSignal.timeout(sshMs);
  for (;;) {
    const result = await ssh.run("true");
    if (result.code === 0) return;
    if (over.aborted) {
      throw new FlatcarError({
        code: "ssh-unreachable",
        subject: "temporary server",
        received: lastWords(result),
        allowed: `a server that answers to ssh within ${Math.round(sshMs / 1000)} s`,
        mend: "see to it that port 22 of the server can be reached from here; --ssh-config names settings such as a jump host",
      });
    }
    await pause(sshPauseMs, signal);
  }
}

/**
 * Writes an image to the disk of a server that runs the rescue system, and makes sure that it arrived whole.
 *
 * @param diskBytes that the disk has to have at least
 * @throws FlatcarError `disk-not-written`
 */
export async function writeDisk(ssh: Ssh, image: PackedImage, diskBytes: number, report: UploadReport): Promise<void> {
  const { path, sha512, size } = image;
  const input = Readable.from(
    pieces(path, (done) => report.sent(done, size)),
    { objectMode: false },
  );
  const result = await ssh.run(shellCommand(diskScript({ sha512, size, diskBytes })), input);
  const written = readDiskReport(result.stdout);
  if (result.code === 0 && written.failure === undefined && isImage(written, image)) return;
  const isLost = result.code === SSH_FAILED || result.code === undefined;
  throw new FlatcarError({
    code: "disk-not-written",
    subject: "disk of the temporary server",
    received: written.failure || (isLost ? `a connection that broke: ${lastWords(result)}` : lastWords(result)),
    allowed: `the image of ${size} bytes with the SHA-512 ${sha512}, written whole`,
    mend: isLost ? "try again" : "try again; where it fails again, see whether the file in the cache is whole: cdktf-flatcar image fetch",
    path,
  });
}

/** Bytes that are read at once. */
const PIECE = 1024 * 1024;

async function* pieces(path: string, told: (done: number) => void): AsyncGenerator<Buffer> {
  const file = await reading(path, async () => fs.promises.open(path));
  try {
    for (let done = 0; ;) {
      const { bytesRead, buffer } = await reading(path, async () => file.read(Buffer.allocUnsafe(PIECE), 0, PIECE));
      if (bytesRead === 0) return;
      done += bytesRead;
      yield buffer.subarray(0, bytesRead);
      told(done);
    }
  } finally {
    await file.close();
  }
}

function isImage(written: ReturnType<typeof readDiskReport>, { sha512, size }: Pick<DiskImage, "sha512" | "size">): boolean {
  return written.sha512 === sha512 && written.packed === size && (written.written ?? 0) > 0;
}

function lastWords({ stderr, code }: SshResult): string {
  return lastLine(stderr) || (code === undefined ? "ssh was ended by a signal" : `ssh ended with ${code} and no word`);
}
