import { expect, test } from "vitest";
import { CONFIG } from "../../../lib/butane/v1_1/schema";
import { Decoded } from "../../../lib/butane/struct";
import { decodeCommon, decodeYaml, readYaml, YamlFault } from "../../../lib/butane/yaml";

const decode = (text: string): Decoded => decodeYaml(readYaml(text), CONFIG);
const files = (text: string): unknown => (decode(text).storage as Decoded).files;

test("objects are there where the document has none, lists and what may be absent are not", () => {
  expect(decode("")).toEqual({
    version: "",
    variant: "",
    ignition: { config: { replace: { verification: {} } }, proxy: {}, security: { tls: {} }, timeouts: {} },
    kernel_arguments: {},
    passwd: {},
    storage: {},
    systemd: {},
  });
});

test("an item is decoded with what its type always has", () => {
  expect(files("storage: {files: [{path: /a, mode: 0644}]}")).toEqual([
    { path: "/a", mode: 420, group: {}, user: {}, contents: { verification: {} } },
  ]);
});

test("null is nothing, and no item of a list", () => {
  expect(files("storage: {files: [~, {path: /a, overwrite: null, append: ~}, ~]}")).toEqual([
    { path: "/a", group: {}, user: {}, contents: { verification: {} } },
  ]);
  expect(decode("kernel_arguments: {should_exist: [a, ~, '', b]}").kernel_arguments).toEqual({ should_exist: ["a", "", "b"] });
});

test("an empty list is not an absent one", () => {
  expect(files("storage: {files: []}")).toEqual([]);
  expect(files("storage: {files: }")).toBeUndefined();
});

test("an integer that JavaScript can not hold is a bigint", () => {
  expect(decode("passwd: {users: [{uid: 9007199254740991}, {uid: 9007199254740993}]}").passwd).toMatchObject({
    users: [{ uid: 9007199254740991 }, { uid: 9007199254740993n }],
  });
});

test("all that does not fit is named at once, with its line", () => {
  const text = "storage:\n  files:\n    - path: [a]\n      mode: '0644'\n    - longer than ten\n  disks: x\n";
  expect(() => decode(text)).toThrow(
    new YamlFault(
      "yaml: unmarshal errors:\n" +
        "  line 3: cannot unmarshal !!seq into string\n" +
        "  line 4: cannot unmarshal !!str `0644` into int\n" +
        "  line 5: cannot unmarshal !!str `longer ...` into v0_5.File\n" +
        "  line 6: cannot unmarshal !!str `x` into []v0_5.Disk",
    ),
  );
});

test("equal keys are named in pairs, and the mapping is not looked into", () => {
  expect(() => decode("a: 1\nstorage: [x]\na: 2\n'a': 3\n")).toThrow(
    'unmarshal errors:\n  line 3: mapping key "a" already defined at line 1\n  line 4: mapping key "a" already defined at line 1\n  line 4: mapping key "a" already defined at line 3',
  );
});

test("of very many equal keys not all pairs are named", () => {
  expect(() => decode("a:\n".repeat(5000))).toThrow(
    /^yaml: unmarshal errors:(\n {2}line \d+: mapping key "a" already defined at line \d+){10000}$/,
  );
});

test("keys that differ as they are written may be the same", () => {
  expect(() => decode("&a variant: x\n*a : y\n")).toThrow("line 2: field variant already set in type v1_1.Config");
});

test("merge keys give what the mapping does not have, the first of a list before the others, and merge on", () => {
  const text =
    "x: &x {mode: 1, user: {name: x}}\ny: &y {<<: *x, mode: 2, path: /y}\nstorage: {files: [{<<: [*x, *y], overwrite: true}, {<<: *y, path: /z}]}";
  expect(files(text)).toMatchObject([
    { mode: 1, path: "/y", overwrite: true, user: { name: "x" } },
    { mode: 2, path: "/z", user: { name: "x" } },
  ]);
});

test.each(["<<: a", "<<: [a]", "x: &x [a]\n<<: *x"])("%j can not be merged", (text) => {
  expect(() => decode(text)).toThrow("yaml: map merge requires map or sequence of maps as the value");
});

test("a mapping that merges itself is refused", () => {
  expect(() => decode("x: &x {<<: *x}\n<<: *x\n")).toThrow("yaml: anchor 'x' value contains itself");
});

test("a quoted merge key is a key like any other", () => {
  expect(decode("'<<': {variant: x}\n").variant).toBe("");
});

test("merges as deep as nesting goes do not exhaust the stack", () => {
  const depth = 9_998;
  expect(decode(`<<: ${"{<<: ".repeat(depth)}{variant: deep}${"}".repeat(depth)}`).variant).toBe("deep");
});

test("aliases that would grow a document without bound are refused", () => {
  const levels = [..."bcdefghijk"].map((name, i) => `${name}: &${name} {<<: [${Array(9).fill(`*${"abcdefghij"[i]}`)}]}`);
  expect(() => decode(`a: &a {x: 1}\n${levels.join("\n")}\nstorage: {<<: *k}\n`)).toThrow("yaml: document contains excessive aliasing");
});

test("a key that Go can not hold is refused where yaml.v3 panics", () => {
  expect(() => decode("? [a]\n: b\n<<: {variant: c}\n")).toThrow(YamlFault);
});

test("variant and version are found whatever else there is", () => {
  expect(decodeCommon(readYaml("variant: flatcar\nversion: 1.10\nstorage: [no]\n"))).toEqual({ variant: "flatcar", version: "1.10" });
  expect(decodeCommon(readYaml(""))).toEqual({ variant: "", version: "" });
  expect(() => decodeCommon(readYaml("hello\n"))).toThrow("line 1: cannot unmarshal !!str `hello` into config.commonFields");
});
