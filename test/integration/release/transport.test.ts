import * as fs from "node:fs";
import { beforeEach, expect, test, vi } from "vitest";
import { Fault, type FaultTimes } from "../../emulators/release";
import { NEW, OLD, ReleaseLab } from "./lab";
import { expectRefused, type Refusal, SECRET } from "./refusal";
import { filesOf } from "./tree";

vi.mock("../../../lib/release/feed/open", async (original) => {
  const { quickly } = await import("./timing");
  return quickly(await original());
});

const KERNEL = "flatcar_production_pxe.vmlinuz";
const UPDATE = ["lock", "update"];
const FETCH = ["image", "fetch", "prod", "--platform", "bare-metal", "--arch", "amd64"];
const ALWAYS: FaultTimes = { times: Infinity };

let lab: ReleaseLab;
beforeEach(async () => {
  lab = await ReleaseLab.forTest();
  await lab.lock("prod=stable");
  lab.server.publish(NEW);
});

const at = (fileName: string, version = NEW.version): string => lab.server.feed.path("stable", version, fileName);

const DIGESTS = `${KERNEL}.DIGESTS.asc`;

/** Each fault of a document, and what is said of it. */
const DOCUMENT_FAULTS: readonly (readonly [string, () => Fault, Refusal["code"], string | RegExp])[] = [
  ["HTML in its place", () => Fault.html(), "feed-html", /html/i],
  ["JSON in its place", () => Fault.json(), "signature-missing", "no such release"],
  ["404", () => Fault.status(404), "feed-missing", "404"],
  ["403", () => Fault.status(403), "feed-refused", "403"],
  ["429 for an hour", () => Fault.rateLimit(3600), "feed-busy", /429/],
  ["429 until a date", () => Fault.rateLimit(new Date("2026-08-20T14:00:00Z")), "feed-busy", /429/],
  ["500", () => Fault.status(500), "feed-server", "500"],
  ["503", () => Fault.status(503), "feed-busy", "503"],
  ["a reset before the answer", () => Fault.reset(), "feed-unreachable", /./],
  ["a reset in the middle", () => Fault.resetAfter(10), "feed-unreachable", "reset"],
  ["a truncated body", () => Fault.truncated(10), "feed-truncated", "50 bytes"],
  ["more bytes than announced", () => Fault.more(100), "feed-too-long", /./],
  ["more bytes than any such file has", () => Fault.moreInChunks(100_000), "feed-too-long", /./],
  ["no answer", () => Fault.hang(), "feed-timeout", /./],
  ["no end", () => Fault.hangAfter(10), "feed-timeout", /./],
  ["a slow drip", () => Fault.drip(1, 100), "feed-timeout", /./],
  ["a packed body", () => Fault.encoded(), "feed-encoding", "gzip"],
  ["a redirect to another host", () => Fault.redirect("http://localhost:1/x"), "feed-redirect", /localhost/],
  ["a redirect to itself", () => Fault.redirect("?again"), "feed-redirect", /./],
];

test.each(DOCUMENT_FAULTS)("DIGESTS with %s end an update in one line", async (_, fault, code, came) => {
  lab.server.fault(at(DIGESTS), fault(), ALWAYS);
  await expectRefused(lab, UPDATE, { code, file: DIGESTS, came });
  expect(lab.locked("prod")).toBe(OLD.version);
});

test.each<[string, () => Fault, Refusal["code"], string]>([
  ["HTML", () => Fault.html(), "feed-html", "text/html"],
  ["JSON", () => Fault.json(), "signature-wrong", "did not sign"],
  ["half of it", () => Fault.shortened(60), "signature-wrong", "did not sign"],
  ["a packed one", () => Fault.encoded("br"), "feed-encoding", "br"],
])("%s in place of version.txt ends an update in one line", async (_, fault, code, came) => {
  lab.server.fault(at("version.txt"), fault(), ALWAYS);
  await expectRefused(lab, UPDATE, { code, file: "4593.2.5/version.txt: ", came });
});

