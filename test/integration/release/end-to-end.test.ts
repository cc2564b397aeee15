import * as fs from "node:fs";
import * as path from "node:path";
import { beforeAll, expect, test } from "vitest";
import { type Publication, ReleaseServer } from "../../emulators/release";
import { PROJECT, filesBelow } from "../../support/project";
import { CdktfRun, copyProject, exec, ExecError, Libvirtd, type Plan, requires, TerraformRun, Workspace } from "../harness";
import { planLines, plannedMachines } from "../libvirt/planned-machines";

const KEY = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGqVbB1uJ6u5v1m2kq0nTj6b1vI8kX4l2b7s9c0d1e2f operator";

const BETA: Publication = { channel: "beta", version: "4757.1.0", date: "2026-08-13" };
const STABLE: Publication = { channel: "stable", version: "4593.2.5", date: "2026-08-13" };
const NEXT: Publication = { channel: "beta", version: "4757.1.1", date: "2026-08-27" };

/** The environment dev with a second pool: one whose machines follow the release, beside one whose machines update themselves. */
const environment = (images: string): string => `
import { ChangePolicy, RebootWindow, UpdateStrategy, nodes } from "../lib";
import { LibvirtImage } from "../lib/libvirt";
import { baseConfig } from "./configs";
import { Environment } from "./environment";
import { StateBackend } from "./state-backend";

const common = {
  image: LibvirtImage.fromDirectory(${JSON.stringify(images)}),
  rootDiskGib: 13,
  memoryMib: 1024,
  machineConfig: [baseConfig("dev")],
  update: UpdateStrategy.reboot({ window: RebootWindow.daily({ start: "02:00", length: "2h" }) }),
};

export const dev: Environment = {
  name: "dev",
  backend: StateBackend.local(),
  release: "dev",
  libvirt: {
    networkCidr: "10.17.3.0/24",
    pools: {
      web: { ...common, nodes: nodes("web", 2), firstAddress: "10.17.3.10" },
      batch: { ...common, nodes: { "batch-a": { address: "10.17.3.20" } }, onReleaseChange: ChangePolicy.REPLACE },
    },
  },
};
`;

