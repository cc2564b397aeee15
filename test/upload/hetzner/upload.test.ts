import * as fs from "node:fs";
import * as path from "node:path";
import { expect, test } from "vitest";
import { Architecture, Channel, FlatcarVersion } from "../../../lib/release";
import { type HetznerTiming, type UploadOptions, type UploadResult, uploadToHetzner } from "../../../lib/upload/hetzner";
import { Fault, type HetznerEmulator } from "../../emulators/hetzner";
import { LABELS, NOTHING, WRITING_SSH, apiOf, failure, fakeSsh, folder, leftovers, packedImage, startEmulator, uploadOptions } from "./rig";

/** One upload in a project and a folder of its own. */
class Run {
  public static async start(more: Partial<UploadOptions> = {}, timing: Partial<HetznerTiming> = {}): Promise<Run> {
    return new Run(await startEmulator(), folder(), more, timing);
  }

  public readonly options: ReturnType<typeof uploadOptions>;

  private constructor(
    public readonly emulator: HetznerEmulator,
    public readonly directory: string,
    more: Partial<UploadOptions>,
    private readonly timing: Partial<HetznerTiming>,
  ) {
    this.options = uploadOptions(directory, more);
  }

  public async upload(): Promise<UploadResult> {
    return uploadToHetzner(apiOf(this.emulator, this.timing), this.options);
  }

  public get left(): unknown {
    return leftovers(this.emulator, this.directory);
  }

  /** What is left where all went well: the snapshot alone. */
  public get complete(): unknown {
    const sha512 = packedImage(this.directory).sha512.slice(0, 63);
    return { ...NOTHING, snapshots: [{ ...LABELS, "flatcar-sha512": sha512 }] };
  }
}

test("a snapshot is made, with the labels of the contract, and nothing else is left", async () => {
  const run = await Run.start();
  const { snapshot, isClean } = await run.upload();
  expect(isClean).toBe(true);
  expect(run.left).toEqual(run.complete);
  expect(run.emulator.images.find(({ id }) => id === snapshot.id)).toMatchObject({
    status: "available",
    architecture: "x86",
    description: "Flatcar stable 4593.2.5 amd64",
    diskSize: 40,
  });
  expect(snapshot).toMatchObject({ channel: "stable", version: "4593.2.5", architecture: Architecture.AMD64 });
  expect(fs.readFileSync(path.join(run.directory, "disk"), "utf8")).toBe("packed bytes");
});

test("whoever waits is told of each step", async () => {
  const run = await Run.start();
  await run.upload();
  const id = run.emulator.history[0].serverId;
  expect(run.options.told).toEqual({
    lines: [
      "making a temporary server for Flatcar stable 4593.2.5 amd64: cx23 in fsn1",
      `starting the rescue system of server ${id}`,
      "writing flatcar_production_hetzner_image.bin.bz2 to its disk",
      "making the snapshot",
      "deleting what was made for the upload",
    ],
    sent: [12],
    made: [100],
  });
});

test("the server is never started but into the rescue system, and is off when the snapshot is made", async () => {
  const run = await Run.start();
  await run.upload();
  const events = run.emulator.history.map(({ event, rescuedBy }) => `${event}${rescuedBy === undefined ? "" : " in rescue"}`);
  expect(events).toEqual(["created", "enable_rescue", "poweron in rescue", "poweroff", "create_image", "deleted"]);
  expect(run.emulator.history[2].rescuedBy).toEqual([expect.stringMatching(/^ssh-ed25519 /)]);
});

test("its name and labels tell what it is for, and no other upload has the same", async () => {
  const run = await Run.start();
  await run.upload();
  const created = run.emulator.requests.find(({ method, path: at }) => method === "POST" && at === "/servers")?.body;
  expect(created).toMatchObject({
    name: expect.stringMatching(/^flatcar-image-4593\.2\.5-amd64-[0-9a-f]{12}$/) as string,
    labels: { "flatcar-temporary": expect.stringMatching(/^[0-9a-f]{12}$/) as string },
    server_type: "cx23",
    location: "fsn1",
    start_after_create: false,
  });
});