test("HTML in place of the list of AMIs ends an update in one line", async () => {
  lab.server.fault(at("flatcar_production_ami_all.json"), Fault.html(), ALWAYS);
  await expectRefused(lab, UPDATE, { code: "feed-html", file: "flatcar_production_ami_all.json" });
});

test("a list of AMIs that was altered ends an update in one line", async () => {
  lab.server.fault(at("flatcar_production_ami_all.json"), Fault.content('{"amis":[{"name":"eu-central-1","hvm":"ami-00000000"}]}'), ALWAYS);
  await expectRefused(lab, UPDATE, { code: "signature-wrong", file: "flatcar_production_ami_all.json" });
});

/** Faults of an image; those after which what has come stays for the next run say so. */
const IMAGE_FAULTS: readonly (readonly [string, () => Fault, Refusal["code"], boolean])[] = [
  ["one bit that is another", () => Fault.flippedBit(5000), "download-hash", false],
  ["HTML in its place", () => Fault.html(), "feed-html", false],
  ["404", () => Fault.status(404), "feed-missing", false],
  ["403", () => Fault.status(403), "feed-refused", false],
  ["500", () => Fault.status(500), "feed-server", false],
  ["a body cut off without a word", () => Fault.shortened(1000), "download-size", false],
  ["more bytes than announced", () => Fault.more(100), "feed-too-long", false],
  ["more bytes than the lock says", () => Fault.moreInChunks(100), "feed-too-long", false],
  ["a packed body", () => Fault.encoded(), "feed-encoding", false],
  ["a reset before the answer", () => Fault.reset(), "feed-unreachable", false],
  ["a reset again and again", () => Fault.resetAfter(1000), "feed-unreachable", true],
  ["an end that comes too early, again and again", () => Fault.truncated(1000), "feed-truncated", true],
  ["no end", () => Fault.hangAfter(1000), "feed-timeout", true],
  ["a slow drip", () => Fault.drip(10, 50), "feed-timeout", true],
];

test.each(IMAGE_FAULTS)("an image with %s ends a fetch in one line", async (_, fault, code, keepsUnfinished) => {
  await lab.fine(UPDATE);
  const before = lab.lockText;
  lab.server.fault(at(KERNEL), fault(), { times: Infinity, method: "GET" });
  if (!keepsUnfinished) {
    await expectRefused(lab, FETCH, { code, file: KERNEL });
    return;
  }
  const { code: exit, stderr } = await lab.run(FETCH);
  expect([exit, stderr.trimEnd().split("\n").at(-1)]).toEqual([1, expect.stringContaining(`[${code}: `)]);
  expect(stderr.trimEnd().split("\n").at(-1)).toContain(KERNEL);
  expect(lab.lockText).toBe(before);
  // What has come is there for the next run to go on with, and is no entry.
  const left = filesOf(lab.state().cache);
  expect(left.filter((name) => name.startsWith("sha512") && name.endsWith(KERNEL))).toEqual([]);
  expect(left.filter((name) => name.startsWith("unfinished") && name.endsWith(KERNEL))).toHaveLength(1);
  lab.server.clearFaults();
  const asked = lab.server.requests.length;
  await lab.fine(FETCH);
  const ranges = lab.server.requests.slice(asked).filter(({ method, path }) => method === "GET" && path === at(KERNEL));
  expect(ranges.map(({ status, headers }) => [status, headers.range])).toEqual([[206, expect.stringMatching(/^bytes=[1-9]\d*-$/)]]);
  expect(filesOf(lab.state().cache).filter((name) => name.startsWith("unfinished"))).toEqual([]);
});

