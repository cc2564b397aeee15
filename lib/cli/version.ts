import * as fs from "fs";
import * as path from "path";

/** The version of this package. */
export function packageVersion(): string {
  // The compiled file lies one folder deeper than the source.
  for (let folder = __dirname; path.dirname(folder) !== folder; folder = path.dirname(folder)) {
    const file = path.join(folder, "package.json");
    if (!fs.existsSync(file)) continue;
    return (JSON.parse(fs.readFileSync(file, "utf8")) as { version: string }).version;
  }
  return "unknown";
}
