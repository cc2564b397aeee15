import { expect, test } from "vitest";
import { assignedSecrets } from "../../lib/ignition/secret-assignments";

const found = (text: string): string[] => [...assignedSecrets(text)].map(({ start, end }) => text.slice(start, end));

test.each([
  ["an environment file", "A=1\nPASSWORD=hunter2\n", "hunter2"],
  ["one with spaces in the value", "PASSWORD=hunter 2  \n", "hunter 2"],
  ["one with quotes", 'PASSWORD="hunter 2" # x\n', "hunter 2"],
  ["one with a comment", "PASSWORD=hunter2 # mine\n", "hunter2"],
  ["one with a hash sign in the value", "PASSWORD=hunter#2\n", "hunter#2"],
  ["Windows' line ends", "PASSWORD=hunter2\r\nA=1\r\n", "hunter2"],
  ["a shell script", "  export PASSWORD=hunter2\n", "hunter2"],
  ["a unit", "[Service]\nEnvironment=A=1 PASSWORD=hun;ter2 B=2\n", "hun;ter2"],
  ["a unit with quotes", 'Environment="PASSWORD=hunter 2" B=2\n', "hunter 2"],
  ["a unit that goes on", "Environment=PASSWORD=hunter2 \\\n  B=2\n", "hunter2"],
  ["a command line", "ExecStart=/usr/bin/a --password=hunter2 --b\n", "hunter2"],
  ["INI", "[a]\npassword = hunter 2\n", "hunter 2"],
  ["TOML", 'password = "hunter\\"2"\n', 'hunter\\"2'],
  ["YAML", "a:\n  password: hunter 2 # mine\n", "hunter 2"],
  ["YAML with quotes", "password: 'hunter 2'\n", "hunter 2"],
  ["a list of YAML", "- password: hunter2\n", "hunter2"],
  ["a map of YAML in one line", "a: {user: x, password: hunter2}\n", "hunter2"],
  ["JSON", '{"password":"hunter 2","a":1}', "hunter 2"],
  ["JSON with a number", '{"password": 123456, "a":1}', "123456"],
  ["JSON in a string of JSON", '"{\\"password\\":\\"hunter 2\\"}"', "hunter 2"],
  ["lines in a string of JSON", '{"contents":"A=1\\nPASSWORD=hunter2\\nB=2"}', "hunter2"],
  ["Go or Pascal", 'password := "hunter2"\n', "hunter2"],
  ["PHP", "$a['password'] = 'hunter2';\n", "hunter2"],
  ["Ruby", "'password' => 'hunter2'\n", "hunter2"],
  ["a query", "https://a/b?password=hunter2&c=1\n", "hunter2"],
  ["a connection string", '"Server=a;Password=hunter2;Timeout=1"\n', "hunter2"],
  ["a DSN", "host=a password=hunter2 user=b\n", "hunter2"],
  ["a header in quotes", "curl -H 'X-Auth-Token: hunter2' a\n", "hunter2"],
  ["a value known only at apply", "password: ${TfToken[TOKEN.1]}\n", "${TfToken[TOKEN.1]}"],
  ["another within text", "TOKEN=a.${TfToken[TOKEN.1]}\n", "a.${TfToken[TOKEN.1]}"],
])("a password in %s is found", (_, text, secret) => {
  expect(found(text)).toEqual([secret]);
});

test("a block is the lines below that are indented further, blank ones too", () => {
  expect(found("a:\n  password: |\n    one\n\n    two\n  b: c\n")).toEqual(["    one\n\n    two"]);
  expect(found("password: >-\n  one")).toEqual(["  one"]);
  expect(found("password: |\nb: c\n")).toEqual([]);
});

test("what stands in a block is no assignment of its own", () => {
  expect(found("password: |\n  token: a\nsecret: b\n")).toEqual(["  token: a", "b"]);
});

test.each([
  ["prose", "The password: see below\n"],
  ["a tag of an image", "image: a/token:v1\n"],
  ["a name without quotes close to a colon", "token:v1\n"],
  ["a map", "secret:\n  name: a\n"],
  ["a map in one line", '{"secret": {"name": "a"}, "token": ["a"]}'],
  ["a comparison", 'if password == "hunter2":\n'],
  ["a variable", 'test "$PASSWORD" = "hunter2"\n'],
  ["a prompt", 'read -p "Password: " -r PW\n'],
  ["a command's output", "TOKEN=$(curl -s a) || exit 1\n"],
  ["a comment", "# PASSWORD=hunter2\n  ; PASSWORD=hunter2\n// password: 'hunter2'\n"],
  ["a name too long to be one", `${"a".repeat(200)}_password=hunter2\n`],
])("%s assigns nothing", (_, text) => {
  expect(found(text)).toEqual([]);
});