test("a server that asks to come back soon is asked again, and what breaks once is asked for again", async () => {
  for (const [path, fault] of [
    ["version.txt", Fault.rateLimit(1)],
    ["version.txt.sig", Fault.status(503, { "retry-after": "1" })],
    [DIGESTS, Fault.status(500)],
    [`flatcar_production_pxe_image.cpio.gz.DIGESTS.asc`, Fault.resetAfter(10)],
    [`flatcar_production_image.bin.bz2.DIGESTS.asc`, Fault.reset()],
    [`flatcar_production_hetzner_image.bin.bz2.DIGESTS.asc`, Fault.truncated(100)],
  ] as const) {
    lab.server.fault(at(path), fault);
  }
  await lab.fine(UPDATE);
  expect(lab.locked("prod")).toBe(NEW.version);
});

test("an image whose transfer breaks is gone on with, not begun anew", async () => {
  await lab.fine(UPDATE);
  lab.server.fault(at(KERNEL), Fault.resetAfter(10_000), { times: 2, method: "GET" });
  await lab.fine(FETCH);
  const ranges = lab.server.requests.filter(({ method, path }) => method === "GET" && path === at(KERNEL));
  expect(ranges.map(({ headers }) => headers.range)).toEqual([undefined, "bytes=10000-", "bytes=20000-"]);
});

test("a server that knows no ranges sends the whole image again, and no byte of it counts twice", async () => {
  await lab.fine(UPDATE);
  lab.server.fault(at(KERNEL), Fault.resetAfter(10_000), { method: "GET" });
  lab.server.fault(at(KERNEL), Fault.ignoringRanges(), { method: "GET" });
  const [placed] = (await lab.fine([...FETCH, "--to", "to"])).split("\n");
  expect(fs.readFileSync(placed).equals(Buffer.from(await lab.server.bytes(at(KERNEL))))).toBe(true);
});

test("an image that is another one when its transfer goes on is refused", async () => {
  await lab.fine(UPDATE);
  const other = (await lab.server.bytes(at(KERNEL))).map((byte) => byte ^ 0xff);
  lab.server.fault(at(KERNEL), Fault.resetAfter(10_000), { method: "GET" });
  lab.server.fault(at(KERNEL), Fault.content(other), { times: Infinity, method: "GET" });
  await expectRefused(lab, FETCH, { code: "feed-changed", file: KERNEL });
});

test("an unfinished image that is another one since is fetched anew", async () => {
  await lab.fine(UPDATE);
  const bytes = await lab.server.bytes(at(KERNEL));
  lab.server.feed.put(at(KERNEL), Buffer.concat([bytes.subarray(0, 20_000), Buffer.alloc(bytes.length - 20_000)]));
  lab.server.fault(at(KERNEL), Fault.truncated(1000), { times: Infinity, method: "GET" });
  expect((await lab.run(FETCH)).code).toBe(1);
  lab.server.clearFaults();
  lab.server.feed.restore(at(KERNEL));
  await lab.fine(FETCH);
  expect(filesOf(lab.state().cache).filter((name) => name.startsWith("unfinished"))).toEqual([]);
});

test("a wait of a minute is obeyed, a longer one told with the time to come back", async () => {
  lab.server.fault("/stable/amd64-usr/current/version.txt", Fault.rateLimit(3600), ALWAYS);
  const { line } = await expectRefused(lab, UPDATE, { code: "feed-busy", file: "/current/version.txt" });
  expect(line).toMatch(/3600|1 h|60 min|13:00/);
});

test.each<[string, readonly string[]]>([
  ["an update", UPDATE],
  ["a fetch", FETCH],
])("no password of a mirror's URL is in what %s says", async (_, args) => {
  const url = lab.server.url.replace("http://", `http://user:${SECRET}@`);
  lab.server.fault(/./, Fault.status(500), ALWAYS);
  const { run } = await import("../../cli/run");
  const env = { ...lab.env, HCLOUD_TOKEN: SECRET, http_proxy: "", AWS_SECRET_ACCESS_KEY: SECRET };
  const { code, stdout, stderr } = await run([...args, "--mirror", url, "--key", lab.server.keyFile], { cwd: lab.project, env });
  expect(code).not.toBe(0);
  expect(stdout + stderr).not.toContain(SECRET);
});
