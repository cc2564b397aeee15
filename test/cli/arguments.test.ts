import { expect, test } from "vitest";
import { CommandArguments } from "../../lib/cli/arguments";
import { CommandOption, UsageError } from "../../lib/cli/command";

const OPTIONS: readonly CommandOption[] = [
  { name: "strict", short: "s", summary: "" },
  { name: "pretty", short: "p", summary: "" },
  { name: "files-dir", short: "d", value: "DIR", summary: "" },
  { name: "color", value: "WHEN", choices: ["auto", "always", "never"], bare: "always", summary: "" },
];

const parse = (...args: string[]) => CommandArguments.parse(args, OPTIONS);
const mistake = (...args: string[]) => {
  try {
    parse(...args);
  } catch (e) {
    if (e instanceof UsageError) return e.message;
    throw e;
  }
  throw new Error("no mistake");
};

test("options and operands stand in any order", () => {
  const parsed = parse("a.bu", "--strict", "b.bu", "-d", "files");
  expect(parsed.operands).toEqual(["a.bu", "b.bu"]);
  expect(parsed.has("strict")).toBe(true);
  expect(parsed.has("pretty")).toBe(false);
  expect(parsed.value("files-dir")).toBe("files");
});

test("behind -- everything is an operand", () => {
  expect(parse("--", "--strict", "-d").operands).toEqual(["--strict", "-d"]);
  expect(parse("--", "--strict").has("strict")).toBe(false);
});

test.each([["-dfiles"], ["-d=files"], ["-d", "files"], ["--files-dir=files"], ["--files-dir", "files"], ["-psdfiles"]])(
  "a value is given as %s %s",
  (...args) => {
    expect(parse(...args).value("files-dir")).toBe("files");
  },
);

test("a value may begin with a dash, because it must follow its option", () => {
  expect(parse("-d", "-strange").value("files-dir")).toBe("-strange");
  expect(parse("--files-dir=").value("files-dir")).toBe("");
});

test("switches are joined, negated, and the last word counts", () => {
  expect(parse("-ps").has("strict")).toBe(true);
  expect(parse("--strict=false").has("strict")).toBe(false);
  expect(parse("--strict=false", "-s").has("strict")).toBe(true);
});

test("an option that may be given more than once has all of its values, in order", () => {
  const parsed = parse("-d", "a", "b.bu", "--files-dir=b");
  expect(parsed.values("files-dir")).toEqual(["a", "b"]);
  expect(parsed.value("files-dir")).toBe("b");
  expect(parsed.values("color")).toEqual([]);
});

test("an option whose value may be left out takes no operand for it", () => {
  const parsed = parse("--color", "a.bu");
  expect(parsed.value("color")).toBe("always");
  expect(parsed.operands).toEqual(["a.bu"]);
  expect(parse("--color=never").value("color")).toBe("never");
  expect(parse().value("color")).toBeUndefined();
});

test("mistakes say what was given and what may be", () => {
  expect(mistake("--strct")).toBe('there is no option --strct; did you mean "--strict"?');
  expect(mistake("-x")).toBe("there is no option -x");
  expect(mistake("-sx")).toBe("there is no option -x");
  expect(mistake("-d")).toBe("-d needs a value: DIR");
  expect(mistake("--strict=maybe")).toBe('--strict is a switch and takes no value, but got "maybe"');
  expect(mistake("--color=alway")).toBe('--color is one of auto, always, never, not "alway"; did you mean "always"?');
});
