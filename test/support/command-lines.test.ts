import { expect, test } from "vitest";
import { commandLines, commandLinesOf } from "./command-lines";
import { codeBlocks } from "./markdown";

const args = (text: string): string[][] => commandLines(text).map((line) => [...line.args]);

test("a call goes up to what ends it", () => {
  expect(args('npx cdktf-flatcar lock update dev --format markdown > "$RUNNER_TEMP/changes.md"')).toEqual([
    ["lock", "update", "dev", "--format", "markdown"],
  ]);
  expect(args("cdktf-flatcar lock age --max-age 60   # how far behind")).toEqual([["lock", "age", "--max-age", "60"]]);
  expect(args("<!-- cdktf-flatcar check -->")).toEqual([["check"]]);
  expect(args("$ cdktf-flatcar butane a.bu | jq . && cdktf-flatcar --version")).toEqual([["butane", "a.bu"]]);
});

test("quotes hold a word together, and a backslash lines", () => {
  expect(args(`cdktf-flatcar image fetch "a b" \\\n  --to '/c d'`)).toEqual([["image", "fetch", "a b", "--to", "/c d"]]);
});

test("the package's name in other places is no call", () => {
  for (const text of [
    "npm install cdktf-flatcar cdktf",
    'import "cdktf-flatcar/libvirt"',
    "`cdktf-flatcar` with",
    "node_modules/cdktf-flatcar lib",
  ])
    expect(args(text)).toEqual([]);
});

test("a page's calls are those of its shell and of its sentences", () => {
  const page = "Run `cdktf-flatcar lock verify` now.\n\n```sh\ncdktf-flatcar pools\n```\n\n```ts\n// cdktf-flatcar none\n```\n";
  expect(commandLinesOf(page, codeBlocks(page)).map(({ text }) => text)).toEqual(["cdktf-flatcar pools", "cdktf-flatcar lock verify"]);
});