test("a nightly for arm64 has a name that Hetzner takes, and a server that is arm", async () => {
  const version = FlatcarVersion.parse("4799.0.0+nightly-20260821-2100");
  const run = await Run.start({ release: { channel: Channel.ALPHA, version, architecture: Architecture.ARM64 }, location: "hel1" });
  const { snapshot } = await run.upload();
  expect(snapshot).toMatchObject({ architecture: Architecture.ARM64, version: "4799.0.0_nightly-20260821-2100" });
  expect(run.emulator.history[0].serverName).toMatch(/^flatcar-image-4799\.0\.0-nightly-20260821-2100-arm64-/);
  expect(run.emulator.requests.find(({ method, path: at }) => method === "POST" && at === "/servers")?.body).toMatchObject({
    server_type: "cax11",
    location: "hel1",
  });
});

test("a build that somebody has named as long as a label takes has a server whose name is that of a host", async () => {
  const version = FlatcarVersion.parse(`4799.0.0+${"x".repeat(54)}`);
  const run = await Run.start({ release: { channel: Channel.ALPHA, version, architecture: Architecture.ARM64 } });
  await run.upload();
  expect(run.emulator.history[0].serverName).toHaveLength(63);
});

test("the key lies where nobody else can read it, and only while it is needed", async () => {
  const run = await Run.start();
  const seen: string[] = [];
  run.emulator.onRequest = ({ path: at }) => {
    if (!at.endsWith("/poweron")) return;
    const directory = path.join(run.options.keyDirectory, fs.readdirSync(run.options.keyDirectory)[0]);
    const mode = (file: string): string => (fs.statSync(file).mode & 0o777).toString(8);
    seen.push(mode(directory), mode(path.join(directory, "id_ed25519")));
  };
  await run.upload();
  expect(seen).toEqual(["700", "600"]);
});

test("a release whose snapshot is there is refused before anything is fetched or made", async () => {
  const run = await Run.start({ image: () => Promise.reject(new Error("nothing is to be fetched")) });
  const { id } = run.emulator.addImage({ labels: LABELS });
  const error = await failure(run.upload());
  expect(error).toMatchObject({ code: "hetzner-snapshot-exists", received: expect.stringContaining(`snapshot ${id}`) as string });
  expect(run.emulator.requests.every(({ method }) => method === "GET")).toBe(true);
});

test("one that came meanwhile wins, and ours goes", async () => {
  const run = await Run.start();
  let other = 0;
  run.emulator.onRequest = ({ path: at }) => {
    if (at.endsWith("/poweroff")) other = run.emulator.addImage({ labels: LABELS }).id;
  };
  expect((await failure(run.upload())).received).toContain(`snapshot ${other}`);
  expect(run.left).toEqual({ ...NOTHING, snapshots: [LABELS] });
});

test.each<[string, RegExp]>([
  ["its snapshot is made", /\/images\/\d+$/],
  ["its labels are given", /^PUT /],
])("one that began later and was complete before %s wins too: never are there two", async (_when, moment) => {
  const run = await Run.start();
  let other = 0;
  run.emulator.onRequest = ({ method, path: at }) => {
    if (other === 0 && moment.test(`${method} ${at}`)) other = run.emulator.addImage({ labels: LABELS }).id;
  };
  expect((await failure(run.upload())).received).toContain(`snapshot ${other}`);
  expect(run.left).toEqual({ ...NOTHING, snapshots: [LABELS] });
});

