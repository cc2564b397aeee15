import { spawnSync } from "child_process";
import * as fs from "fs";
import * as path from "path";
import { beforeAll, expect, test } from "vitest";
import { bin } from "../../../package.json";
import { Workspace, builtTool, requires } from "../../integration/harness";
import { PROJECT, build } from "../../support/project";

// Our command line beside the real one's, as programs: the same arguments, the same input, the same end.

const GOOD = "variant: flatcar\nversion: 1.1.0\nstorage:\n  files:\n    - path: /a\n      contents: {inline: '<a> & é'}\n";
const FILES: { readonly [name: string]: string } = {
  "good.bu": GOOD,
  "warning.bu": `${GOOD}extra: 1\n`,
  "error.bu": `${GOOD}    - path: relative\n`,
  "two.bu": "variant: flatcar\nversion: 1.1.0\nstorage: {files: [{path: a}, {path: b, mode: 9999}]}\n",
  "local.bu":
    "variant: flatcar\nversion: 1.1.0\nstorage:\n  files:\n    - path: /a\n      contents: {local: sub/a.txt}\n  trees:\n    - local: sub\n",
  "yaml.bu": "variant: flatcar\nversion: 1.1.0\nsystemd: {units: yes}\n",
  "variant.bu": "variant: fcos2\nversion: 1.1.0\n",
  "empty.bu": "",
  "files/sub/a.txt": "text\n",
};

/** The arguments, and what comes on standard input. */
const CASES: readonly (readonly [args: readonly string[], stdin?: string])[] = [
  [["good.bu"]],
  [[], GOOD],
  [[], FILES["warning.bu"]],
  [[""], GOOD],
  [["--pretty", "good.bu"]],
  [["-p", "-s", "good.bu"]],
  [["-ps", "warning.bu"]],
  [["warning.bu", "--strict"]],
  [["--strict=false", "warning.bu"]],
  [["--", "warning.bu"]],
  [["-c", "warning.bu"]],
  [["-cs", "warning.bu"]],
  [["error.bu"]],
  [["--raw-errors", "error.bu"]],
  [["--color=always", "error.bu"]],
  [["--color", "error.bu"]],
  [["--colour=yes", "warning.bu"]],
  [["--color=never", "warning.bu"]],
  [["two.bu"]],
  [["yaml.bu"]],
  [["variant.bu"]],
  [["empty.bu"]],
  [["local.bu"]],
  [["-d", "files", "local.bu"]],
  [["-dfiles", "local.bu"]],
  [["-d=files", "local.bu"]],
  [["--files-dir=files/", "-p", "local.bu"]],
  [["--files-dir", "./files", "local.bu"]],
  [["-d", "files/sub", "local.bu"]],
  [["-d", "files/../files/sub", "--raw-errors", "local.bu"]],
  [["-d", "none", "local.bu"]],
  [["-d", "", "local.bu"]],
  [["-r", "good.bu"]],
  [["-o", "out.ign", "good.bu"]],
  [["-o", "out.ign", "warning.bu", "-s"]],
  [["-o", "none/out.ign", "good.bu"]],
  [["-o", "files", "good.bu"]],
  [["none.bu"]],
  [["files"]],
  [["good.bu/x"]],
];

requires("tool-butane")("cdktf-flatcar butane", () => {
  const workspace = Workspace.forSuite();
  const ours = path.join(PROJECT, bin["cdktf-flatcar"]);
  beforeAll(build, 120_000);

  function ran(name: string, program: readonly string[], args: readonly string[], stdin: string) {
    const cwd = workspace.path(name);
    fs.rmSync(cwd, { recursive: true, force: true });
    for (const [file, text] of Object.entries(FILES)) {
      fs.mkdirSync(path.dirname(path.join(cwd, file)), { recursive: true });
      fs.writeFileSync(path.join(cwd, file), text);
    }
    const [command, ...before] = program;
    const { status, stdout, stderr } = spawnSync(command, [...before, ...args], { cwd, input: stdin, encoding: "utf8", timeout: 60_000 });
    const written = path.join(cwd, "out.ign");
    return { status, stdout, stderr, written: fs.existsSync(written) ? fs.readFileSync(written, "utf8") : undefined };
  }

  test.each(CASES.map(([args, stdin = ""]) => ({ args, stdin })))("$args: the same exit code, streams and file", ({ args, stdin }) => {
    const real = ran("real", [builtTool("butane")], args, stdin);
    expect(ran("ours", [process.execPath, ours, "butane"], args, stdin)).toEqual(real);
  });

  test.each([[["good.bu", "good.bu"]], [["--unknown", "good.bu"]], [["-x"]], [["-d"]], [["--strict=maybe", "good.bu"]]])(
    "%j is wrong usage for both, each in its words",
    (args) => {
      const real = ran("real", [builtTool("butane")], args, "");
      const own = ran("ours", [process.execPath, ours, "butane"], args, "");
      expect([own.status, own.stdout]).toEqual([real.status, real.stdout]);
      expect([real.status, own.stderr === ""]).toEqual([2, false]);
    },
  );
});
