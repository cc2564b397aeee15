import * as fs from "fs";
import * as path from "path";
import { beforeEach, expect, test } from "vitest";
import { CommandArguments } from "../../lib/cli/arguments";
import { UsageError } from "../../lib/cli/command";
import { PlannedFile, planFetch, platformOf } from "../../lib/cli/fetch-plan";
import { imageFetch } from "../../lib/cli/image-fetch";
import { temporary } from "../release/cache/testing";
import { thrown } from "../support/thrown";

const IMAGE = "flatcar_production_hetzner_image.bin.bz2";
const CODE = "flatcar_production_qemu_uefi_efi_code.qcow2";
const hash = (digit: string): string => digit.repeat(128);
const release = (version: string, architectures: object, channel = "stable") => ({ channel, version, ignition: "2.24.0", architectures });

let cwd: string;
beforeEach(() => {
  cwd = temporary();
});

function writeLock(releases: object, name = "flatcar.lock.json"): void {
  fs.writeFileSync(path.join(cwd, name), JSON.stringify({ lockVersion: 1, releases }));
}

function plan(...args: string[]): PlannedFile[] {
  return planFetch(CommandArguments.parse(args, imageFetch.options), { cwd });
}

/** Version, architecture and file name of what is planned. */
function words(planned: readonly PlannedFile[]): string[] {
  return planned.map(
    ({ request: { directory, fileName } }) => `${directory.version.toString()} ${directory.architecture.name} ${fileName}`,
  );
}

test("without names all releases of the lock are meant, on their architectures, each once", () => {
  const prod = release("4593.2.5", { amd64: {}, arm64: {} });
  writeLock({ staging: prod, prod, old: release("4593.2.4", { arm64: {} }) });
  expect(words(plan("--platform", "hetzner"))).toEqual([`4593.2.4 arm64 ${IMAGE}`, `4593.2.5 amd64 ${IMAGE}`, `4593.2.5 arm64 ${IMAGE}`]);
  expect(words(plan("--platform", "hetzner", "--arch", "aarch64"))).toEqual([`4593.2.4 arm64 ${IMAGE}`, `4593.2.5 arm64 ${IMAGE}`]);
});

test("names and versions may be mixed; a version is of amd64 unless said otherwise, and needs no lock", () => {
  expect(words(plan("--platform", "hetzner", "4593.2.5"))).toEqual([`4593.2.5 amd64 ${IMAGE}`]);
  expect(words(plan("--platform", "hetzner", "--arch", "arm64", "4593.2.5"))).toEqual([`4593.2.5 arm64 ${IMAGE}`]);
  writeLock({ prod: release("4593.2.4", { arm64: {} }) });
  expect(words(plan("--platform", "hetzner", "prod", "4593.2.5"))).toEqual([`4593.2.4 arm64 ${IMAGE}`, `4593.2.5 amd64 ${IMAGE}`]);
});

test("what the lock has of a file is expected of it, also where the version is named", () => {
  const artifact = { sha512: hash("a"), size: 5 };
  writeLock({ prod: release("4593.2.5", { amd64: { artifacts: { [IMAGE]: artifact } } }) });
  for (const name of ["prod", "4593.2.5"]) expect(plan("--platform", "hetzner", name)[0].request.expected).toEqual(artifact);
  expect(plan("--platform", "hetzner", "4593.2.4")[0].request.expected).toBeUndefined();
});

test("a hash that the lock has under another name of the same release counts too", () => {
  const artifact = { sha512: hash("a"), size: 5 };
  const bare = release("4593.2.5", { amd64: {} });
  writeLock({ a: bare, locked: release("4593.2.5", { amd64: { artifacts: { [IMAGE]: artifact } } }), z: bare });
  for (const names of [["a"], ["z"], ["4593.2.5"], ["locked", "z"], []]) {
    expect(plan("--platform", "hetzner", ...names).map(({ request }) => request.expected)).toEqual([artifact]);
  }
});

test("a hash of an image in the lock is that of no other release or architecture; firmware may be the same in many", () => {
  const artifacts = { [IMAGE]: { sha512: hash("a"), size: 5 }, [CODE]: { sha512: hash("b"), size: 5 } };
  writeLock({ prod: release("4593.2.5", { amd64: { artifacts } }), same: release("4593.2.5", { amd64: { artifacts } }) });
  expect(plan("--platform", "hetzner", "4593.2.4")[0].request.otherReleases).toEqual(new Map([[hash("a"), "stable 4593.2.5 for amd64"]]));
  expect(plan("--platform", "hetzner", "--arch", "arm64", "4593.2.5")[0].request.otherReleases).toEqual(
    new Map([[hash("a"), "stable 4593.2.5 for amd64"]]),
  );
  expect(plan("--platform", "hetzner", "prod")[0].request.otherReleases).toEqual(new Map());
  const firmware = plan("--platform", "libvirt", "--uefi", "4593.2.4").find(({ request }) => request.fileName === CODE);
  expect(firmware?.request.otherReleases).toEqual(new Map());
});

test("a name that looks like a version is the lock's, where it has it", () => {
  writeLock({ "4593.2.5": release("4593.2.4", { amd64: {} }) });
  expect(words(plan("--platform", "hetzner", "4593.2.5"))).toEqual([`4593.2.4 amd64 ${IMAGE}`]);
});

test("another lock is taken where it is named", () => {
  writeLock({ prod: release("4593.2.4", { amd64: {} }) }, "other.json");
  expect(words(plan("--platform", "hetzner", "--lock", "other.json"))).toEqual([`4593.2.4 amd64 ${IMAGE}`]);
});

test.each([
  [["--platform", "hetzner"], "lock-missing"],
  [["--platform", "hetzner", "prod"], "lock-missing"],
  [["--platform", "hetzner", "--lock", "other.json", "4593.2.5"], "lock-missing"],
  [["--platform", "hetzner", "--arch", "riscv64", "4593.2.5"], "architecture-unknown"],
  [["--platform", "hetzner", "3815.2.5"], "image-not-published"],
  [["--platform", "hetzner", "4593.9.5"], "channel-unknown"],
])("%j is the error %s", (args, code) => {
  expect(thrown(() => plan(...args)).code).toBe(code);
});

test("a name that the lock has not, and an architecture that a release has not, are errors that say what there is", () => {
  writeLock({ prod: release("4593.2.5", { arm64: {} }) });
  expect(thrown(() => plan("--platform", "hetzner", "pord"))).toMatchObject({ code: "lock-release-missing", mend: 'did you mean "prod"?' });
  expect(thrown(() => plan("--platform", "hetzner", "prod", "--arch", "amd64"))).toMatchObject({
    code: "architecture-not-released",
    received: "amd64",
    allowed: "arm64",
  });
});

test("no platform, and --uefi for one without it, are wrong usage", () => {
  const parsed = (...args: string[]): CommandArguments => CommandArguments.parse(args, imageFetch.options);
  expect(() => platformOf(parsed())).toThrow(UsageError);
  expect(() => platformOf(parsed("--platform", "raw", "--uefi"))).toThrow(UsageError);
  expect(platformOf(parsed("--platform", "libvirt", "--uefi"))).toBe("libvirt");
});
