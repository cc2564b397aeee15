import { afterAll, beforeAll, expect, test } from "vitest";
import { ReleaseServer } from "../emulators/release";
import { run as runWith } from "./run";

let server: ReleaseServer;
beforeAll(async () => {
  server = await ReleaseServer.start();
  server.publish({ channel: "stable", version: "4593.2.4", date: "2026-07-20" });
  server.publish({ channel: "stable", version: "4593.2.5", date: "2026-08-13" });
  server.publish({ channel: "lts", version: "3510.3.8", date: "2025-08-19", software: { kernel: "5.15.189" } });
  server.publish({ channel: "lts", version: "4081.3.10", date: "2026-08-13" });
});
afterAll(() => server.close());

const run = (...args: string[]) => runWith(["release", "list", "--mirror", server.url, "--key", server.keyFile, ...args]);

test("the newest of each channel and stream are listed with what they are made of", async () => {
  const { code, stdout, stderr } = await run();
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  expect(stdout).toBe(
    `channel   version    date        kernel    systemd  docker  containerd  ignition  architectures
stable    4593.2.5   2026-08-13  6.12.102  257      28.0.4  2.1.5       2.24.0    amd64 arm64
lts-2024  4081.3.10  2026-08-13  6.6.150   255      26.1.0  1.7.21      2.19.0    amd64 arm64
lts-2023  3510.3.8   2025-08-19  5.15.189  -        -       -           -         amd64 arm64  no updates any more
`,
  );
});

test("all releases are listed for one channel, or for all", async () => {
  const versions = async (...args: string[]) =>
    (await run(...args)).stdout
      .split("\n")
      .slice(1, -1)
      .map((line) => line.split(/\s+/)[1]);
  expect(await versions("--channel", "stable")).toEqual(["4593.2.5", "4593.2.4"]);
  expect(await versions("-a")).toEqual(["4593.2.5", "4593.2.4", "4081.3.10", "3510.3.8"]);
});

test("programs get data", async () => {
  const { offline, releases } = JSON.parse((await run("-c", "lts", "--format", "json")).stdout);
  expect(offline).toBe(false);
  expect(releases).toEqual([
    {
      channel: "lts",
      version: "4081.3.10",
      releaseDate: "2026-08-13",
      architectures: ["amd64", "arm64"],
      software: { kernel: "6.6.150", systemd: "255", docker: "26.1.0", containerd: "1.7.21", ignition: "2.19.0" },
      ltsStream: "2024",
      supported: true,
    },
    expect.objectContaining({ version: "3510.3.8", software: { kernel: "5.15.189" }, supported: false }),
  ]);
});

test("offline lists what the package knows, says so, and asks nobody", async () => {
  const { length } = server.requests;
  const { code, stdout, stderr } = await run("--offline");
  expect(code).toBe(0);
  expect(stdout).toMatch(/^stable +4593\.2\.5 /m);
  expect(stdout).toMatch(/^lts-2021 .* amd64 {2}no updates any more$/m);
  expect(stderr).toBe("offline: what this package knows as of 2026-08-13, the newest of each channel and stream\n");
  expect(server.requests).toHaveLength(length);
  expect(JSON.parse((await run("--offline", "--format=json")).stdout).offline).toBe(true);
});

test("a channel that the mirror has not, and names that are none, are told", async () => {
  server.feed.remove("/releases-json/releases-beta.json");
  expect(await run("--channel", "beta")).toMatchObject({ code: 1, stdout: "", stderr: expect.stringContaining("releases-beta.json: ") });
  expect((await run("--channel", "edge")).code).toBe(2);
  expect((await run("stable")).code).toBe(2);
});
