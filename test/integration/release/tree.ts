import { createHash } from "node:crypto";
import * as fs from "node:fs";
import * as path from "node:path";

/** What is at a path: the hash of a file with its permissions, where a link leads, or that it is a folder. */
export type Tree = Readonly<Record<string, string>>;

/** All that is below a folder, by relative path. Two trees are equal where everything is, byte for byte. */
export function treeOf(folder: string): Tree {
  const tree: Record<string, string> = {};
  const walk = (at: string): void => {
    for (const name of fs.readdirSync(path.join(folder, at)).sort()) {
      const relative = path.join(at, name);
      const file = path.join(folder, relative);
      const stat = fs.lstatSync(file);
      if (stat.isDirectory()) {
        tree[relative] = "folder";
        walk(relative);
      } else if (stat.isSymbolicLink()) tree[relative] = `link to ${fs.readlinkSync(file)}`;
      else tree[relative] = `${(stat.mode & 0o777).toString(8)} ${sha512Of(file)}`;
    }
  };
  if (fs.existsSync(folder)) walk("");
  return tree;
}

/** The files of a tree. */
export function filesOf(tree: Tree): string[] {
  return Object.keys(tree).filter((name) => tree[name] !== "folder");
}

export function sha512Of(file: string): string {
  return createHash("sha512").update(fs.readFileSync(file)).digest("hex");
}
