import { expect, test } from "vitest";
import { machineText } from "../../lib/cli/machine-text";
import { ShownMachine } from "../../lib/cli/shown-machine";

const MACHINE: ShownMachine = {
  node: "a",
  stack: "prod",
  pool: "prod/db",
  platform: "libvirt",
  architecture: "arm64",
  release: { channel: "stable", version: "4593.2.5" },
  spec: "3.4.0",
  userData: { bytes: 7, exact: false, limit: null, compressed: true },
  files: [],
  units: [],
  other: {},
};
const text = (machine: Partial<ShownMachine>): string =>
  machineText({ ...MACHINE, ...machine }, false)
    .split("\n")
    .slice(4)
    .join("\n");
const writers = [{ layer: "machineConfig[0]", file: "main.ts", line: 9, textLine: 4 }];

test("a machine with nothing in its config is three lines", () => {
  expect(machineText(MACHINE, false)).toBe(
    "a of prod/db\n  libvirt, arm64, Flatcar stable 4593.2.5, Ignition spec 3.4.0\n  7 bytes of user data, compressed, and what is known only at apply\n",
  );
});

test("files show their facts and contents, and where they were written down", () => {
  const file = { path: "/a", type: "file", user: "core", writers } as const;
  expect(text({ files: [{ ...file, contents: { text: "x\n\ny", bytes: 4 }, append: [{ text: "", bytes: 0 }] }] })).toBe(`Files
  /a  core:root  (machineConfig[0] main.ts:9, line 4 of its text)
    │ x
    │ ${""}
    │ y
    no newline at the end
    appended:
    empty
`);
});

test("units show whether they are enabled or masked", () => {
  const units = [
    { name: "a.service", enabled: false, writers: [{ layer: "pool" }] },
    { name: "b.service", mask: true, contents: "[Unit]\n", writers: [{ layer: "pool" }] },
  ];
  expect(text({ units })).toBe("Units\n  a.service  disabled  (pool)\n  b.service  masked  (pool)\n    │ [Unit]\n");
});

test("what a file holds cannot act on the terminal", () => {
  const contents = { text: "\x1b[2Jx\x07\ttab\r\n\x9b1m\n", bytes: 1 };
  const shown = text({ files: [{ path: "/\x1b[1m", type: "file", contents, writers }] });
  expect(shown).toContain("    │ \\x1b[2Jx\\a\ttab\\r\n    │ \\u009b1m\n");
  expect(shown).toContain("  /\\x1b[1m  (");
  const units = [{ name: "a.service", dropins: [{ name: "\x1b[3m.conf", contents: "" }], writers }];
  const fetched = { source: "https://example.com/\x1b[4m", hash: "sha512-\x1b[5m" };
  expect(text({ files: [{ path: "/f", type: "file", contents: fetched, writers }], units })).not.toContain("\x1b");
});
