import { Command } from "../../lib/cli/command";
import { COMMANDS } from "../../lib/cli/commands";
import { runCommand } from "../../lib/cli/main";

/** What a test gives a command of the outside; nothing of it is there unless named. */
export interface Outside {
  readonly stdin?: string | Uint8Array;
  /** Whether standard output and standard error are a terminal. */
  readonly isTTY?: boolean;
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  /** What time it is. @default - noon of 2026-08-20, UTC */
  readonly now?: Date;
  /** @default - nobody interrupts */
  readonly signal?: AbortSignal;
  readonly commands?: readonly Command[];
}

/** What came of a command. */
export interface Ran {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the command line in this process. */
export async function run(args: readonly string[], outside: Outside = {}): Promise<Ran> {
  let stdout = "";
  let stderr = "";
  const isTTY = outside.isTTY ?? false;
  const io = {
    readStdin: () => Promise.resolve(Buffer.from(outside.stdin ?? "")),
    stdout: { isTTY, write: (text: string) => void (stdout += text) },
    stderr: { isTTY, write: (text: string) => void (stderr += text) },
    env: outside.env ?? {},
    cwd: outside.cwd ?? "/nowhere",
    now: () => outside.now ?? new Date(Date.UTC(2026, 7, 20, 12)),
    signal: outside.signal ?? new AbortController().signal,
  };
  const code = await runCommand(args, io, outside.commands ?? COMMANDS);
  return { code, stdout, stderr };
}
