import { expect, test } from "vitest";
import { poolsOf } from "../../lib/check/pools/pool-facts";
import { PoolEntry } from "../../lib/check/synth/manifest";
import { poolsTable } from "../../lib/cli/pools-table";
import { CONFIG, NODE, groupPool, namedPool, stackOf } from "../check/manifests";

const table = (pools: { [path: string]: PoolEntry }): string => poolsTable(poolsOf(stackOf({ pools })));
const cells = (pool: PoolEntry): string[] => table({ p: pool }).split("\n")[1].split(/ {2,}/);

test("each pool is a line under its head", () => {
  expect(table({ "x/db": namedPool(), "x/web": groupPool({ platform: "aws" }) })).toBe(
    `STACK  POOL  PLATFORM  RELEASE          ARCH   NODES  UPDATES  USER DATA
x      db    hetzner   stable 4593.2.5  arm64  1      reboot   7 of 32768 (1 %)
x      web   aws       stable 4593.2.5  arm64  2–4    reboot   7 of 32768 (1 %)
`,
  );
});

test("releases of nodes of their own stand beside the pool's, each once", () => {
  const other = { ...NODE, release: { channel: "lts", version: "4081.3.10" } };
  expect(cells(namedPool({ nodes: { a: NODE, b: other, c: other } }))[3]).toBe("stable 4593.2.5, lts 4081.3.10");
});

test.each([
  [{ min: 2, max: 2 }, "2"],
  [{ min: 1, max: 4 }, "1–4"],
  [{ min: 1, max: 4, desired: 2 }, "2 (1–4)"],
  [{ min: "${var.min}", max: 4 }, "?–4"],
])("the capacity %j is shown as %s", (capacity, shown) => {
  expect(cells(groupPool({ capacity }))[5]).toBe(shown);
});

test("user data is shown by its largest config, with what part of the limit it is at the most", () => {
  const of = (bytes: number, exact = true) => ({ ...NODE, config: { ...CONFIG, bytes, exact } });
  expect(cells(namedPool({ nodes: { a: of(100), b: of(16385, false) } }))[7]).toBe("16385+ of 32768 (51 %)");
  expect(cells(namedPool({ userDataLimit: null, nodes: { a: of(100) } }))[7]).toBe("100");
});
