import { TerraformVariable } from "cdktf";
import { expect, test } from "vitest";
import { FlatcarError } from "../../lib/errors";
import { MachineType, MachineTypeRules, machineArchitecture } from "../../lib/pool/machine-architecture";
import { Architecture } from "../../lib/release";
import { scratchStack, thrown } from "../support";

const { AMD64, ARM64 } = Architecture;
const token = new TerraformVariable(scratchStack(), "v", {}).stringValue;
const error = (code: string, received: unknown) => new FlatcarError({ code, subject: "s", received, allowed: "a", mend: "m" });

// A type tells its architecture by its first letter.
const RULES: MachineTypeRules = {
  derive: (type) => ({ a: ARM64, x: AMD64 })[type[0]],
  contradicted: (type, derived, known, by) => error("test-contradicted", [...type, derived.name, known.name, by]),
  unknown: (type) => error("test-unknown", type),
};
const of = (types: MachineType[], asked?: Architecture) => machineArchitecture(asked, types, RULES);

test("the architecture follows from the first type that tells one, and all that do agree", () => {
  expect(of([["one", "x1"]])).toBe(AMD64);
  const types: MachineType[] = [
    ["one", "other"],
    ["two", token],
    ["three", "a1"],
    ["four", "a2"],
  ];
  expect(of(types)).toBe(ARM64);
});

test("the one that is asked for holds where no type tells one", () => {
  expect(of([["one", "other"]], ARM64)).toBe(ARM64);
  expect(of([["one", token]], ARM64)).toBe(ARM64);
  expect(of([], AMD64)).toBe(AMD64);
});

test("a type that contradicts is an error that names what it contradicts", () => {
  expect(thrown(() => of([["one", "x1"]], ARM64)).received).toEqual(["one", "x1", "amd64", "arm64", "architecture"]);
  const mixed: MachineType[] = [
    ["one", "a1"],
    ["two", "x1"],
  ];
  expect(thrown(() => of(mixed)).received).toEqual(["two", "x1", "amd64", "arm64", "one"]);
});

test("types that tell nothing are an error that names the first", () => {
  expect(thrown(() => of([["one", token]]))).toMatchObject({ code: "test-unknown", received: ["one", token] });
  expect(thrown(() => of([])).code).toBe("test-unknown");
});