test("of two uploads at once one is made, and one refused", async () => {
  const patient = { stateLooks: 1_000 };
  const [one, other] = [await Run.start({}, patient), folder()];
  const results = await Promise.allSettled([one.upload(), uploadToHetzner(apiOf(one.emulator, patient), uploadOptions(other))]);
  expect(results.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
  expect(one.left).toEqual(one.complete);
  expect(leftovers(one.emulator, other)).toEqual(one.complete);
});

test("an image that cannot be fetched ends it before anything is made", async () => {
  const run = await Run.start({ image: () => Promise.reject(new Error("no network")) });
  await expect(run.upload()).rejects.toThrow("no network");
  expect(run.emulator.requests.every(({ method }) => method === "GET")).toBe(true);
});

test("a snapshot that was made stays where not all else can be deleted, which is told", async () => {
  const run = await Run.start();
  run.emulator.inject(Fault.error(403, "forbidden", "no", { method: "DELETE", path: "/servers/*", times: Infinity }));
  const { isClean } = await run.upload();
  expect(isClean).toBe(false);
  const [{ id, name }] = run.emulator.servers;
  expect(run.left).toMatchObject({ servers: [name], keys: [], files: [], snapshots: [{ os: "flatcar" }] });
  expect(run.options.told.lines.at(-1)).toBe(`server ${id} is left: hcloud server delete ${id} deletes it (status 403, forbidden: no)`);
});

test("an error that made it fail is told, and not that of the cleaning up after it", async () => {
  const run = await Run.start();
  run.emulator.inject(Fault.error(403, "forbidden", "no", { method: "DELETE", times: Infinity }));
  run.emulator.inject(Fault.actionFails({ path: "/servers/*/actions/poweron" }));
  expect((await failure(run.upload())).code).toBe("hetzner-action");
  expect(run.options.told.lines.filter((line) => line.includes(" is left: "))).toHaveLength(2);
});

test("an upload that takes longer than it may is ended, and cleaned up after", async () => {
  const directory = folder();
  const run = await Run.start({ env: fakeSsh(directory, '[ "$1" = -G ] && exit 0; exec sleep 60') }, { uploadMs: 700 });
  expect(await failure(run.upload())).toMatchObject({ code: "hetzner-upload-slow" });
  expect(run.left).toEqual(NOTHING);
});

test.each<[string, string, string]>([
  ["lets nobody in", '[ "$1" = -G ] && exit 0; echo "Permission denied (publickey)." >&2; exit 255', "ssh-unreachable"],
  ["did not get the image", `${WRITING_SSH.replace('cat >"$FAKE_SSH/disk"', 'head -c 3 >"$FAKE_SSH/disk"')}`, "disk-not-written"],
  ["breaks the connection", WRITING_SSH.replace('cat >"$FAKE_SSH/disk"', "exit 255"), "disk-not-written"],
  [
    "has a full disk",
    WRITING_SSH.replace('cat >"$FAKE_SSH/disk"', 'echo "failure the disk cannot be written"; exit 1'),
    "disk-not-written",
  ],
])("a server that %s leaves nothing behind", async (_what, script, code) => {
  const run = await Run.start({}, { sshMs: 200 });
  fakeSsh(run.directory, script);
  expect((await failure(run.upload())).code).toBe(code);
  expect(run.left).toEqual(NOTHING);
});

test("without ssh, or with settings it does not take, nothing is made", async () => {
  const nowhere = await Run.start({ env: { PATH: folder() } });
  expect((await failure(nowhere.upload())).code).toBe("ssh-missing");
  const run = await Run.start();
  fakeSsh(run.directory, "echo 'config line 2: Bad configuration option: prot' >&2; exit 255");
  expect((await failure(run.upload())).code).toBe("ssh-settings");
  expect(run.emulator.requests.every(({ method }) => method === "GET")).toBe(true);
  expect([nowhere.left, run.left]).toEqual([NOTHING, NOTHING]);
});

/** What an upload asks for when nothing goes wrong, in order. */
async function requestsOf(): Promise<readonly string[]> {
  const run = await Run.start();
  await run.upload();
  return run.emulator.requests.map(({ method, path: at }) => `${method} ${at}`);
}

/** Where the cleaning up begins: what fails before it undoes all, and what fails in it is tried again. */
function cleaningOf(requests: readonly string[]): number {
  const at = requests.indexOf("GET /servers");
  expect(requests.slice(at - 2, at)).toEqual([expect.stringMatching(/^PUT \/images\/\d+$/), "GET /images"]);
  return at;
}

test("whichever request is refused, nothing is left: only what was complete already stays", { timeout: 120_000 }, async () => {
  const requests = await requestsOf();
  const cleaning = cleaningOf(requests);
  for (let skip = 0; skip < requests.length; skip++) {
    const run = await Run.start();
    run.emulator.inject(Fault.error(400, "oops", "no", { skip }));
    const result = await run.upload().then(
      ({ isClean }) => isClean,
      (e: { code: string }) => e.code,
    );
    expect([requests[skip], result]).toEqual([requests[skip], skip < cleaning ? "hetzner-api" : true]);
    expect([requests[skip], run.left]).toEqual([requests[skip], skip < cleaning ? NOTHING : run.complete]);
  }
});

test.each([
  ["before it has an effect", false],
  ["after it has had one", true],
])("whichever connection breaks %s, the snapshot is made, once", { timeout: 120_000 }, async (_when, applied) => {
  const requests = await requestsOf();
  for (let skip = 0; skip < requests.length; skip++) {
    const run = await Run.start();
    run.emulator.inject(Fault.connectionReset({ skip }, { applied }));
    const result = await run.upload().catch((e: Error) => e.message);
    expect([requests[skip], result]).toMatchObject([requests[skip], { isClean: true }]);
    expect([requests[skip], run.left]).toEqual([requests[skip], run.complete]);
  }
});

test("whichever action fails, nothing is left", { timeout: 120_000 }, async () => {
  for (const action of ["", "/actions/enable_rescue", "/actions/poweron", "/actions/poweroff", "/actions/create_image"]) {
    const run = await Run.start();
    const at = action === "" ? "/servers" : `/servers/*${action}`;
    run.emulator.inject(Fault.actionFails({ method: "POST", path: at }, { code: "failed", message: "no" }, 2));
    expect(await failure(run.upload())).toMatchObject({ code: "hetzner-action", received: "failed: no" });
    expect([action, run.left]).toEqual([action, NOTHING]);
  }
});

test("a server that does not go off is not made a snapshot of", async () => {
  const run = await Run.start();
  run.emulator.inject(Fault.actionWithoutEffect({ path: "/servers/*/actions/poweroff" }));
  expect(await failure(run.upload())).toMatchObject({ code: "hetzner-state", received: "running" });
  expect(run.left).toEqual(NOTHING);
});

test("actions that take their time are waited for, and the snapshot's progress told", async () => {
  const run = await Run.start();
  for (const at of ["/servers", "/servers/*/actions/*"])
    run.emulator.inject(Fault.actionRunning(3, { method: "POST", path: at, times: Infinity }));
  await run.upload();
  expect(run.options.told.made).toEqual([0, 25, 50, 100]);
  expect(run.left).toEqual(run.complete);
});

test("whenever it is interrupted, nothing is left", { timeout: 240_000 }, async () => {
  const requests = await requestsOf();
  const cleaning = cleaningOf(requests);
  for (let at = 0; at < requests.length; at++) {
    const controller = new AbortController();
    const run = await Run.start({ signal: controller.signal });
    let seen = 0;
    run.emulator.onRequest = () => {
      if (seen++ === at) controller.abort("SIGINT");
    };
    const result = await run.upload().then(
      ({ isClean }) => isClean,
      (e: unknown) => e,
    );
    expect([requests[at], result]).toEqual([requests[at], at < cleaning ? "SIGINT" : true]);
    expect([requests[at], run.left]).toEqual([requests[at], at < cleaning ? NOTHING : run.complete]);
  }
});

test("nor where that is while the snapshot is being made, which locks the server", async () => {
  const controller = new AbortController();
  const run = await Run.start({ signal: controller.signal });
  run.emulator.inject(Fault.actionRunning(8, { path: "/servers/*/actions/create_image" }));
  run.emulator.onRequest = ({ path: at }) => {
    if (/^\/actions\//.test(at)) controller.abort("SIGINT");
  };
  await expect(run.upload()).rejects.toBe("SIGINT");
  expect(run.left).toEqual(NOTHING);
});

test("the token of the API is in nothing that is told or thrown, and not in the environment of ssh", async () => {
  const run = await Run.start();
  await run.upload();
  const heard = JSON.stringify(run.options.told) + fs.readFileSync(path.join(run.directory, "env"), "utf8");
  expect(heard).not.toContain(run.emulator.token);
  expect(fs.readFileSync(path.join(run.directory, "calls"), "utf8")).not.toContain(run.emulator.token);
});
