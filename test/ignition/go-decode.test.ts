import { describe, expect, test } from "vitest";
import { decodeConfig, decodeVersion } from "../../lib/ignition/go-decode";
import { JsonText } from "../../lib/ignition/json-tree";
import { IgnitionSpecVersion } from "../../lib/ignition";

const { V3_0_0, V3_2_0, V3_4_0 } = IgnitionSpecVersion;

function decoded(json: string, version = V3_4_0) {
  const text = new JsonText(Buffer.from(json).toString("latin1"));
  return decodeConfig(text, text.read(), version);
}

const storage = (json: string, version = V3_4_0): unknown => decoded(`{"storage":{${json}}}`, version).config.storage;
const fault = (json: string, version = V3_4_0): string | undefined => decoded(json, version).fault?.message;

test("a config is read with its types, a name that is absent as the empty string", () => {
  expect(storage('"files":[{"mode":420,"overwrite":false,"contents":{"source":""}},null]')).toEqual({
    files: [{ path: "", mode: 420, overwrite: false, contents: { source: "" } }, { path: "" }],
  });
});

test("keys match in any case, even by the letters of Unicode that fold to ASCII", () => {
  expect(storage('"FILES":[{"PATH":"/a"}]')).toEqual({ files: [{ path: "/a" }] });
  expect(storage('"fileſ":[{"path":"/a"}]')).toEqual({ files: [{ path: "/a" }] });
  expect(storage('"lu\u212as":[{"name":"a"}]')).toEqual({ luks: [{ name: "a" }] });
  expect(storage('"fiIes":[]')).toEqual({});
});

test("of a scalar that repeats the last counts, objects and lists are filled over each other", () => {
  expect(storage('"files":[{"path":"/a","path":"/b"}]')).toEqual({ files: [{ path: "/b" }] });
  expect(storage('"files":[{"path":"/a","contents":{"source":""},"contents":{"compression":""}}]')).toEqual({
    files: [{ path: "/a", contents: { source: "", compression: "" } }],
  });
  expect(storage('"files":[{"path":"/a"},{"path":"/b"}],"files":[{"mode":1}]')).toEqual({ files: [{ path: "/a", mode: 1 }] });
});

test("a list that becomes longer again finds its old entries, unless it was emptied or null between", () => {
  const [long, short] = ['"files":[{"path":"/a"},{"path":"/b"}]', '"files":[{"mode":1}]'];
  const two = '"files":[{},{"mode":2}]';
  expect(storage([long, short, two].join(","))).toEqual({
    files: [
      { path: "/a", mode: 1 },
      { path: "/b", mode: 2 },
    ],
  });
  const fresh = { files: [{ path: "" }, { path: "", mode: 2 }] };
  expect(storage([long, '"files":[]', two].join(","))).toEqual(fresh);
  expect(storage([long, '"files":null', two].join(","))).toEqual(fresh);
});

test("null takes away what can be absent, and leaves what can not", () => {
  expect(storage('"files":[{"path":"/a","path":null,"mode":1,"mode":null,"contents":{"source":""},"contents":null}]')).toEqual({
    files: [{ path: "/a", contents: { source: "" } }],
  });
  const clevis = '"luks":[{"name":"a","clevis":{"tpm2":true},"clevis":null}]';
  expect(storage(clevis, V3_2_0)).toEqual({ luks: [{ name: "a" }] });
  expect(storage(clevis)).toEqual({ luks: [{ name: "a", clevis: { tpm2: true } }] });
});

test("fields of a later version are not there", () => {
  expect(storage('"luks":[{"name":"a"}]', V3_0_0)).toEqual({});
});

