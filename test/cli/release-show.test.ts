import { afterAll, beforeAll, expect, test } from "vitest";
import { ReleaseServer } from "../emulators/release";
import { run as runWith } from "./run";

const NOTES = ` _Changes since **Stable 4593.2.4**_

 #### Security fixes:

 - Linux ([CVE-2026-2000](https://nvd.nist.gov/vuln/detail/CVE-2026-2000), [CVE-2026-1000](https://nvd.nist.gov/vuln/detail/CVE-2026-1000))

 #### Bug fixes:

 #### Updates:

 - Linux ([6.12.102](https://lwn.net/Articles/1/))
`;

let server: ReleaseServer;
beforeAll(async () => {
  server = await ReleaseServer.start();
  server.publish({ channel: "stable", version: "4593.2.4", date: "2026-07-20", notes: "", architectures: ["amd64"], amis: { amd64: {} } });
  server.publish({
    channel: "stable",
    version: "4593.2.5",
    date: "2026-08-13",
    notes: NOTES,
    files: { "flatcar_production_pxe.vmlinuz": "kernel" },
  });
  server.publish({ channel: "lts", version: "2605.32.1", date: "2022-10-17" });
  for (const file of [".DIGESTS.asc", ""]) server.feed.remove(`/stable/amd64-usr/4593.2.5/flatcar_production_hetzner_image.bin.bz2${file}`);
});
afterAll(() => server.close());

const run = (...args: string[]) => runWith(["release", "show", "--mirror", server.url, "--key", server.keyFile, ...args]);

test("a release is shown with what it is made of, its images and its notes", async () => {
  const { code, stdout, stderr } = await run("4593.2.5");
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  expect(stdout).toMatch(/^Flatcar stable 4593\.2\.5\n {2}published {3}2026-08-13\n {2}kernel {6}6\.12\.102\n/);
  expect(stdout).toContain("  ignition    2.24.0, boots configs of spec 3.5.0 and lower\n\nImages for amd64\n");
  expect(stdout).toMatch(/^ {2}flatcar_production_pxe\.vmlinuz +6 B$/m);
  expect(stdout.match(/^ {2}AMIs in 3 regions$/gm)).toHaveLength(2);
  expect(stdout).toContain("\nImages for arm64\n");
  expect(stdout.match(/hetzner/g)).toHaveLength(1);
  expect(stdout).toMatch(
    /\nSecurity fixes\n {2}- Linux: CVE-2026-1000, CVE-2026-2000\n\nNotes\n {2}_Changes since \*\*Stable 4593\.2\.4\*\*_\n\n {2}Updates:\n {2}- Linux \(6\.12\.102\)\n$/,
  );
});

test("a release without AMIs and notes is shown without them", async () => {
  const { stdout } = await run("4593.2.4");
  expect(stdout).toMatch(/ {2}no AMIs\n$/);
  expect(stdout).not.toMatch(/Security fixes|Notes|arm64/);
});

test("a release that boots no config of spec 3 says so", async () => {
  expect((await run("2605.32.1")).stdout).toMatch(/^ {2}ignition {4}0\.34\.0, boots no config of spec 3$/m);
});

test("programs get data", async () => {
  const shown = JSON.parse((await run("4593.2.5", "--format", "json")).stdout);
  expect(shown).toMatchObject({
    channel: "stable",
    version: "4593.2.5",
    ignitionSpec: "3.5.0",
    securityFixes: [{ component: "Linux", cves: ["CVE-2026-1000", "CVE-2026-2000"], others: [] }],
    notes: NOTES,
  });
  const [amd64] = shown.architectures;
  expect(amd64.files.find(({ kind }: { kind: string }) => kind === "pxe-kernel")).toEqual({
    kind: "pxe-kernel",
    name: "flatcar_production_pxe.vmlinuz",
    sha512: expect.stringMatching(/^[0-9a-f]{128}$/),
    size: 6,
  });
  expect(Object.keys(amd64.amis)).toEqual(["ap-south-1", "eu-central-1", "us-east-1"]);
  expect(JSON.parse((await run("2605.32.1", "--format", "json")).stdout).ignitionSpec).toBeNull();
});

test("a version that is not there is told with those that are", async () => {
  const { code, stdout, stderr } = await run("4593.2.9");
  expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
  expect(stderr).toMatch(/received "4593\.2\.9"; allowed: 4593\.2\.5, 4593\.2\.4; .* \[feed-version-missing: [^\n]+\n$/);
});

test("an image whose signature is not good is no image to show", async () => {
  const file = "/stable/amd64-usr/4593.2.4/flatcar_production_pxe.vmlinuz.DIGESTS.asc";
  server.feed.put(file, await server.clearSign("# SHA512 HASH\n", { date: "2026-07-20T06:30:00Z", signer: "foreign" }));
  expect(await run("4593.2.4")).toMatchObject({ code: 1, stdout: "", stderr: expect.stringContaining("signature-foreign") });
  server.feed.restore(file);
});

test.each([
  [[], 2],
  [["4593.2.5", "4593.2.4"], 2],
  [["newest"], 1],
  [["4593.1.5", "--channel", "stable"], 1],
  [["1688.5.3"], 1],
])("%j ends with %i", async (args, code) => {
  expect((await run(...args)).code).toBe(code);
});
