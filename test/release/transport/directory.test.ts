import * as fs from "node:fs";
import * as path from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { DirectoryTransport } from "../../../lib/release/transport/directory";
import { scratch } from "../../support/project";
import { thrown } from "../thrown";
import { bodyOf, readAll, rejected } from "./serve";

let folder: string;
let root: string;
let transport: DirectoryTransport;
const CONTENT = Buffer.from(Array.from({ length: 700_000 }, (_, i) => i % 251));

beforeAll(() => {
  folder = scratch();
  root = path.join(folder, "mirror");
  fs.mkdirSync(path.join(root, "stable", "4593.2.5"), { recursive: true });
  fs.writeFileSync(path.join(root, "file"), CONTENT);
  fs.writeFileSync(path.join(root, "stable", "4593.2.5", "a b+c"), "inside");
  fs.symlinkSync("4593.2.5", path.join(root, "stable", "current"));
  fs.writeFileSync(path.join(folder, "secret"), "outside");
  fs.symlinkSync("../secret", path.join(root, "link"));
  fs.symlinkSync("..", path.join(root, "up"));
  transport = new DirectoryTransport(root);
});
afterAll(() => fs.rmSync(folder, { recursive: true, force: true }));

const url = (...names: string[]): string => pathToFileURL(path.join(root, ...names)).href;

test("a file comes whole, with its size and what tells it from a later one", async () => {
  const file = await transport.open(url("file"), { maxBytes: 1e6 });
  expect(file).toMatchObject({ url: fs.realpathSync(path.join(root, "file")), size: CONTENT.length, offset: 0 });
  expect(file.validator).toMatch(/^700000-\d+$/);
  expect((await bodyOf(file)).equals(CONTENT)).toBe(true);
  expect(await transport.size(url("file"))).toBe(CONTENT.length);
});

test("an earlier attempt is gone on with where the file is the same, and begun again where not", async () => {
  const { validator } = await transport.open(url("file"), { maxBytes: 1e6 });
  const same = await transport.open(url("file"), { maxBytes: 1e6, offset: 600_000, validator });
  expect(same.offset).toBe(600_000);
  expect((await bodyOf(same)).equals(CONTENT.subarray(600_000))).toBe(true);
  expect((await transport.open(url("file"), { maxBytes: 1e6, offset: 600_000, validator: "1-1" })).offset).toBe(0);
  expect((await transport.open(url("file"), { maxBytes: 1e6, offset: 600_000 })).offset).toBe(0);
  expect((await transport.open(url("file"), { maxBytes: 1e6, offset: 700_001, validator })).offset).toBe(0);
  expect(await readAll(transport, url("file"), { offset: 700_000, validator })).toHaveLength(0);
});

test("a link within the mirror is followed, and names are those that the URL encodes", async () => {
  expect(String(await readAll(transport, url("stable", "current", "a b+c")))).toBe("inside");
});

test("what leads out of the mirror is refused, by a link or by its name", async () => {
  const outside = { code: "mirror-outside", received: fs.realpathSync(path.join(folder, "secret")) };
  expect(await rejected(readAll(transport, url("link")))).toMatchObject(outside);
  expect(await rejected(readAll(transport, url("up", "secret")))).toMatchObject(outside);
  expect(await rejected(readAll(transport, `${pathToFileURL(root).href}/%2e%2e/secret`))).toMatchObject(outside);
  expect(await rejected(transport.size(url("link")))).toMatchObject(outside);
});

test("a file that is not there is missing, and what is no file cannot be read", async () => {
  expect(await rejected(readAll(transport, url("none")))).toMatchObject({
    code: "feed-missing",
    received: "ENOENT",
    path: path.join(root, "none"),
  });
  expect(await rejected(readAll(transport, url("file", "below")))).toMatchObject({ code: "feed-missing", received: "ENOTDIR" });
  expect(await rejected(readAll(transport, url("stable")))).toMatchObject({ code: "feed-unreadable", received: "EISDIR" });
});

test("a file that is larger than wanted is refused unread", async () => {
  const error = await rejected(transport.open(url("file"), { maxBytes: 1000 }));
  expect(error).toMatchObject({ code: "feed-too-long", received: "700000 bytes", allowed: "at most 1000" });
});

test("a file that changes while it is read is refused", async () => {
  const name = path.join(root, "changing");
  fs.writeFileSync(name, CONTENT);
  const file = await transport.open(url("changing"), { maxBytes: 1e6 });
  const reading = async (): Promise<void> => {
    for await (const chunk of file.body) if (chunk.length > 0) fs.appendFileSync(name, "more");
  };
  expect((await rejected(reading())).code).toBe("feed-changed");
  const replaced = await transport.open(url("changing"), { maxBytes: 1e6 });
  fs.writeFileSync(name, "other");
  expect((await rejected(bodyOf(replaced))).code).toBe("feed-changed");
});

test("whoever aborts it gets the error he aborted it with", async () => {
  const controller = new AbortController();
  const { signal } = controller;
  const ending = new DirectoryTransport(root, signal);
  const mine = await transport.open(url("file"), { maxBytes: 1e6, signal });
  const all = await ending.open(url("file"), { maxBytes: 1e6 });
  controller.abort("enough");
  await expect(bodyOf(mine)).rejects.toBe("enough");
  await expect(bodyOf(all)).rejects.toBe("enough");
  await expect(ending.open(url("file"), { maxBytes: 1e6 })).rejects.toBe("enough");
  await expect(ending.size(url("file"))).rejects.toBe("enough");
});

test("a mirror that is no directory is told at once", () => {
  expect(thrown(() => new DirectoryTransport(path.join(root, "none")))).toMatchObject({ code: "mirror-missing", received: "ENOENT" });
  expect(thrown(() => new DirectoryTransport(path.join(root, "file")))).toMatchObject({ code: "mirror-missing", received: "ENOTDIR" });
});
