import * as fs from "node:fs";
import * as path from "node:path";
import { expect, test } from "vitest";
import { Fault, type HetznerEmulator } from "../emulators/hetzner";
import { Fault as FeedFault, type ReleaseServer } from "../emulators/release";
import { STABLE, startReleaseServer } from "../emulators/release/testing";
import { LABELS, fakeSsh, folder, startEmulator } from "../upload/hetzner/rig";
import { type Outside, type Ran, run } from "./run";

interface Lab {
  readonly emulator: HetznerEmulator;
  readonly server: ReleaseServer;
  readonly directory: string;
  upload(args: readonly string[], outside?: Outside): Promise<Ran>;
}

/** A project, a release server with one release, and a user with a home and an ssh that writes to nowhere. */
async function lab(): Promise<Lab> {
  const [emulator, server, directory] = [await startEmulator(), await startReleaseServer(), folder()];
  server.publish(STABLE);
  const env = { ...fakeSsh(directory), HOME: directory, ...emulator.environment } as Record<string, string>;
  const upload: Lab["upload"] = (args, outside = {}) =>
    run(["image", "upload", ...args, "--mirror", server.url, "--key", server.keyFile], {
      cwd: directory,
      ...outside,
      env: { ...env, ...outside.env },
    });
  return { emulator, server, directory, upload };
}

const snapshots = ({ emulator }: Lab): unknown => emulator.images.filter(({ type }) => type === "snapshot");
const keysLeft = ({ directory }: Lab): string[] => {
  const keys = path.join(directory, ".cache/cdktf-flatcar/upload");
  return fs.existsSync(keys) ? fs.readdirSync(keys) : [];
};

test("a release is fetched, verified and uploaded: its snapshot's id is printed, all else is for people", async () => {
  const here = await lab();
  const { code, stdout, stderr } = await here.upload(["hetzner", STABLE.version]);
  const [{ id }] = here.emulator.images.filter(({ type }) => type === "snapshot");
  expect({ code, stdout }).toEqual({ code: 0, stdout: `${id}\n` });
  expect(stderr.split("\n").slice(-7)).toEqual([
    "making a temporary server for Flatcar stable 4593.2.5 amd64: cx23 in fsn1",
    expect.stringMatching(/^starting the rescue system of server \d+$/),
    "writing flatcar_production_hetzner_image.bin.bz2 to its disk",
    "making the snapshot",
    "deleting what was made for the upload",
    `snapshot ${id} is complete: Flatcar stable 4593.2.5 amd64`,
    "",
  ]);
  const file = "/stable/amd64-usr/4593.2.5/flatcar_production_hetzner_image.bin.bz2";
  expect(Buffer.from(await here.server.bytes(file)).equals(fs.readFileSync(path.join(here.directory, "disk")))).toBe(true);
  expect([here.emulator.servers, here.emulator.sshKeys, keysLeft(here)]).toEqual([[], [], []]);
});

test("a name of the lock means all its architectures; programs get them as JSON", async () => {
  const here = await lab();
  const init = ["lock", "init", "prod=stable", "--platforms", "hetzner", "--mirror", here.server.url, "--key", here.server.keyFile];
  expect((await run(init, { cwd: here.directory, env: { HOME: here.directory } })).stderr).not.toContain("error");
  const { code, stdout } = await here.upload(["hetzner", "prod", "--format", "json"]);
  expect(code).toBe(0);
  const printed = JSON.parse(stdout) as { id: number; architecture: string; sha512: string; version: string }[];
  expect(printed.map(({ architecture, version }) => `${architecture} ${version}`)).toEqual(["amd64 4593.2.5", "arm64 4593.2.5"]);
  const lock = JSON.parse(fs.readFileSync(path.join(here.directory, "flatcar.lock.json"), "utf8"));
  for (const { architecture, sha512 } of printed) {
    const locked = lock.releases.prod.architectures[architecture].artifacts["flatcar_production_hetzner_image.bin.bz2"].sha512;
    expect(locked.slice(0, 63)).toBe(sha512);
  }
  expect(snapshots(here)).toMatchObject([{ architecture: "x86" }, { architecture: "arm" }]);
});

test("one architecture of several can be asked for, on a server of one's choice", async () => {
  const here = await lab();
  const { code, stderr } = await here.upload(["hetzner", STABLE.version, "--arch=arm64", "--server-type", "cax21", "--location", "nbg1"]);
  expect(code).toBe(0);
  expect(stderr).toContain("warning: servers of the snapshot need a disk of 80 GB or more, as cax21 has\n");
  expect(stderr).toContain("arm64: cax21 in nbg1\n");
});

