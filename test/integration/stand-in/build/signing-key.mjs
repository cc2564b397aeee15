/** A key of the image's own: flatcar-install has its public half, and nobody keeps the other. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { run } from "./run.mjs";

export class SigningKey {
  constructor() {
    // Short: a Unix socket's path has room for 107 bytes.
    this.home = mkdtempSync(join(tmpdir(), "flatcar-key-"));
    this.gpg("--passphrase", "", "--quick-generate-key", "Stand-in for Flatcar (tests)", "ed25519", "sign", "never");
  }

  /** Writes what gpgv takes for a keyring. */
  exportTo(file) {
    this.gpg("--output", file, "--export");
  }

  /** Writes a detached signature. */
  sign(file, target) {
    this.gpg("--output", target, "--detach-sign", file);
  }

  /** Forgets the key, and ends the agent that gpg has started. */
  end() {
    run("gpgconf", ["--homedir", this.home, "--kill", "all"]);
    rmSync(this.home, { recursive: true, force: true });
  }

  gpg(...args) {
    run("gpg", ["--homedir", this.home, "--batch", "--quiet", "--pinentry-mode", "loopback", ...args]);
  }
}
