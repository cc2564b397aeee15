import * as fs from "fs";
import * as path from "path";
import { beforeAll, expect, test } from "vitest";
import { Workspace, builtTool, exec, requires } from "../integration/harness";
import { PROJECT } from "../support/project";

requires("tool-ignition-validate")("machine configs", () => {
  const workspace = Workspace.forSuite();
  const folder = process.env.FLATCAR_EMITTED_CONFIGS ?? workspace.path("configs");

  beforeAll(async () => {
    fs.mkdirSync(folder, { recursive: true });
    // The app's own, by a run of its own: the compiled app knows nothing of tests.
    await exec(process.execPath, ["scripts/synth.mjs"], { cwd: PROJECT, env: { CDKTF_OUTDIR: workspace.path("out") } });
    for (const stack of fs.readdirSync(path.join(workspace.path("out"), "stacks"))) {
      const { locals, resource } = JSON.parse(fs.readFileSync(path.join(workspace.path("out"), "stacks", stack, "cdk.tf.json"), "utf8"));
      const values = [
        ...Object.values<unknown>(locals ?? {}),
        ...Object.values<object>(resource).flatMap((kind) => Object.values(kind).flatMap(Object.values)),
      ];
      const texts = values.filter((value): value is string => typeof value === "string" && value.startsWith('{"ignition":'));
      expect(texts.length, stack).toBeGreaterThan(0);
      texts.forEach((text, i) =>
        fs.writeFileSync(path.join(folder, `${stack}-${i}.ign`), text.replace(/\$\{jsonencode\([^)]*\)\}/g, '"ssh-ed25519 AAAA"')),
      );
    }
  });

  test("of every test and example pass the real ignition-validate without an error", async () => {
    const files = fs.readdirSync(folder).filter((file) => file.endsWith(".ign"));
    expect(files.length).toBeGreaterThan(5);
    const refused: string[] = [];
    for (const file of files) {
      const { exitCode, stdout, stderr } = await exec(builtTool("ignition-validate"), [path.join(folder, file)], {
        allowedExitCodes: [0, 1],
      });
      if (exitCode !== 0) refused.push(`${file}: ${stdout}${stderr}`);
    }
    expect(refused).toEqual([]);
  });
});
