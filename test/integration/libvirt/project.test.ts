import * as fs from "fs";
import { beforeAll, expect, test } from "vitest";
import { CdktfRun, copyProject, emptyImage, exec, Libvirtd, requires, terraformEnvironment, TerraformRun, Workspace } from "../harness";

const KEY = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGqVbB1uJ6u5v1m2kq0nTj6b1vI8kX4l2b7s9c0d1e2f operator";

requires(
  "terraform",
  "cdktf",
  "provider-libvirt",
  "libvirtd",
)("the project's environments on libvirt", () => {
  const project = Workspace.forSuite();
  const host = Workspace.forSuite();
  let libvirtd: Libvirtd;
  let variables: { readonly [name: string]: string };
  let image: string;

  beforeAll(async () => {
    copyProject(project);
    image = (await emptyImage(host.directory)).path;
    libvirtd = await Libvirtd.start();
    variables = {
      libvirt_uri: libvirtd.uri,
      libvirt_domain_type: "qemu",
      libvirt_storage_directory: host.path("disks"),
      ssh_authorized_key: KEY,
    };
    return () => libvirtd.stop();
  });

  // Terraform would ask the registry for the providers' checksums, which a machine that is offline cannot.
  const args = ["--skip-provider-lock"];
  // In a folder of its own, so that the demo finds the project as it is after a clone.
  const cdktf = (given: { readonly [name: string]: string }): CdktfRun =>
    new CdktfRun({ directory: project.directory, output: "out-of-cdktf", variables: { ...given, flatcar_image: image } });

  /** `npm run demo`, as a person without an ssh key of their own would run it. */
  const demo = async (options: readonly string[], given: { readonly [name: string]: string }, allowedExitCodes = [0]): Promise<string> => {
    const env = { ...terraformEnvironment(host.mkdir("environment"), { variables: given }), HOME: host.mkdir("home"), CI: "1" };
    const { output } = await exec("npm", ["run", "demo", "--", ...options], {
      cwd: project.directory,
      env,
      timeout: 300,
      allowedExitCodes,
    });
    return output;
  };

  test("say in one line at plan that the operator's key is missing, and make nothing", async () => {
    const { ssh_authorized_key: _, ...rest } = variables;
    await expect(cdktf(rest).deploy("dev-libvirt", { args })).rejects.toThrow(
      "Nobody could log in: set TF_VAR_ssh_authorized_key to a public ssh key",
    );
    expect(await libvirtd.domains()).toEqual([]);
    expect(await demo(["--deploy", "--image", image], rest, [1])).toContain("a public ssh key in ~/.ssh or in TF_VAR_ssh_authorized_key");
    expect(await libvirtd.domains()).toEqual([]);
  });

  test("are deployed by cdktf, with their state in the project", async () => {
    const run = cdktf(variables);
    await run.deploy("dev-libvirt", { args });
    expect((await libvirtd.domains()).map(({ name, state }) => `${name} ${state}`)).toEqual([
      "dev-libvirt-web-0 running",
      "dev-libvirt-web-1 running",
    ]);
    expect(fs.readdirSync(project.path(".state"))).toEqual(["dev-libvirt.tfstate"]);
    expect(fs.readFileSync(host.path("disks/dev-libvirt-web-0.ign"), "utf8")).toContain(KEY);
    const stack = new TerraformRun({ directory: run.stackDirectory("dev-libvirt"), variables: { ...variables, flatcar_image: image } });
    expect(await stack.outputs()).toEqual({ web_addresses: { "web-0": "10.17.3.10", "web-1": "10.17.3.11" } });
    expect((await stack.plan()).isEmpty).toBe(true);
  });

  test("are deployed by the demo, which prints how to reach each machine and leaves what is there alone", async () => {
    const before = await libvirtd.bootIds();
    const output = await demo(["--deploy", "--image", image], variables);
    expect(output).toMatch(/^dev-libvirt +web +libvirt +beta 4757\.1\.0 +amd64 +2 /m);
    expect(output).toContain("\nweb-0: 10.17.3.10    ssh core@10.17.3.10\nweb-1: 10.17.3.11    ssh core@10.17.3.11\n");
    expect(await libvirtd.bootIds()).toEqual(before);
  });

  test("are taken down by the demo, with nothing left", async () => {
    await demo(["--destroy"], variables);
    expect(await libvirtd.domains()).toEqual([]);
    expect((await libvirtd.virsh("net-list", "--all", "--name")).trim()).toBe("");
    expect((await libvirtd.virsh("pool-list", "--all", "--name")).trim()).toBe("");
    expect(fs.existsSync(host.path("disks"))).toBe(false);
  });
});
