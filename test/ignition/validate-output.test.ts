import * as fs from "node:fs";
import * as path from "node:path";
import { describe, expect, test } from "vitest";
import { validateIgnition, validateOutput } from "../../lib/ignition";

const VECTORS = path.join(__dirname, "../vectors/ignition/validate");
const read = (file: string | null): string => (file === null ? "" : fs.readFileSync(path.join(VECTORS, file), "utf8"));

interface Vector {
  readonly name: string;
  readonly input: string;
  readonly exit: number;
  readonly stdout: string | null;
  readonly stderr: string | null;
}

const vectors: readonly Vector[] = JSON.parse(read("manifest.json"));

describe("as ignition-validate, byte for byte:", () => {
  test("there are vectors", () => {
    expect(vectors.length).toBeGreaterThanOrEqual(48);
  });

  test.each(vectors)("$name", ({ input, exit, stdout, stderr }) => {
    const output = validateOutput(validateIgnition(fs.readFileSync(path.join(VECTORS, input))));
    expect(output).toEqual({ exitCode: exit, stdout: read(stdout), stderr: read(stderr) });
  });
});

interface Mutated {
  readonly text?: string;
  readonly base64?: string;
  readonly exit: number;
  readonly stdout: string;
  readonly stderr: string;
}

test("as ignition-validate, byte for byte, of every config that was mutated", () => {
  const lines = fs.readFileSync(path.join(VECTORS, "../mutated.ndjson"), "utf8").trim().split("\n");
  expect(lines.length).toBeGreaterThan(200);
  for (const line of lines) {
    const { text, base64 = "", exit, stdout, stderr }: Mutated = JSON.parse(line);
    const input = text ?? Buffer.from(base64, "base64");
    expect(validateOutput(validateIgnition(input)), line).toEqual({ exitCode: exit, stdout, stderr });
  }
});

test("its slips with percent signs and white space are kept", () => {
  const output = validateOutput(validateIgnition('{"ignition":{"version":"3.4.0"},"100%s ":1}'));
  expect(output.stdout).toBe("warning at $.100%!s(MISSING) , line 1 col 33: unused key 100%!s(MISSING)\n");
});

test("a percent sign at the very end takes the line end", () => {
  expect(validateOutput(validateIgnition('{"ignition":{"version":"3.4.0"},"100%":1}')).stdout).toBe(
    "warning at $.100%!,(MISSING) line 1 col 33: unused key 100%!\n(MISSING)",
  );
});

test("a key without a name is a part of the path", () => {
  expect(validateOutput(validateIgnition('{"ignition":{"version":"3.4.0"},"":1}')).stdout).toBe(
    "warning at $., line 1 col 33: unused key\n",
  );
});