test.each([
  ["0", 0],
  ["-0", 0],
  ["9007199254740991", Number.MAX_SAFE_INTEGER],
  // Larger than JavaScript can hold: sign and lower bits are right.
  ["9223372036854775807", 2 ** 53 - 1],
  ["9223372036854775296", 2 ** 53 - 512],
  ["-9223372036854775808", -(2 ** 52)],
])("the integer %s is taken", (literal, value) => {
  expect(storage(`"files":[{"path":"/a","mode":${literal}}]`)).toEqual({ files: [{ path: "/a", mode: value }] });
});

describe("a wrong type is told in Go's words:", () => {
  test.each([
    ['{"storage":{"files":[{"mode":"0644"}]}}', "string into Go struct field File.storage.files.mode of type int"],
    ['{"storage":{"files":[{"mode":1e2}]}}', "number 1e2 into Go struct field File.storage.files.mode of type int"],
    [
      '{"storage":{"files":[{"mode":9223372036854775808}]}}',
      "number 9223372036854775808 into Go struct field File.storage.files.mode of type int",
    ],
    ['{"storage":{"files":[{"path":1}]}}', "number into Go struct field File.storage.files.path of type string"],
    ['{"storage":{"files":[{"user":[]}]}}', "array into Go struct field File.storage.files.user of type types.NodeUser"],
    ['{"storage":{"files":{}}}', "object into Go struct field Storage.storage.files of type []types.File"],
    ['{"storage":{"files":["x"]}}', "string into Go struct field Storage.storage.files of type types.File"],
    [
      '{"storage":{"files":[{"contents":{"httpHeaders":true}}]}}',
      "bool into Go struct field Resource.storage.files.contents.httpHeaders of type types.HTTPHeaders",
    ],
    ['{"passwd":{"users":[{"groups":[{}]}]}}', "object into Go struct field PasswdUser.passwd.users.groups of type types.Group"],
    ['{"systemd":{"units":[{"enabled":"true"}]}}', "string into Go struct field Unit.systemd.units.enabled of type bool"],
    ['{"storage":[]}', "array into Go struct field Config.storage of type types.Storage"],
    ["[]", "array into Go value of type types.Config"],
  ])("%s", (json, message) => {
    expect(fault(json)).toBe(`json: cannot unmarshal ${message}`);
  });

  test("the first of the text, not of the schema", () => {
    expect(fault('{"systemd":1,"storage":2}')).toMatch(/Config\.systemd/);
  });

  test("where Go had read to", () => {
    expect(decoded('{"storage":  []}').fault?.offset).toBe(14);
    expect(decoded('{"storage":"abc"}').fault?.offset).toBe(16);
  });

  test("null is of no wrong type", () => {
    expect(fault('{"storage":{"files":[null,{"mode":null,"user":null,"append":null}]},"systemd":null}')).toBeUndefined();
    expect(fault("null")).toBeUndefined();
  });
});

describe("the version", () => {
  const version = (json: string) => {
    const text = new JsonText(Buffer.from(json).toString("latin1"));
    return decodeVersion(text, text.read());
  };

  test.each([
    ['{"ignition":{"version":"3.4.0"}}', "3.4.0"],
    ['{"IGNITION":{"Version":"3.4.0"}}', "3.4.0"],
    ['{"ignition":{"version":"3.3.0"},"ignition":{"version":"3.4.0"}}', "3.4.0"],
    ['{"ignition":{"version":"3.3.0","version":null}}', "3.3.0"],
    ['{"ignition":null}', ""],
    ["{}", ""],
    ["null", ""],
  ])("of %s is read", (json, text) => {
    expect(version(json)).toEqual({ version: text, fault: undefined });
  });

  test.each([
    ["[1]", "array into Go value of type util.versionStub", 1],
    ['{"ignition":"x"}', "string into Go struct field versionStub.Ignition of type struct { Version string }", 15],
    ['{"ignition":{"version":3}}', "number into Go struct field .Ignition.Version of type string", 24],
  ])("of %s is refused", (json, message, offset) => {
    expect(version(json).fault).toEqual({ message: `json: cannot unmarshal ${message}`, offset });
  });
});
