import * as fs from "fs";
import * as os from "os";
import * as path from "path";
import * as vm from "vm";
import { Construct, RootConstruct } from "constructs";
import { afterEach, expect, test } from "vitest";
import { ManifestSource } from "../../lib/pool/manifest";
import { sourceLocation } from "../../lib/pool/source-location";

class Located extends Construct {
  public readonly source = sourceLocation(this);
}

class Subclass extends Located {}

const folders: string[] = [];

afterEach(() => {
  for (const folder of folders.splice(0)) fs.rmSync(folder, { recursive: true, force: true });
});

// A construct made by a script of that file name, on its third line.
function calledFrom(fileName: string): ManifestSource | undefined {
  class Called extends Construct {
    public readonly source = sourceLocation(this);
  }
  const make = vm.runInThisContext("\n\n(Called, root) => new Called(root, 'x')", { filename: fileName }) as (
    made: typeof Called,
    root: Construct,
  ) => Called;
  return make(Called, new RootConstruct()).source;
}

function project(...marker: string[]): string {
  const folder = fs.mkdtempSync(path.join(fs.realpathSync(os.tmpdir()), "flatcar source (1) "));
  folders.push(folder);
  for (const file of marker) {
    fs.mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
    fs.writeFileSync(path.join(folder, file), "{}");
  }
  return folder;
}

test("the line is the one that made the construct, relative to the project, with forward slashes", () => {
  const located = new Located(new RootConstruct(), "x");
  const line = Number(/source-location\.test\.ts:(\d+)/.exec(new Error().stack ?? "")?.[1]) - 1;
  expect(located.source).toEqual({ file: "test/pool/source-location.test.ts", line });
});

test("of a subclass it is the line that made the subclass, not its super call", () => {
  const make = () => new Subclass(new RootConstruct(), "x");
  const line = Number(/source-location\.test\.ts:(\d+)/.exec(new Error().stack ?? "")?.[1]) - 1;
  expect(make().source).toEqual({ file: "test/pool/source-location.test.ts", line });
});

test("it is absent where the app's stack traces are off", () => {
  const root = new RootConstruct();
  root.node.setContext("@cdktf/disable_stack_trace_in_metadata", true);
  expect(new Located(root, "x").source).toBeUndefined();
});

test.each(["cdktf.json", "package.json"])("the project is the nearest folder with a %s", (marker) => {
  const folder = project(marker, `inner/${marker}`);
  expect(calledFrom(path.join(folder, "a/b/main.js"))).toEqual({ file: "a/b/main.js", line: 3 });
  expect(calledFrom(path.join(folder, "inner/main.js"))).toEqual({ file: "main.js", line: 3 });
});

test("a file is found by its URL too, as modules have it", () => {
  const folder = project("package.json");
  const url = `file://${encodeURI(path.join(folder, "src", "main.mjs"))}`;
  expect(calledFrom(url)).toEqual({ file: "src/main.mjs", line: 3 });
});

test("a file in no project has no place", () => {
  expect(calledFrom("/no/such/project/main.js")).toBeUndefined();
});

test("evaluated code has no place of its own, and its caller counts", () => {
  const make = new Function("Located", "root", "return new Located(root, 'x')") as (located: typeof Located, root: Construct) => Located;
  expect(make(Located, new RootConstruct()).source?.file).toBe("test/pool/source-location.test.ts");
});

test("code in node_modules is passed over for the caller's own", () => {
  const folder = project("package.json");
  const source = calledFrom(path.join(folder, "node_modules/some-app/main.js"));
  expect(source?.file).toBe("test/pool/source-location.test.ts");
});
