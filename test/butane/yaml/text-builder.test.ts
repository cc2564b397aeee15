import { expect, test } from "vitest";
import { TextBuilder } from "../../../lib/butane/yaml/text-builder";

test.each([0, 1, 4095, 4096, 4097, 10_000])("%i parts are put together in order", (count) => {
  const parts = Array.from({ length: count }, (_, i) => `${i},`);
  const builder = new TextBuilder();
  for (const part of parts) builder.add(part);
  expect(builder.end("end")).toBe(`${parts.join("")}end`);
});
