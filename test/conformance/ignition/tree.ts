import { createHash } from "crypto";
import * as fs from "fs";
import * as path from "path";

/** What is below a root: each path with type, mode, owners, and contents or target. Hard links name the first path they share a file with. */
export function treeOf(root: string): Readonly<Record<string, string>> {
  const tree: Record<string, string> = {};
  const firstOf = new Map<number, string>();
  const walk = (directory: string): void => {
    for (const name of fs.readdirSync(path.join(root, directory)).sort()) {
      const at = path.join(directory, name);
      const stat = fs.lstatSync(path.join(root, at));
      const owners = `${stat.uid}:${stat.gid}`;
      if (stat.isSymbolicLink()) tree[at] = `link ${owners} ${fs.readlinkSync(path.join(root, at))}`;
      else if (stat.isDirectory()) {
        tree[at] = `directory ${mode(stat)} ${owners}`;
        walk(at);
      } else {
        const first = firstOf.get(stat.ino) ?? at;
        firstOf.set(stat.ino, first);
        const bytes = fs.readFileSync(path.join(root, at));
        tree[at] = `file ${mode(stat)} ${owners} ${bytes.length} ${createHash("sha256").update(bytes).digest("hex")} ${first}`;
      }
    }
  };
  walk("/");
  return tree;
}

function mode(stat: fs.Stats): string {
  return (stat.mode & 0o7777).toString(8).padStart(4, "0");
}
