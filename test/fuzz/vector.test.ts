import { expect, test } from "vitest";
import { type Answer } from "./answer";
import { type FuzzCase } from "./cases";
import { readVectors, vectorOf } from "./vector";

test("a case and the real answer are read as they were written, bytes that are no UTF-8 included", () => {
  const one: FuzzCase = { kind: "butane", text: Buffer.from([0x61, 0xff, 0x0a]), files: true, pretty: false };
  const real: Answer = {
    ok: false,
    error: "yaml: x",
    reports: [{ kind: "error", path: "$", line: 0, column: 0, message: "m" }],
    raw: "r\n",
  };
  const line = vectorOf(one, real);
  expect(line.split("\n")).toHaveLength(2);
  const [first, second] = readVectors(line + line);
  expect(first).toEqual({ one, real });
  expect(second).toEqual(first);
});
