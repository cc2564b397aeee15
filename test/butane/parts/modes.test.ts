import { expect, test } from "vitest";
import { isDecimalByMistake } from "../../../lib/butane/parts/modes";
import { config, said, translated } from "../translated";

// https://github.com/coreos/butane/blob/v0.29.0/base/util/file_test.go
const OF_DIRECTORIES = [
  500, 550, 555, 700, 750, 755, 770, 775, 777, 1700, 1750, 1755, 1770, 1775, 1777, 2700, 2750, 2755, 2770, 2775, 2777, 3700, 3750, 3755,
  3770, 3775, 3777,
];
const OF_FILES = [
  400, 440, 444, 500, 550, 555, 600, 640, 644, 660, 664, 666, 700, 750, 755, 770, 775, 777, 2500, 2550, 2555, 2700, 2750, 2755, 2770, 2775,
  4500, 4550, 4555, 4700, 4750, 4755, 4770, 4775, 6500, 6550, 6555, 6700, 6750, 6755, 6770, 6775,
];

test("of all modes those are warned of that Butane's own list has", () => {
  const modes = Array.from({ length: 10_002 }, (_, i) => i - 1);
  expect(modes.filter((mode) => isDecimalByMistake(mode, true))).toEqual(OF_DIRECTORIES);
  expect(modes.filter((mode) => isDecimalByMistake(mode, false))).toEqual(OF_FILES);
});

test("a decimal mode of a file and of a directory is warned of at the mode", () => {
  const result = translated("storage: {files: [{path: /a, mode: 644}], directories: [{path: /b, mode: 755}]}");
  expect(said(result).slice(0, 2)).toEqual([
    expect.stringMatching(/^warning at storage\.directories\.0\.mode: unreasonable mode would be reasonable/),
    expect.stringMatching(/^warning at storage\.files\.0\.mode: unreasonable mode would be reasonable/),
  ]);
});

test("an octal mode is fine", () => {
  expect(config("storage: {files: [{path: /a, mode: 0644}, {path: /b}]}").storage?.files?.[0].mode).toBe(0o644);
});
