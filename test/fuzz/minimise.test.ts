import { expect, test } from "vitest";
import { minimise } from "./minimise";

const bytes = (text: string): Uint8Array => Buffer.from(text, "utf8");

async function smallest(text: string, shows: (text: string) => boolean, budget?: number): Promise<string> {
  const found = await minimise(bytes(text), async (candidate) => Promise.resolve(shows(Buffer.from(candidate).toString("utf8"))), budget);
  return Buffer.from(found).toString("utf8");
}

const LONG = Array.from({ length: 60 }, (_, i) => `line ${i}: of no matter\n`).join("");

test("what is not needed goes, lines first and then characters", async () => {
  const text = `${LONG}here: is what counts\n${LONG}`;
  expect(await smallest(text, (candidate) => candidate.includes("what counts"))).toBe("what counts");
});

test("parts that are far apart both stay", async () => {
  const text = `first\n${LONG}second\n${LONG}`;
  expect(await smallest(text, (candidate) => /first[^]*second/.test(candidate))).toBe("firstsecond");
});

test("a text of which all is needed stays as it is", async () => {
  expect(await smallest("abc\ndef", (candidate) => candidate === "abc\ndef")).toBe("abc\ndef");
});

test("nobody is asked more often than allowed", async () => {
  let asks = 0;
  await smallest(LONG, () => (asks++, false), 20);
  expect(asks).toBe(20);
});
