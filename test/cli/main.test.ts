import { expect, test } from "vitest";
import { Command, UsageError } from "../../lib/cli/command";
import { FlatcarError } from "../../lib/errors";
import { version } from "../../package.json";
import { run as runWith } from "./run";

const command = (name: string, run: Command["run"]): Command => ({
  name,
  summary: `does ${name}`,
  usage: "[options] FILE",
  options: [
    { name: "strict", short: "s", summary: "fail on any warning" },
    { name: "hidden", summary: "" },
  ],
  examples: [
    { title: "Do it", line: `cdktf-flatcar ${name} a.bu` },
    { title: "Do it in a pipe", line: `cat a.bu | cdktf-flatcar ${name}` },
  ],
  run,
});

const COMMANDS = [
  command("butane", (args, io) => {
    io.stdout.write(`${args.operands.join(" ")}\n`);
    return args.has("strict") ? 1 : 0;
  }),
  command("ignition validate", () => {
    throw new UsageError("name a file");
  }),
  command("ignition merge", () => {
    throw new FlatcarError({ code: "two-writers", subject: "files", received: 2, allowed: "1", mend: "take one out" });
  }),
  command("broken", () => {
    throw new TypeError("x is not a function");
  }),
];
const run = (...args: string[]) => runWith(args, { commands: COMMANDS });

test("a command gets what stands behind its name, and its code is the program's", async () => {
  expect(await run("butane", "a.bu", "b.bu")).toEqual({ code: 0, stdout: "a.bu b.bu\n", stderr: "" });
  expect((await run("butane", "-s", "a.bu")).code).toBe(1);
});

test("--help lists the commands, on standard output", async () => {
  const { code, stdout, stderr } = await run("--help");
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  expect(stdout).toContain("  butane             does butane\n  ignition validate  does ignition validate\n");
  expect((await run("-h")).stdout).toBe(stdout);
});

test("--help of a command tells its options and shows examples, whatever else is given", async () => {
  const { code, stdout } = await run("butane", "--help");
  expect(code).toBe(0);
  expect(stdout).toBe(`Usage: cdktf-flatcar butane [options] FILE

Does butane.

Options:
  -s, --strict  fail on any warning
  -h, --help    show this help

Examples:
  # Do it
  cdktf-flatcar butane a.bu
  # Do it in a pipe
  cat a.bu | cdktf-flatcar butane
`);
  expect((await run("ignition", "validate", "-h")).stdout).toContain("Usage: cdktf-flatcar ignition validate ");
});

test("--version is the package's", async () => {
  expect(await run("--version")).toEqual({ code: 0, stdout: `cdktf-flatcar ${version}\n`, stderr: "" });
});

test("--help before a command is that command's too", async () => {
  expect(await run("--help", "butane")).toEqual(await run("butane", "--help"));
  expect(await run("-h", "ignition", "validate")).toEqual(await run("ignition", "validate", "--help"));
});

test("without a command the help goes to standard error, and the call was wrong", async () => {
  const { code, stdout, stderr } = await run();
  expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
  expect(stderr).toBe((await run("--help")).stdout);
});

test("a group lists its commands", async () => {
  const { code, stdout } = await run("ignition", "--help");
  expect(code).toBe(0);
  expect(stdout).toContain("ignition merge");
  expect(stdout).not.toContain("butane");
  expect(await run("ignition")).toEqual({ code: 2, stdout: "", stderr: stdout });
});

test.each([
  [["butan"], 'there is no command "butan"; did you mean "butane"?'],
  [["ignition", "validat"], 'there is no command "ignition validat"; did you mean "ignition validate"?'],
  [["ignitoin", "merge"], 'there is no command "ignitoin"; did you mean "ignition"?'],
  [["--strict"], 'there is no option "--strict"'],
])("%j is no command", async (args, message) => {
  expect(await run(...args)).toEqual({ code: 2, stdout: "", stderr: `cdktf-flatcar: ${message}\nSee cdktf-flatcar --help\n` });
});

test("wrong usage of a command ends with 2 and points to its help", async () => {
  const stderr = "cdktf-flatcar ignition validate: name a file\nSee cdktf-flatcar ignition validate --help\n";
  expect(await run("ignition", "validate")).toEqual({ code: 2, stdout: "", stderr });
  expect((await run("butane", "--strct")).code).toBe(2);
});

test("a mistake in what is given ends with 1, without a stack", async () => {
  const { code, stderr } = await run("ignition", "merge");
  expect(code).toBe(1);
  expect(stderr).toMatch(/^files: received 2; .*\n$/);
});

test("a mistake of ours is not hidden", async () => {
  await expect(run("broken")).rejects.toThrow(TypeError);
});

test("output longer than any string is told without a stack", async () => {
  const commands = [
    command("text", () => "x".repeat(2 ** 30).length),
    command("bytes", () => Buffer.alloc(2 ** 29).toString("latin1").length),
  ];
  expect(await runWith(["text"], { commands })).toEqual({ code: 1, stdout: "", stderr: "Invalid string length\n" });
  expect(await runWith(["bytes"], { commands })).toMatchObject({ code: 1, stderr: expect.stringMatching(/^Cannot create a string .*\n$/) });
});
