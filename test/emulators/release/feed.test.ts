import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { type ReleaseServer, Content } from ".";
import { STABLE, startReleaseServer } from "./testing";

const text = async (server: ReleaseServer, file: string): Promise<string> => Buffer.from(await server.bytes(file)).toString();

const versionAt = async (server: ReleaseServer, directory: string): Promise<string | undefined> =>
  /^FLATCAR_VERSION=(.*)$/m.exec(await text(server, `${directory}/version.txt`))?.[1];

test("current leads to the newest release of a channel, on both architectures, and a release of older date does not move it", async () => {
  const server = await startReleaseServer();
  server.publish(STABLE);
  server.publish({ ...STABLE, version: "4593.2.4", date: "2026-07-30" });
  for (const board of ["amd64-usr", "arm64-usr"]) expect(await versionAt(server, `/stable/${board}/current`)).toBe("4593.2.5");
  server.publish({ ...STABLE, version: "4593.2.6", date: "2026-08-27" });
  expect(await versionAt(server, "/stable/arm64-usr/current")).toBe("4593.2.6");
  server.setCurrent("stable", "4593.2.4", "arm64");
  expect(await versionAt(server, "/stable/arm64-usr/current")).toBe("4593.2.4");
  expect(await versionAt(server, "/stable/amd64-usr/current")).toBe("4593.2.6");
});

test("each stream of lts has a current of its own, and the newest stream is current's", async () => {
  const server = await startReleaseServer();
  server.publish({ channel: "lts", version: "4081.3.10", date: "2026-08-13" });
  server.publish({ channel: "lts", version: "3510.3.8", date: "2025-08-19" });
  server.publish({ channel: "lts", version: "3510.3.7", date: "2025-04-19" });
  expect(await versionAt(server, "/lts/amd64-usr/current")).toBe("4081.3.10");
  expect(await versionAt(server, "/lts/amd64-usr/current-2024")).toBe("4081.3.10");
  expect(await versionAt(server, "/lts/amd64-usr/current-2023")).toBe("3510.3.8");
  expect(Object.keys(JSON.parse(await text(server, "/releases-json/releases-lts.json")) as object)).toEqual([
    "3510.3.7",
    "3510.3.8",
    "4081.3.10",
    "current-2023",
    "current-2024",
    "current",
  ]);
  expect(await text(server, "/lts/lts-info")).toBe(
    "2605:2021:unsupported\n3033:2022:unsupported\n3510:2023:unsupported\n4081:2024:supported\n",
  );
});

test("every file has its DIGESTS and signatures, those of current are those of its version, and two servers with the same keys serve the same", async () => {
  const server = await startReleaseServer();
  server.publish(STABLE);
  const kernel = server.feed.path("stable", "4593.2.5", "flatcar_production_pxe.vmlinuz");
  const { sha512 } = await Content.of(await server.bytes(kernel)).digests();
  const digests = await text(server, `${kernel}.DIGESTS`);
  expect(digests).toContain(`# SHA512 HASH\n${sha512}  flatcar_production_pxe.vmlinuz\n`);
  const clear = await text(server, `${kernel}.DIGESTS.asc`);
  expect(clear).toContain(digests);
  for (const suffix of [".sig", ".DIGESTS.sig"]) expect((await server.bytes(kernel + suffix)).length, suffix).toBeGreaterThan(80);
  expect(await server.bytes("/stable/amd64-usr/current/version.txt.sig")).toEqual(
    await server.bytes("/stable/amd64-usr/4593.2.5/version.txt.sig"),
  );
  const other = await startReleaseServer();
  other.publish(STABLE);
  for (const suffix of ["", ".sig", ".DIGESTS.asc"])
    expect(await other.bytes(kernel + suffix)).toEqual(await server.bytes(kernel + suffix));
});

