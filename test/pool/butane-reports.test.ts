import { expect, test } from "vitest";
import { translateButane } from "../../lib/butane";
import { butaneError, butaneWarnings } from "../../lib/pool/butane-reports";

const HEAD = "variant: flatcar\nversion: 1.1.0\n";

function both(text: string) {
  const result = translateButane(text);
  return { error: butaneError(result, "a.bu", text), warnings: butaneWarnings(result, "a.bu", text) };
}

test("a good config is neither an error nor a warning", () => {
  expect(both(HEAD)).toEqual({ error: undefined, warnings: [] });
});

test("an unused key is an error and no warning, keys of YAML's own and for anchors are neither", () => {
  const { error, warnings } = both(`${HEAD}extra: 1\n`);
  expect(error?.subject).toBe("a.bu: line 3, column 1: extra: unused key extra");
  expect(warnings).toEqual([]);
  expect(both(`${HEAD}x-a: &a {path: /a}\nstorage: {files: [{<<: *a}]}\n`)).toEqual({ error: undefined, warnings: [] });
  expect(both(`${HEAD}storage: {files: [{path: /a, ax-b: 1}]}\n`).error?.code).toBe("butane-invalid");
});

test("warnings are told beside an error too, which does not count them", () => {
  const { error, warnings } = both(`${HEAD}storage: {files: [{path: a, mode: 444}]}\n`);
  expect(error?.subject).toBe("a.bu: line 3, column 26: storage.files.0.path: path not absolute");
  expect(warnings.map(({ subject }) => subject)).toEqual([
    expect.stringMatching(/^a\.bu: line 3, column 35: storage\.files\.0\.mode: unreasonable mode/),
  ]);
});

test("lines are found whatever ends them", () => {
  const { error } = both("variant: flatcar\r\nversion: 1.1.0\r\nstorage:\r\n  files:\r\n    - path: a\r\n");
  expect(error?.received).toBe("- path: a");
});
