import { createHash } from "node:crypto";
import type { Finding } from "./report";

/**
 * By what findings are known again in another run, on another machine, after lines have moved: rule, stack, pool, and the machines that it is about. Numbers
 * of a message may change, and the finding is the same.
 */
export class Fingerprints {
  private readonly counts = new Map<string, number>();

  /** The fingerprint of a finding; of several that are alike each has its number, in the order in which they are asked for. */
  public of({ rule, stack, pool, subjects }: Finding): string {
    const hash = createHash("sha256")
      .update(JSON.stringify([rule, stack, pool ?? null, subjects]), "utf8")
      .digest("hex")
      .slice(0, 32);
    const count = (this.counts.get(hash) ?? 0) + 1;
    this.counts.set(hash, count);
    return `${hash}:${count}`;
  }
}
