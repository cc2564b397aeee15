import { ExitCode } from "./command";
import type { CommandIo } from "./io";

/** Does work that `io.signal` ends. Where that happened, it is told in a word, whatever the work made of it. */
export async function interruptible(io: CommandIo, work: () => Promise<number>): Promise<number> {
  try {
    return await work();
  } catch (e) {
    if (!io.signal.aborted) throw e;
    io.stderr.write("interrupted\n");
    return ExitCode.INTERRUPTED;
  }
}
