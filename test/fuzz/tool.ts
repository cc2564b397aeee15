import { execFileSync } from "child_process";
import * as path from "path";

/**
 * The path of a program of `test/tools`, for what runs compiled and in the project's folder.
 *
 * @throws Error where it has not been built
 */
export function toolOf(project: string, name: string): string {
  const args = [path.join(project, "test", "tools", "build.mjs"), "--paths"];
  const { tools } = JSON.parse(execFileSync(process.execPath, args, { encoding: "utf8" })) as BuiltTools;
  if (tools[name]?.built !== true) throw new Error(`${name} has not been built: run node test/tools/build.mjs`);
  return tools[name].path;
}

interface BuiltTools {
  readonly tools: Readonly<Record<string, { readonly path: string; readonly built: boolean } | undefined>>;
}
