/** Where a command's words go. */
export interface CommandOutput {
  /** Whether a person sees it at once, so that colours are wanted. */
  readonly isTTY: boolean;
  /** How wide it is; undefined where it is no terminal, or one that does not say. */
  readonly columns?: number;
  write(text: string): void;
}

/** All that a command has of the outside, beside files: the process's own, or a test's. */
export interface CommandIo {
  /** All of standard input. */
  readStdin(): Promise<Uint8Array>;
  readonly stdout: CommandOutput;
  readonly stderr: CommandOutput;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** What relative names of files are relative to. */
  readonly cwd: string;
  /** What time it is. */
  now(): Date;
  /**
   * Aborted when somebody wants the command to end: by Ctrl-C, by a termination signal, or by closing the terminal. A second one ends the process at once.
   * Whoever reads this takes it upon himself to end soon after it.
   */
  readonly signal: AbortSignal;
}

/** The values of an option `--color`. */
export const COLOUR_CHOICES = ["auto", "always", "never"] as const;

/**
 * Whether an output is to have colours. Unless somebody says otherwise a terminal has, where `NO_COLOR` is not set.
 *
 * @see https://no-color.org
 */
export function wantsColour(io: CommandIo, output: CommandOutput, choice = "auto"): boolean {
  if (choice !== "auto") return choice === "always";
  return output.isTTY && io.env.NO_COLOR === undefined;
}

/** Standard input, standard output and the rest of this process. */
export function processIo(): CommandIo {
  let signal: AbortSignal | undefined;
  return {
    readStdin: async () => {
      const chunks: Uint8Array[] = [];
      for await (const chunk of process.stdin) chunks.push(chunk as Uint8Array);
      return Buffer.concat(chunks);
    },
    stdout: outputOf(process.stdout),
    stderr: outputOf(process.stderr),
    env: process.env,
    cwd: process.cwd(),
    now: () => new Date(),
    // Only a command that asks for it tidies up; all others end at once, as programs do.
    get signal() {
      return (signal ??= interruption());
    },
  };
}

/**
 * Milliseconds in which a signal that comes again is still the first one: the terminal sends Ctrl-C to npx and to its program, and npx passes its own on.
 *
 * @see https://github.com/npm/run-script/blob/main/lib/signal-manager.js
 */
const ECHO_MS = 1_000;

function interruption(): AbortSignal {
  const controller = new AbortController();
  for (const name of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    const interrupt = (): void => {
      controller.abort(name);
      // Whoever presses Ctrl-C again later does not want to wait for the tidying up.
      setTimeout(() => process.removeListener(name, interrupt), ECHO_MS).unref();
    };
    process.on(name, interrupt);
  }
  return controller.signal;
}

function outputOf(stream: NodeJS.WriteStream): CommandOutput {
  // A reader that has seen enough, such as `head`, is no failure of ours. What else goes wrong, a full disk for one, is.
  stream.on("error", (e: NodeJS.ErrnoException) => {
    if (e.code === "EPIPE") return;
    process.exitCode = 1;
    if (stream !== process.stderr) process.stderr.write(`cdktf-flatcar: the output cannot be written (${e.code ?? e.message})\n`);
  });
  return {
    isTTY: stream.isTTY === true,
    // Asked for anew each time: people make windows wider.
    get columns() {
      return stream.columns;
    },
    write: (text) => void stream.write(text),
  };
}
