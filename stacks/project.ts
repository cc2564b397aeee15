import * as fs from "fs";
import * as path from "path";

/** The project's folder, whether the code runs from its source or compiled below `dist`. */
export const PROJECT = findProject(__dirname);

function findProject(folder: string): string {
  if (fs.existsSync(path.join(folder, "cdktf.json"))) return folder;
  const above = path.dirname(folder);
  if (above === folder) throw new Error(`no cdktf.json above ${__dirname}`);
  return findProject(above);
}
