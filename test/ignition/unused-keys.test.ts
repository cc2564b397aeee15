import { expect, test } from "vitest";
import { IgnitionSpecVersion } from "../../lib/ignition";
import { decodeConfig } from "../../lib/ignition/go-decode";
import { JsonText } from "../../lib/ignition/json-tree";
import { unusedKeys } from "../../lib/ignition/unused-keys";

const { V3_2_0, V3_3_0, V3_4_0 } = IgnitionSpecVersion;

function found(json: string, version = V3_4_0): unknown[] {
  const text = new JsonText(Buffer.from(json).toString("latin1"));
  const root = text.read();
  return unusedKeys(decodeConfig(text, root, version).config, root, version).map(({ path, problem, hint, at }) => [
    path,
    problem.message.split(".")[0],
    hint,
    at,
  ]);
}

test("keys of an object come before those of what is in it, which come in the order of the spec", () => {
  expect(found('{"systemd":{"x":1},"storage":{"files":[{"content":{}}]},"y":2}')).toEqual([
    ["y", "unused key y", undefined, 56],
    ["storage.files.0.content", "unused key content", 'did you mean "contents"?', 40],
    ["systemd.x", "unused key x", undefined, 12],
  ]);
});

test("a key in another case is used, and unused all the same", () => {
  expect(found('{"Storage":{"x":1}}')).toEqual([["Storage", "unused key Storage", 'did you mean "storage"?', 1]]);
});

test("a key of a later version is named with it", () => {
  expect(found('{"storage":{"luks":[{"name":"a","discard":true}]}}', V3_3_0)).toEqual([
    ["storage.luks.0.discard", "unused key discard", "spec 3.4.0 has it, 3.3.0 not", 32],
  ]);
});

test("a key that repeats is reported once, where it stands last", () => {
  expect(found('{"x":1,"x":2}')).toEqual([["x", "unused key x", undefined, 7]]);
});

test("in null no keys can be looked for", () => {
  const mismatch = "context tree does not match content tree at $";
  expect(found('{"storage":null,"systemd":{"units":[null]}}')).toEqual([
    ["storage", mismatch, undefined, 11],
    ["systemd.units.0", mismatch, undefined, 36],
  ]);
  expect(found('{"storage":{"files":null}}')).toEqual([]);
});

test("the null of what could be absent is none to warn of", () => {
  const clevis = '{"storage":{"luks":[{"clevis":null}]}}';
  expect(found(clevis, V3_2_0)).toEqual([]);
  expect(found(clevis, V3_3_0)).toHaveLength(1);
});
