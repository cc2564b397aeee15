import { TerraformVariable } from "cdktf";
import { expect, test } from "vitest";
import { architectureOf } from "../../lib/hetzner/server-type";
import { Architecture } from "../../lib/release";
import { scratchStack, thrown } from "../support";

const { AMD64, ARM64 } = Architecture;
const token = (): string => new TerraformVariable(scratchStack(), "type", {}).stringValue;

test.each([
  ["cax11", ARM64],
  ["cax41", ARM64],
  ["cx23", AMD64],
  ["cpx32", AMD64],
  ["ccx63", AMD64],
])("the architecture follows from the series: %s", (type, architecture) => {
  expect(architectureOf(undefined, [["serverType", type]])).toBe(architecture);
  expect(architectureOf(architecture, [["serverType", type]])).toBe(architecture);
});

test("one type that tells it is enough", () => {
  expect(
    architectureOf(undefined, [
      ["serverType", "future1"],
      ["nodes.a.serverType", "cax11"],
    ]),
  ).toBe(ARM64);
});

test("a type that contradicts what was asked for is refused", () => {
  expect(thrown(() => architectureOf(ARM64, [["serverType", "cx23"]]))).toMatchObject({
    code: "server-type-architecture",
    subject: "serverType",
    received: "cx23, which is amd64",
    allowed: "server types that are arm64, as architecture says: cax",
  });
  expect(thrown(() => architectureOf(AMD64, [["serverType", "cax11"]])).allowed).toContain("cx, cpx, ccx");
});

test("two types that contradict each other are refused", () => {
  const error = thrown(() =>
    architectureOf(undefined, [
      ["serverType", "cx23"],
      ["nodes.a.serverType", "cax11"],
    ]),
  );
  expect(error).toMatchObject({ code: "server-type-architecture", subject: "nodes.a.serverType" });
  expect(error.allowed).toContain("as serverType says");
});

test.each(["future1", "CX23", "cx", ""])("a series nobody knows needs an architecture: %j", (type) => {
  expect(thrown(() => architectureOf(undefined, [["serverType", type]]))).toMatchObject({ code: "server-type-unknown", received: type });
  expect(architectureOf(ARM64, [["serverType", type]])).toBe(ARM64);
});

test("a type known only at apply tells nothing, and is taken", () => {
  expect(architectureOf(AMD64, [["serverType", token()]])).toBe(AMD64);
  expect(
    architectureOf(undefined, [
      ["serverType", "cax11"],
      ["nodes.a.serverType", token()],
    ]),
  ).toBe(ARM64);
  expect(thrown(() => architectureOf(undefined, [["serverType", token()]])).code).toBe("server-type-unknown");
});
