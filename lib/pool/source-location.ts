import * as fs from "fs";
import * as path from "path";
import { fileURLToPath } from "url";
import { IConstruct } from "constructs";
import type { ManifestSource } from "./manifest";

// The context key that `App({ stackTraces: false })` sets, in cdktf and in cdktn.
const DISABLED = "@cdktf/disable_stack_trace_in_metadata";

// `at f (FILE:1:2)` or `at FILE:1:2`, where FILE is an absolute path or a URL. Evaluated code has no file.
const FRAME = /^\s+at (?!.*\(eval at )(?:async )?(?:.*? \()?((?:file:\/\/|\/|[A-Za-z]:[\\/]).*):(\d+):\d+\)?$/;

/** The calls that led somewhere. The text is made when it is first asked for, which costs far more than taking the calls down. */
export interface CallTrace {
  readonly stack?: string;
}

/** Takes down who called `below`, which itself and all that it called is left out. */
export function traceAbove(below: ((...args: never[]) => unknown) | (abstract new (...args: never[]) => unknown)): CallTrace {
  const trace: CallTrace = {};
  Error.captureStackTrace(trace, below as () => void);
  return trace;
}

/**
 * The line of the user's source that made a construct, relative to the user's project, when stack traces are on (`App`'s default).
 *
 * The project is the nearest folder above the file with a `cdktf.json` or a `package.json`: neither the working directory nor the
 * machine decides. Code under `node_modules` is passed over: the line wanted is one that the user can edit.
 */
export function sourceLocation(construct: IConstruct): ManifestSource | undefined {
  return tracesAreOn(construct) ? lineOf(traceAbove(construct.constructor as () => void)) : undefined;
}

/** Whether the app of a construct wants to know lines of source. */
export function tracesAreOn(construct: IConstruct): boolean {
  return !construct.node.tryGetContext(DISABLED);
}

/** The nearest line of the user's source in a trace, as {@link sourceLocation} gives it. */
export function lineOf(trace: CallTrace): ManifestSource | undefined {
  for (const line of (trace.stack ?? "").split("\n")) {
    const match = FRAME.exec(line);
    if (match === null) continue;
    const file = match[1].startsWith("file:") ? fileURLToPath(match[1]) : match[1];
    const row = match[2];
    if (/[\\/]node_modules[\\/]/.test(file)) continue;
    const relative = inProject(file);
    return relative === undefined ? undefined : { file: relative, line: Number(row) };
  }
  return undefined;
}

/** A file's name relative to its project, with forward slashes; undefined for a file in no project. */
export function inProject(file: string): string | undefined {
  const root = projectOf(path.dirname(file));
  return root === undefined ? undefined : path.relative(root, file).split(path.sep).join("/");
}

function projectOf(folder: string): string | undefined {
  for (let at = folder; ; at = path.dirname(at)) {
    if (fs.existsSync(path.join(at, "cdktf.json")) || fs.existsSync(path.join(at, "package.json"))) return at;
    if (path.dirname(at) === at) return undefined;
  }
}
