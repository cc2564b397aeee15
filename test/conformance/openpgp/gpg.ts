import * as fs from "fs";
import * as path from "path";
import { runFine, run, scratch, type Finished } from "../../support/project";

/** A day, as gpg takes it for now. */
export type Day = `${number}-${string}-${string}`;

/** What gpg says of a signature. */
export interface GpgVerdict {
  /** Whether it ends without an error, and finds good signatures and no other. */
  readonly isGood: boolean;
  /** Fingerprints of the key that signed and of its primary key, where the signature holds. */
  readonly signingFingerprint?: string;
  readonly primaryFingerprint?: string;
  /** The words of its status lines, such as `GOODSIG`. */
  readonly words: readonly string[];
}

const WORDS = /^\[GNUPG:\] (\w+)/gm;
const VALID = /^\[GNUPG:\] VALIDSIG ([0-9A-F]+) .* ([0-9A-F]+)$/m;

/** The real gpg with a home of its own, and with a time of its own. */
export class Gpg {
  private readonly home = scratch();
  private count = 0;

  /** An empty home. Who makes one removes it. */
  constructor() {
    fs.chmodSync(this.home, 0o700);
  }

  /** Stops its agent and removes its home. */
  public remove(): void {
    run("gpgconf", ["--homedir", this.home, "--kill", "all"]);
    fs.rmSync(this.home, { recursive: true, force: true });
  }

  /** Runs it on a day. An end in error is an error, save where only the words count. */
  public on(day: Day, ...args: readonly string[]): string {
    return runFine("gpg", this.arguments(day, args));
  }

  /** Makes a primary key that signs keys alone. Returns its fingerprint. */
  public primary(day: Day, algorithm: string): string {
    this.on(day, "--passphrase", "", "--quick-generate-key", "Build <build@example.com>", algorithm, "cert", "never");
    return this.fingerprints()[0];
  }

  /** Adds a subkey that signs. Returns its fingerprint. */
  public subkey(day: Day, primary: string, algorithm: string, lasting: string): string {
    this.on(day, "--passphrase", "", "--quick-add-key", primary, algorithm, "sign", lasting);
    return this.fingerprints().pop() ?? "";
  }

  /** Answers the questions of `--edit-key` in their order. */
  public edit(day: Day, primary: string, ...answers: readonly string[]): void {
    const file = this.file(`${answers.join("\n")}\n`);
    const words = ["--passphrase", "", "--command-file", file, "--status-fd", "2", "--edit-key", primary];
    this.on(day, "--no-batch", ...words);
  }

  public export(...names: readonly string[]): Uint8Array {
    const file = path.join(this.home, `exported-${this.count++}`);
    this.on("2020-01-01", "--output", file, "--export", ...names);
    return fs.readFileSync(file);
  }

  public import(key: Uint8Array): void {
    this.on("2026-01-01", "--import", this.file(key));
  }

  /** Signs by a subkey, in a way such as `--detach-sign`. */
  public sign(day: Day, key: string, data: Uint8Array | string, ...way: readonly string[]): Uint8Array {
    const output = path.join(this.home, `signed-${this.count++}`);
    this.on(day, "--passphrase", "", "--output", output, "--local-user", `${key}!`, ...way, this.file(data));
    return fs.readFileSync(output);
  }

  /** What it says of a detached signature of data, or of a clear-signed file. */
  public verify(day: Day, signature: Uint8Array | string, data?: Uint8Array | string): GpgVerdict {
    const files = [this.file(signature), ...(data === undefined ? [] : [this.file(data)])];
    const { status, stdout } = this.end(day, "--status-fd", "1", "--verify", ...files);
    const words = [...stdout.matchAll(WORDS)].map(([, word]) => word);
    const [, signingFingerprint, primaryFingerprint] = VALID.exec(stdout) ?? [];
    const judged = words.filter((word) => word.endsWith("SIG") && !["NEWSIG", "VALIDSIG"].includes(word));
    const isGood = status === 0 && signingFingerprint !== undefined && judged.every((word) => ["GOODSIG", "EXPKEYSIG"].includes(word));
    return { isGood, signingFingerprint, primaryFingerprint, words };
  }

  /** The text of a clear-signed file, as it writes it. */
  public text(day: Day, signed: Uint8Array | string): string {
    return this.on(day, "--decrypt", this.file(signed));
  }

  private end(day: Day, ...args: readonly string[]): Finished {
    return run("gpg", this.arguments(day, args));
  }

  private arguments(day: Day, args: readonly string[]): string[] {
    const time = `${day.replaceAll("-", "")}T120000!`;
    const common = ["--homedir", this.home, "--batch", "--yes", "--no-tty", "--pinentry-mode", "loopback", "--trust-model", "always"];
    return [...common, "--no-auto-key-retrieve", "--faked-system-time", time, ...args];
  }

  private fingerprints(): string[] {
    const listed = this.on("2026-01-01", "--with-colons", "--with-subkey-fingerprint", "--list-keys");
    return [...listed.matchAll(/^fpr:+([0-9A-F]{40}):$/gm)].map(([, fingerprint]) => fingerprint);
  }

  private file(contents: Uint8Array | string): string {
    const file = path.join(this.home, `file-${this.count++}`);
    fs.writeFileSync(file, contents);
    return file;
  }
}
