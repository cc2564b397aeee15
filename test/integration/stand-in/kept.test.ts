import { execFileSync } from "child_process";
import * as fs from "fs";
import * as path from "path";
import { pathToFileURL } from "url";
import { expect, test } from "vitest";
import { Workspace } from "../harness";

const MODULE = pathToFileURL(path.join(__dirname, "build/kept.mjs")).href;

function keep(file: string, folder: string): void {
  const program = `import { keep } from ${JSON.stringify(MODULE)}; keep(...process.argv.slice(1));`;
  execFileSync(process.execPath, ["--input-type=module", "--eval", program, file, folder]);
}

test("a file that is kept once more leaves nothing beside it, also where it is the one that was kept", () => {
  const workspace = Workspace.forTest();
  const kept = workspace.mkdir("kept");
  keep(workspace.write("new/a.deb", "a package"), kept);
  // A build takes what is kept as a link to it.
  workspace.mkdir("again");
  fs.linkSync(path.join(kept, "a.deb"), workspace.path("again/a.deb"));
  keep(workspace.path("again/a.deb"), kept);
  expect(fs.readdirSync(kept)).toEqual(["a.deb"]);
});

test("a file that is not whole is replaced", () => {
  const workspace = Workspace.forTest();
  const kept = workspace.mkdir("kept");
  workspace.write("kept/a.deb", "a pack");
  keep(workspace.write("new/a.deb", "a package"), kept);
  expect(fs.readdirSync(kept)).toEqual(["a.deb"]);
  expect(fs.readFileSync(path.join(kept, "a.deb"), "utf8")).toBe("a package");
});