test("the parts of a release can be chosen: software, notes, files, AMIs, architectures and the build", async () => {
  const server = await startReleaseServer();
  server.publish({
    channel: "beta",
    version: "4800.1.0",
    date: "2026-09-01",
    architectures: ["amd64"],
    buildId: "",
    software: { kernel: "6.18.1", ignition: "2.26.0" },
    notes: "new",
    files: { "flatcar_production_pxe.vmlinuz": "kernel", "extra.bin": { seed: "x", size: 10 } },
    amis: { amd64: {} },
  });
  const json = JSON.parse(await text(server, "/releases-json/releases-beta.json")) as Record<string, unknown>;
  expect(json["4800.1.0"]).toEqual({
    channel: "beta",
    architectures: ["amd64"],
    release_date: "2026-09-01 15:48:35 +0000",
    major_software: { ignition: ["2.26.0"], kernel: ["6.18.1"] },
    release_notes: "new",
  });
  const directory = "/beta/amd64-usr/4800.1.0";
  expect(await text(server, `${directory}/version.txt`)).toContain('FLATCAR_BUILD_ID=""');
  expect(await text(server, `${directory}/flatcar_production_pxe.vmlinuz`)).toBe("kernel");
  expect(await server.bytes(`${directory}/extra.bin`)).toHaveLength(10);
  expect(await server.feed.find(`${directory}/flatcar_production_ami_all.json`)).toBeUndefined();
  expect(await server.feed.find("/beta/arm64-usr/4800.1.0/version.txt")).toBeUndefined();
});

test("what is put in a file's place, or taken away, leaves its signatures as they are, and comes back", async () => {
  const server = await startReleaseServer();
  server.publish(STABLE);
  const kernel = server.feed.path("stable", "4593.2.5", "flatcar_production_pxe.vmlinuz");
  const before = [await server.bytes(kernel), await server.bytes(`${kernel}.sig`)];
  server.feed.put(kernel, "other");
  expect(await text(server, kernel)).toBe("other");
  expect(await server.bytes(`${kernel}.sig`)).toEqual(before[1]);
  server.feed.remove(kernel);
  expect(await server.feed.find(kernel)).toBeUndefined();
  server.feed.restore(kernel);
  expect(await server.bytes(kernel)).toEqual(before[0]);
});

test("a release that is published again has other files, signed anew", async () => {
  const server = await startReleaseServer();
  const kernel = server.feed.path("stable", "4593.2.5", "flatcar_production_pxe.vmlinuz");
  server.publish(STABLE);
  const before = await server.bytes(`${kernel}.sig`);
  server.publish({ ...STABLE, files: { "flatcar_production_pxe.vmlinuz": "rebuilt" } });
  expect(await text(server, kernel)).toBe("rebuilt");
  expect(await server.bytes(`${kernel}.sig`)).not.toEqual(before);
});

test.each(["links", "directories"] as const)("all of it can be written as a directory, with current as %s", async (current) => {
  const server = await startReleaseServer();
  server.publish(STABLE);
  server.publish({ channel: "lts", version: "4081.3.10", date: "2026-08-13", architectures: ["amd64"] });
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "mirror-"));
  onTestFinished(() => fs.rmSync(folder, { recursive: true, force: true }));
  await server.writeTo(folder, { current });
  for (const file of server.feed.paths()) {
    expect(fs.readFileSync(path.join(folder, file)).equals(Buffer.from(await server.bytes(file))), file).toBe(true);
  }
  const link = path.join(folder, "lts/amd64-usr/current-2024");
  expect(fs.lstatSync(link).isSymbolicLink()).toBe(current === "links");
  expect(fs.readFileSync(path.join(link, "version.txt"), "utf8")).toContain("4081.3.10");
  expect(fs.existsSync(path.join(folder, "stable/arm64-usr/current/flatcar_production_pxe.vmlinuz"))).toBe(current === "links");
  expect(fs.existsSync(path.join(folder, "lts/arm64-usr"))).toBe(false);
});
