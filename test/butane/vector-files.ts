import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";

export const VECTORS = path.join(__dirname, "../vectors/butane");

/** A copy of the vectors' files directory with its links, which some checkouts turn into files. The caller removes it. */
export function copyVectorFiles(): string {
  const copy = fs.mkdtempSync(path.join(os.tmpdir(), "butane-files-"));
  fs.cpSync(path.join(VECTORS, "files"), copy, { recursive: true, verbatimSymlinks: true });
  const links = JSON.parse(fs.readFileSync(path.join(VECTORS, "links.json"), "utf8")) as Record<string, string>;
  for (const [link, target] of Object.entries(links)) {
    fs.rmSync(path.join(copy, link), { force: true });
    fs.symlinkSync(target, path.join(copy, link));
  }
  return copy;
}
