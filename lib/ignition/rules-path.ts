import { isCleanPath } from "./go-path";
import { PROBLEMS, Problem } from "./problems";
import { containsTokenPlaceholder } from "./token-placeholder";

/** The rule of every absolute path: of files, mount points and devices. */
export function checkPath(path: string | undefined): Problem | undefined {
  if (path === undefined || path === "") return PROBLEMS.noPath;
  if (containsTokenPlaceholder(path)) return undefined;
  if (!path.startsWith("/")) return PROBLEMS.relativePath;
  return isCleanPath(path) ? undefined : PROBLEMS.dirtyPath;
}
