import { expect, test } from "vitest";
import { type Answer } from "./answer";
import { type FuzzCase } from "./cases";
import { KNOWN_EXCEPTIONS, exceptionFor } from "./exceptions";

const CASE: FuzzCase = { kind: "ignition", text: Buffer.from("{}"), files: false, pretty: false };

function refused(message: string): Answer {
  return {
    ok: false,
    error: "config is not valid",
    reports: [{ kind: "error", path: "$", line: 1, column: 2, message }],
    raw: `error: ${message}\n`,
  };
}

test("the list is short, and every line of it has a reason", () => {
  expect(KNOWN_EXCEPTIONS.length).toBeLessThanOrEqual(6);
  for (const { reason } of KNOWN_EXCEPTIONS) expect(reason.length).toBeGreaterThan(40);
  expect(new Set(KNOWN_EXCEPTIONS.map(({ name }) => name)).size).toBe(KNOWN_EXCEPTIONS.length);
});

test("the embedded structs in a type error are of no matter; all else in it is", () => {
  const real = refused("json: cannot unmarshal string into Go struct field NodeUser.storage.files.Node.user.id of type int");
  const name = (ours: string): string | undefined => exceptionFor(CASE, real, refused(ours))?.name;
  expect(name("json: cannot unmarshal string into Go struct field NodeUser.storage.files.user.id of type int")).toBe(
    "embedded-struct-in-json-error",
  );
  expect(name("json: cannot unmarshal string into Go struct field NodeUser.storage.files.user.id of type bool")).toBeUndefined();
  expect(name("json: cannot unmarshal string into Go struct field NodeUser.storage.files.user of type int")).toBeUndefined();
});

test("a byte order mark excuses Butane alone, and not where it belongs", () => {
  const name = (kind: FuzzCase["kind"], text: string): string | undefined =>
    exceptionFor({ ...CASE, kind, text: Buffer.from(text) }, refused("x"), refused("y"))?.name;
  expect(name("butane", "l: \ufeff\na")).toBe("byte-order-mark-within-yaml");
  expect([name("butane", "\ufeffl: a"), name("ignition", '{"a":"\ufeff"}')]).toEqual([undefined, undefined]);
});

test("an answer of ours is not excused by what we throw", () => {
  const real = { ...refused("x"), panic: "out of memory" };
  expect(exceptionFor(CASE, real, { ...refused("x"), panic: "Error" })).toBeUndefined();
  expect(exceptionFor(CASE, real, refused("y"))?.name).toBe("go-gives-up");
});

test("what partitions of impossible sizes overlap is of no matter, and nothing else about them", () => {
  const sized = (size: string): FuzzCase => ({ ...CASE, text: Buffer.from(`{"sizeMiB":${size}}`) });
  const overlap = refused("partitions overlap");
  const none: Answer = { ...overlap, reports: [], raw: "" };
  expect(exceptionFor(sized("9223372036854775807"), overlap, none)?.name).toBe("partitions-beyond-2-to-the-53");
  expect(exceptionFor(sized("1e18"), none, overlap)?.name).toBe("partitions-beyond-2-to-the-53");
  expect(exceptionFor(sized("1024"), overlap, none)).toBeUndefined();
  expect(exceptionFor(sized("9223372036854775807"), overlap, refused("partition numbers collide"))).toBeUndefined();
  expect(exceptionFor(sized("9223372036854775807"), overlap, { ...none, ok: true, error: undefined })).toBeUndefined();
});
