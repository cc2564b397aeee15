import * as fs from "fs";
import * as path from "path";
import { expect, test } from "vitest";
import { PROJECT } from "../../support/project";
import { copyProject } from "./project-copy";
import { Workspace } from "./workspace";

test("a copy has what stacks are made of, and nothing that a deployment leaves", () => {
  const workspace = Workspace.forTest();
  copyProject(workspace);
  for (const file of ["main.ts", "flatcar.lock.json", "environments/dev.ts", "stacks/libvirt.ts", "tsconfig.json"]) {
    expect(fs.readFileSync(workspace.path(file)), file).toEqual(fs.readFileSync(path.join(PROJECT, file)));
  }
  expect(fs.realpathSync(workspace.path("node_modules"))).toBe(fs.realpathSync(path.join(PROJECT, "node_modules")));
  for (const left of [".state", "cdktf.out", "dist", ".git"]) expect(fs.existsSync(workspace.path(left)), left).toBe(false);
});

test("a copy is without what is left out", () => {
  const workspace = Workspace.forTest();
  copyProject(workspace, ["flatcar.lock.json"]);
  expect(fs.existsSync(workspace.path("flatcar.lock.json"))).toBe(false);
  expect(fs.existsSync(workspace.path("lib/index.ts"))).toBe(true);
});
