import * as fs from "fs";
import * as path from "path";
import { PROJECT } from "../../support/project";
import type { Workspace } from "./workspace";

const SOURCES = ["cdktf.json", "environments", "flatcar.lock.json", "lib", "main.ts", "package.json", "scripts", "stacks"];

/**
 * Copies what of the project stacks are made of, with the checkout's dependencies, so that no state and no synthesised stack lands in the checkout.
 *
 * @param without sources that are left out. @default - none
 */
export function copyProject(workspace: Workspace, without: readonly string[] = []): void {
  const configs = fs.readdirSync(PROJECT).filter((file) => /^tsconfig.*\.json$/.test(file));
  for (const source of [...SOURCES, ...configs].filter((name) => !without.includes(name))) {
    fs.cpSync(path.join(PROJECT, source), workspace.path(source), { recursive: true });
  }
  fs.symlinkSync(path.join(PROJECT, "node_modules"), workspace.path("node_modules"));
}