test("a snapshot that is there is one line with its id, and nothing is fetched", async () => {
  const here = await lab();
  const { id } = here.emulator.addImage({ labels: LABELS });
  const { code, stdout, stderr } = await here.upload(["hetzner", STABLE.version]);
  expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
  expect(stderr).toMatch(new RegExp(`^[^\\n]*snapshot ${id}[^\\n]*hetzner-snapshot-exists[^\\n]*\\n$`));
  expect(here.server.requests).toEqual([]);
});

test("an image that is not what is signed is not uploaded", async () => {
  const here = await lab();
  here.server.fault(/hetzner_image\.bin\.bz2$/, FeedFault.flippedBit(100), { times: Infinity, method: "GET" });
  const { code, stdout, stderr } = await here.upload(["hetzner", STABLE.version]);
  expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
  expect(stderr).toContain("flatcar_production_hetzner_image.bin.bz2");
  expect(here.emulator.requests.every(({ method }) => method === "GET")).toBe(true);
});

test("what killed uploads have left is deleted at the next, and told", async () => {
  const here = await lab();
  const { id, created } = here.emulator.addImage({ labels: { "flatcar-temporary": "x" } });
  const now = new Date(Date.parse(created) + 2 * 3_600_000);
  const { code, stdout, stderr } = await here.upload(["hetzner", "--cleanup"], { now });
  expect({ code, stdout, stderr }).toEqual({
    code: 0,
    stdout: "",
    stderr: `deleting what an earlier upload has left: snapshot ${id}, made ${created}\n`,
  });
  expect(snapshots(here)).toEqual([]);
});

test("what cannot be deleted is told, and the command ends with 1, though the snapshot is there", async () => {
  const here = await lab();
  here.emulator.inject(Fault.error(403, "forbidden", "no", { method: "DELETE", path: "/ssh_keys/*", times: Infinity }));
  const { code, stdout, stderr } = await here.upload(["hetzner", STABLE.version]);
  expect(code).toBe(1);
  expect(stdout).toMatch(/^\d+\n$/);
  const [{ id }] = here.emulator.sshKeys;
  expect(stderr).toContain(`ssh key ${id} is left: hcloud ssh-key delete ${id} deletes it (status 403, forbidden: no)\n`);
});

test("Ctrl-C ends it with 130, once all is deleted", async () => {
  const here = await lab();
  const controller = new AbortController();
  here.emulator.onRequest = ({ path: at }) => {
    if (at.endsWith("/poweroff")) controller.abort("SIGINT");
  };
  const { code, stdout, stderr } = await here.upload(["hetzner", STABLE.version], { signal: controller.signal });
  expect({ code, stdout }).toEqual({ code: 130, stdout: "" });
  expect(stderr).toMatch(/deleting what was made for the upload\ninterrupted\n$/);
  expect([here.emulator.servers, here.emulator.sshKeys, snapshots(here), keysLeft(here)]).toEqual([[], [], [], []]);
  const cleaning = await here.upload(["hetzner", "--cleanup"], { signal: controller.signal });
  expect(cleaning).toEqual({ code: 130, stdout: "", stderr: "interrupted\n" });
});

test.each<[readonly string[], Record<string, string>, number, string]>([
  [[], {}, 2, "name where to: hetzner"],
  [["aws", "prod"], {}, 2, "name where to: hetzner"],
  [["hetzner"], {}, 2, "name a release of the lock, or an exact version"],
  [["hetzner", "a", "b"], {}, 2, 'one release at a time: what is "b"?'],
  [["hetzner", "a", "--cleanup"], {}, 2, "--cleanup uploads nothing"],
  [["hetzner", "4593.2.5"], { HCLOUD_TOKEN: "" }, 1, "hetzner-token"],
  [["hetzner", "4593.2.5", "--endpoint", "http://api.hetzner.cloud/v1"], {}, 1, "hetzner-endpoint"],
  [["hetzner", "4593.2.5"], { HCLOUD_TOKEN: "wrong" }, 1, "status 401, unauthorized"],
  [["hetzner", "prod"], {}, 1, "lock-missing"],
  [["hetzner", "3510.2.0"], {}, 1, "image-not-published"],
  [["hetzner", "4593.2.5", "--ssh-config", "nowhere"], {}, 1, "file-not-readable"],
  [["hetzner", "4593.2.5", "--server-type", "cax11"], {}, 1, "hetzner-server-type-unfit"],
])("%j with %j ends with %d", async (args, env, code, words) => {
  const here = await lab();
  const ran = await here.upload(args, { env });
  expect({ code: ran.code, stdout: ran.stdout }).toEqual({ code, stdout: "" });
  expect(ran.stderr).toContain(words);
  expect(ran.stderr).not.toContain("    at ");
  expect(here.emulator.requests.every(({ method }) => method === "GET")).toBe(true);
});
