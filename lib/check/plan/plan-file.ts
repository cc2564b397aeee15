import * as fs from "fs";
import { FlatcarError } from "../../errors";
import type { SynthesisedStack } from "../synth/stack";
import { EXTRACT_HEAD, readExtract } from "./extract";
import type { Plan } from "./plan";
import { PlanReader } from "./plan-reader";

/** Bytes read at once: a few elements of a plan, and little enough to stay in a processor's cache. */
const PIECE = 1 << 18;

/**
 * Reads a plan that `terraform show -json PLAN` or `tofu show -json PLAN` printed into a file, or an extract of one, in the time that parsing such a file takes and in memory
 * that does not depend on what is not kept of it.
 *
 * @param name what the file is called in messages
 * @param stack what it should be a plan of
 * @throws FlatcarError `plan-unreadable`, and those of a plan that is none, is not whole or is of something else
 */
export function readPlanFile(file: string, name = file, stack?: SynthesisedStack): Plan {
  const reader = new PlanReader(name, stack);
  const descriptor = reading(name, () => fs.openSync(file, "r"));
  try {
    const piece = Buffer.allocUnsafe(PIECE);
    let isFirst = true;
    for (;;) {
      const length = reading(name, () => fs.readSync(descriptor, piece, 0, PIECE, null));
      if (isFirst && piece.toString("latin1", 0, Math.min(length, EXTRACT_HEAD.length)) === EXTRACT_HEAD) {
        return readExtract(
          reading(name, () => fs.readFileSync(file, "utf8")),
          name,
          stack,
        );
      }
      isFirst = false;
      if (length === 0) return reader.end();
      reader.write(piece.subarray(0, length));
    }
  } finally {
    fs.closeSync(descriptor);
  }
}

function reading<T>(name: string, read: () => T): T {
  try {
    return read();
  } catch (e) {
    throw new FlatcarError({
      code: "plan-unreadable",
      subject: "the plan",
      received: name,
      allowed: "a file that can be read",
      mend: `correct the path, or see to it that you may read the file (${(e as NodeJS.ErrnoException).code ?? "unreadable"})`,
    });
  }
}