requires(
  "terraform",
  "cdktf",
  "provider-libvirt",
  "libvirtd",
)("a fresh checkout", () => {
  const project = Workspace.forSuite();
  const host = Workspace.forSuite();
  let server: ReleaseServer;
  let libvirtd: Libvirtd;
  let variables: { readonly [name: string]: string };

  beforeAll(async () => {
    copyProject(project, ["flatcar.lock.json"]);
    project.write("environments/dev.ts", environment(project.path("images")));
    await exec(process.execPath, [path.join(PROJECT, "node_modules/typescript/bin/tsc"), "-p", "tsconfig.build.json"], {
      cwd: project.directory,
      timeout: 300,
    });
    server = await ReleaseServer.start();
    for (const release of [BETA, STABLE]) server.publish(release);
    libvirtd = await Libvirtd.start();
    variables = {
      libvirt_uri: libvirtd.uri,
      libvirt_domain_type: "qemu",
      libvirt_storage_directory: host.path("disks"),
      ssh_authorized_key: KEY,
    };
    return async () => {
      await libvirtd.stop();
      await server.close();
    };
  });

  const cdktf = (): CdktfRun => new CdktfRun({ directory: project.directory, variables });
  // Terraform would ask the registry for the providers' checksums, which a machine that is offline cannot.
  const args = ["--skip-provider-lock"];
  const program = async (...words: string[]): Promise<string> => {
    const env = { PATH: process.env.PATH, HOME: host.mkdir("home"), XDG_CACHE_HOME: host.path("cache") };
    const command = [project.path("dist/lib/cli/cdktf-flatcar.js"), ...words, "--mirror", server.url, "--key", server.keyFile];
    return (await exec(process.execPath, command, { cwd: project.directory, env })).stdout;
  };
  const fetch = async (): Promise<string> => program("image", "fetch", "dev", "--platform", "libvirt", "--arch", "amd64", "--to", "images");
  const plan = async (): Promise<Plan> => {
    await cdktf().synth();
    return new TerraformRun({ directory: cdktf().stackDirectory("dev-libvirt"), variables }).plan();
  };
  const stacks = (): { [file: string]: string } => {
    const folder = project.path("cdktf.out");
    const files = filesBelow(folder).filter((file) => file.endsWith("cdk.tf.json"));
    return Object.fromEntries(files.map((file) => [file, fs.readFileSync(path.join(folder, file), "utf8")]));
  };
  const image = (version: string): string => project.path(`images/amd64-usr/${version}/flatcar_production_qemu_image.img`);

  test("gets its lock from the feed, and has the hashes of what it will run", async () => {
    await program("lock", "init");
    const lock = JSON.parse(fs.readFileSync(project.path("flatcar.lock.json"), "utf8")) as {
      releases: Record<string, { version: string; architectures: { amd64: { artifacts: Record<string, { sha512: string }> } } }>;
    };
    expect(Object.entries(lock.releases).map(([name, { version }]) => `${name} ${version}`)).toEqual([
      "dev 4757.1.0",
      "staging 4593.2.5",
      "prod 4593.2.5",
    ]);
    expect(lock.releases.dev.architectures.amd64.artifacts["flatcar_production_qemu_image.img"].sha512).toMatch(/^[0-9a-f]{128}$/);
  });

  test("does not deploy without the image, and makes nothing", async () => {
    await expect(cdktf().deploy("dev-libvirt", { args })).rejects.toBeInstanceOf(ExecError);
    // cdktf ends before it has printed all that Terraform says.
    await expect(plan()).rejects.toThrow("cdktf-flatcar image fetch 4757.1.0 --platform libvirt");
    expect(await libvirtd.domains()).toEqual([]);
  });

  test("deploys the image it has fetched", async () => {
    expect(await fetch()).toBe(`${image("4757.1.0")}\n`);
    await cdktf().deploy("dev-libvirt", { args });
    expect((await libvirtd.domains()).map(({ name, state }) => `${name} ${state}`)).toEqual([
      "dev-libvirt-batch-a running",
      "dev-libvirt-web-0 running",
      "dev-libvirt-web-1 running",
    ]);
    expect((await plan()).isEmpty).toBe(true);
  });

  test("plans nothing when a new release appears, for the lock has not changed", async () => {
    server.publish(NEXT);
    expect((await plan()).isEmpty).toBe(true);
  });

  test("plans to touch, after an update of the lock, the machines of the pool that follows the release, and nothing else", async () => {
    const before = stacks();
    await program("lock", "update", "dev");
    await expect(plan()).rejects.toThrow("cdktf-flatcar image fetch 4757.1.1 --platform libvirt");
    await fetch();
    const changed = await plan();
    expect(planLines(changed).filter((line) => !line.includes("FlatcarImages"))).toEqual([
      "replace libvirt_domain batch_batch-a_Domain",
      "replace libvirt_volume batch_batch-a_RootVolume",
    ]);
    const { made, replaced, gone } = plannedMachines(changed);
    expect(replaced).toEqual(["dev-libvirt-batch-a", "dev-libvirt-batch-a.qcow2"]);
    expect(made).toEqual([expect.stringMatching(/^dev-libvirt-flatcar-beta-4757\.1\.1-amd64-/)]);
    expect(gone).toEqual([expect.stringMatching(/^dev-libvirt-flatcar-beta-4757\.1\.0-amd64-/)]);
    const { output } = await cdktf().diff("dev-libvirt", { args });
    expect(output).toMatch(/Plan: 4 to add, 0 to change, 4 to destroy/);
    const after = stacks();
    expect(Object.keys(after).filter((file) => after[file] !== before[file])).toEqual(["stacks/dev-libvirt/cdk.tf.json"]);
  });

  test("applies that, and leaves the other machines running as they were", async () => {
    const before = await libvirtd.bootIds();
    await cdktf().deploy("dev-libvirt", { args });
    const after = await libvirtd.bootIds();
    const touched = Object.keys(after).filter((name) => after[name] !== before[name]);
    expect(touched).toEqual(["dev-libvirt-batch-a"]);
    expect((await plan()).isEmpty).toBe(true);
  });

  test("is taken down with nothing left", async () => {
    await cdktf().destroy("dev-libvirt");
    expect(await libvirtd.domains()).toEqual([]);
    expect((await libvirtd.virsh("net-list", "--all", "--name")).trim()).toBe("");
    expect(fs.existsSync(host.path("disks"))).toBe(false);
  });
});
