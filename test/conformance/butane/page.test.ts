import { spawnSync } from "child_process";
import { beforeAll, expect, test } from "vitest";
import { Workspace, builtTool, requires } from "../../integration/harness";
import { butaneExamples, writeExampleFiles } from "../../support/butane-page";

requires("tool-butane")("the examples of docs/butane.md", () => {
  const workspace = Workspace.forSuite();
  beforeAll(() => writeExampleFiles(workspace.path("files")));

  test.each(butaneExamples())("line $line: the real butane says what the page says", ({ text, config, reports }) => {
    const options = { input: text, cwd: workspace.path("files"), encoding: "utf8", timeout: 60_000 } as const;
    const { status, stdout, stderr } = spawnSync(builtTool("butane"), ["--raw-errors", "-d", "."], options);
    expect(stderr.replace(/^Error translating config: .*\n/m, "")).toBe(reports);
    expect(status).toBe(/^error /m.test(reports) ? 1 : 0);
    if (config !== undefined) expect(JSON.parse(stdout)).toEqual(JSON.parse(config));
  });
});
