/** Files that are kept for a later build. */
import { copyFileSync, existsSync, linkSync, renameSync, statSync } from "node:fs";
import { basename, join } from "node:path";

/** Keeps a file in a folder, where it appears whole, also to a build beside this one. One of that name and size is as good. */
export function keep(file, folder) {
  const own = join(folder, basename(file));
  if (existsSync(own) && statSync(own).size === statSync(file).size) return;
  const temporary = `${own}.${process.pid}.tmp`;
  place(file, temporary);
  renameSync(temporary, own);
}

/** Puts a file at another place too, without a copy where there need be none. */
export function place(from, to) {
  try {
    linkSync(from, to);
  } catch {
    copyFileSync(from, to);
  }
}
