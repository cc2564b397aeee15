import * as fs from "fs";
import * as path from "path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Answer } from "../../fuzz/answer";
import { type FuzzCase } from "../../fuzz/cases";
import { Oracle } from "../../fuzz/oracle";
import { Workspace, builtTool, exec, requires } from "../../integration/harness";
import { PROJECT } from "../../support/project";

// What the fuzzer is told by is held here against what the released programs said, once, to the same configs.

const VECTORS = path.join(PROJECT, "test", "vectors");

interface ButaneVector {
  readonly name: string;
  readonly args: readonly string[];
  readonly exit: number;
  readonly stdout: string | null;
  readonly stderr_raw: string | null;
  readonly stderr_unordered?: boolean;
}

interface IgnitionVector {
  readonly name: string;
  readonly input: string;
  readonly exit: number;
  readonly stdout: string | null;
  readonly stderr: string | null;
}

function manifest<T>(folder: string): T[] {
  return JSON.parse(fs.readFileSync(path.join(VECTORS, folder, "manifest.json"), "utf8")) as T[];
}

function textOf(folder: string, file: string | null): string {
  return file === null ? "" : fs.readFileSync(path.join(VECTORS, folder, file), "utf8");
}

function lines(text: string, unordered = false): string[] {
  const all = text.split("\n");
  return unordered ? all.sort() : all;
}

requires("tool-butane-oracle", "tool-butane")("the oracle", () => {
  let oracle: Oracle;
  const files = path.join(VECTORS, "butane", "files");

  beforeAll(() => (oracle = new Oracle(builtTool("butane-oracle"), files)));
  afterAll(async () => oracle.close());

  async function ask(one: Partial<FuzzCase> & { readonly text: Uint8Array }): Promise<Answer> {
    return (await oracle.ask([{ kind: "butane", files: false, pretty: false, ...one }]))[0];
  }

  test("says of every Butane vector what butane said", async () => {
    const vectors = manifest<ButaneVector>("butane");
    expect(vectors.length).toBeGreaterThan(90);
    for (const { name, args, exit, stdout, stderr_raw, stderr_unordered } of vectors) {
      const has = (...names: string[]): boolean => args.some((arg) => names.includes(arg));
      const text = fs.readFileSync(path.join(VECTORS, "butane", `${name}.yaml`));
      const answer = await ask({ text, files: has("-d", "--files-dir"), pretty: has("-p", "--pretty") });
      const strict = has("-s", "--strict") && answer.ok && answer.reports.length > 0;
      const error = strict
        ? "Config produced warnings and --strict was specified\n"
        : answer.ok
          ? ""
          : `Error translating config: ${answer.error}\n`;
      expect({ name, exit: answer.ok && !strict ? 0 : 1 }).toEqual({ name, exit });
      expect(lines(answer.raw + error, stderr_unordered), name).toEqual(lines(textOf("butane", stderr_raw), stderr_unordered));
      if (stdout !== null && !has("-c", "--check")) expect(`${answer.json}\n`, name).toBe(textOf("butane", stdout));
    }
  });

  test("says of every Ignition vector what ignition-validate said", async () => {
    const embedded = /\.(Node|[A-Za-z]+Embedded1)(?=\.[^ ]* of type )/g;
    for (const { name, input, exit, stdout, stderr } of manifest<IgnitionVector>("ignition/validate")) {
      const answer = await ask({ kind: "ignition", text: fs.readFileSync(path.join(VECTORS, "ignition/validate", input)) });
      const fatal = answer.reports.some(({ kind }) => kind === "error");
      const error = answer.error !== undefined && !fatal ? `couldn't parse config: ${answer.error}\n` : "";
      expect({ name, exit: answer.ok ? 0 : 1, stdout: answer.raw.replace(embedded, ""), stderr: error }).toEqual({
        name,
        exit,
        stdout: textOf("ignition/validate", stdout),
        stderr: textOf("ignition/validate", stderr),
      });
    }
  });

  test("reads what is no UTF-8, and answers many at once in their order", async () => {
    const texts = Array.from({ length: 333 }, (_, i) => Buffer.from(`variant: flatcar\nversion: 1.1.${i}\n`));
    const answers = await oracle.ask(texts.map((text) => ({ kind: "butane", text, files: false, pretty: false })));
    answers.slice(1).forEach(({ error }, i) => expect(error).toBe(`No translator exists for variant flatcar with version 1.1.${i + 1}`));
    expect((await ask({ text: Uint8Array.of(0x61, 0xff) })).error).toContain("yaml: invalid leading UTF-8 octet");
  });

  test("has every entry of a report in words and in parts", async () => {
    const { reports, raw } = await ask({ text: Buffer.from("variant: flatcar\nversion: 1.1.0\nx: 1\n") });
    expect(reports).toEqual([{ kind: "warning", path: "$.x", line: 3, column: 1, message: "unused key x" }]);
    expect(raw).toBe("warning at $.x, line 3 col 1: unused key x\n");
  });

  test("outlives a process that ends before it has answered", async () => {
    const scratch = Workspace.forTest();
    const flag = scratch.path("ended-once");
    const program = scratch.path("oracle");
    // Ends at its first line, the first time; then it is the real one.
    fs.writeFileSync(
      program,
      `#!/bin/sh\n[ -e ${flag} ] || { touch ${flag}; read -r line; exit 3; }\nexec ${builtTool("butane-oracle")}\n`,
      {
        mode: 0o755,
      },
    );
    const mortal = new Oracle(program, files);
    const one: FuzzCase = { kind: "butane", text: Buffer.from("variant: flatcar\nversion: 1.1.0\n"), files: false, pretty: false };
    expect((await mortal.ask([one, one])).map(({ ok }) => ok)).toEqual([true, true]);
    await mortal.close();
  });

  test("says of a config at which it ends that it did", async () => {
    const dead = new Oracle("/bin/false", files);
    const [{ ok, panic }] = await dead.ask([{ kind: "butane", text: Buffer.from(""), files: false, pretty: false }]);
    expect({ ok, panic }).toEqual({ ok: false, panic: "the oracle ended with 1" });
    await dead.close();
  });

  test("measures how many translations a second there are", async () => {
    const file = path.join(VECTORS, "butane", "002-minimal-1_1_0.yaml");
    const { stdout } = await exec(builtTool("butane-oracle"), ["measure", "-seconds", "1", "-warm-up", "0", file]);
    const { translations, perSecond } = JSON.parse(stdout) as { translations: number; perSecond: number };
    expect(translations).toBeGreaterThan(10);
    expect(perSecond).toBeGreaterThan(10);
  });

  test("the real butane says which version it is", async () => {
    expect((await exec(builtTool("butane"), ["--version"])).stdout).toBe("Butane v0.29.0\n");
  });
});
