import { expect, test } from "vitest";
import { CacheLayout } from "../../../lib/release/cache/layout";

const HASH = "0f".repeat(64);
const layout = new CacheLayout("/cache");

test("entries are in folders by the first digits of their hash, and what is on its way beside them", () => {
  expect(layout.entry(HASH)).toBe(`/cache/sha512/0f/${HASH}`);
  expect(layout.download(HASH)).toBe(`/cache/unfinished/${HASH}`);
  expect(layout.unpacking(HASH)).toBe(`/cache/unfinished/${HASH}.unpacked`);
});

test("the names of what is on its way tell what it is; other names tell nothing", () => {
  expect(layout.unfinishedOf(HASH)).toEqual({ sha512: HASH, isUnpacked: false });
  expect(layout.unfinishedOf(`${HASH}.unpacked`)).toEqual({ sha512: HASH, isUnpacked: true });
  for (const name of [`.${HASH}.hold`, "x", HASH.slice(1), `${HASH}.other`, HASH.toUpperCase()])
    expect(layout.unfinishedOf(name), name).toBeUndefined();
});
