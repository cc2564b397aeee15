import { execFileSync } from "child_process";
import * as path from "path";

/**
 * The path of a program of `test/tools`, for what runs compiled and in the project's folder.
 *
 * @throws Error where it has not been built
 */
export function toolOf(project: string, name: string): string {
  const { tools } = builtTools(project);
  if (tools[name]?.built !== true) throw new Error(`${name} has not been built: run node test/tools/build.mjs`);
  return tools[name].path;
}

/** The filesystem mirror of Terraform's providers, for what runs compiled and in the project's folder. */
export function mirrorOf(project: string): string {
  return builtTools(project).mirror;
}

function builtTools(project: string): BuiltTools {
  const args = [path.join(project, "test", "tools", "build.mjs"), "--paths"];
  return JSON.parse(execFileSync(process.execPath, args, { encoding: "utf8" })) as BuiltTools;
}

interface BuiltTools {
  readonly mirror: string;
  readonly tools: Readonly<Record<string, { readonly path: string; readonly built: boolean } | undefined>>;
}
