import { expect, test } from "vitest";
import { LockProgress } from "../../lib/cli/lock-progress";

function seen(isTTY: boolean, use: (progress: LockProgress) => void): string {
  let text = "";
  use(new LockProgress({ isTTY, write: (more) => void (text += more) }));
  return text;
}

const work = (progress: LockProgress): void => {
  progress.begin("stable 4593.2.5 for amd64", 2);
  progress.step();
  progress.begin("stable 4593.2.5 for arm64", 1);
  progress.step();
  progress.end();
};

test("a terminal has one line that counts, and is empty at the end", () => {
  expect(seen(true, work).split("\r\u001b[K")).toEqual([
    "",
    "reading signed documents: 0 of 2 (stable 4593.2.5 for amd64)",
    "reading signed documents: 1 of 2 (stable 4593.2.5 for amd64)",
    "reading signed documents: 1 of 3 (stable 4593.2.5 for arm64)",
    "reading signed documents: 2 of 3 (stable 4593.2.5 for arm64)",
    "",
  ]);
});

test("elsewhere each release has a line, without signs for a terminal", () => {
  expect(seen(false, work)).toBe(
    "stable 4593.2.5 for amd64: reading 2 signed documents\nstable 4593.2.5 for arm64: reading 1 signed document\n",
  );
});

test("where nothing began, nothing is taken away", () => {
  expect(seen(true, (progress) => progress.end())).toBe("");
});
