import { expect, test } from "vitest";
import { ExecError } from "./exec";
import { requires } from "./requirements";
import { TerraformRun } from "./terraform";
import { Workspace } from "./workspace";

/** A stack without providers; `second` is a resource more. */
function stack(second = false): object {
  return {
    terraform: { backend: { local: { path: "terraform.tfstate" } } },
    variable: { secret: { type: "string", sensitive: true }, names: { type: "list(string)", default: [] } },
    resource: { terraform_data: { first: { input: "${var.secret}" }, ...(second && { second: { input: "${var.names}" } }) } },
    output: { names: { value: "${var.names}" } },
  };
}

requires("terraform")("Terraform in a synthesised stack", () => {
  test("plans, applies, shows and destroys with the variables given", async () => {
    const workspace = Workspace.forTest();
    workspace.write("cdk.tf.json", stack());
    const run = new TerraformRun({ directory: workspace.directory, variables: { secret: "s3cret", names: ["a", "b"] } });
    await run.init();
    await run.validate();
    const first = await run.plan();
    expect(first.changes).toEqual([{ address: "terraform_data.first", actions: ["create"] }]);
    expect(first.outputChanges).toEqual(["names"]);
    expect(first.output).toContain("Plan: 1 to add");
    await run.apply();
    expect((await run.plan()).isEmpty).toBe(true);
    expect(await run.outputs()).toEqual({ names: ["a", "b"] });
    expect((await run.attributes("terraform_data.first")).output).toBe("s3cret");

    workspace.write("cdk.tf.json", stack(true));
    const more = run.with({ variables: { secret: "other" } });
    expect((await more.plan()).changes).toEqual([
      { address: "terraform_data.first", actions: ["update"] },
      { address: "terraform_data.second", actions: ["create"] },
    ]);
    const targeted = await more.plan({ args: ["-target=terraform_data.second"] });
    expect(targeted.changes.map((c) => c.address)).toEqual(["terraform_data.second"]);
    await more.apply();
    expect((await more.resources()).map((r) => r.address)).toEqual(["terraform_data.first", "terraform_data.second"]);

    await more.destroy();
    expect(await more.resources()).toEqual([]);
    await expect(more.attributes("terraform_data.first")).rejects.toThrow("the state has no terraform_data.first; it has nothing");
  });

  test("rejects with what Terraform said when a command fails", async () => {
    const workspace = Workspace.forTest();
    workspace.write("cdk.tf.json", stack());
    const run = new TerraformRun({ directory: workspace.directory });
    await run.init();
    const error = await run.apply().catch((e: unknown) => e);
    expect(error).toBeInstanceOf(ExecError);
    expect(error).toMatchObject({ exitCode: 1 });
    expect(String(error)).toContain("No value for required variable");
  });

  test("does not look for a provider outside of the mirror", async () => {
    const workspace = Workspace.forTest();
    workspace.write("cdk.tf.json", { terraform: { required_providers: { random: { source: "hashicorp/random" } } } });
    const run = new TerraformRun({ directory: workspace.directory });
    await expect(run.init()).rejects.toThrow(/hashicorp\/random/);
  });

  test("refuses a directory that is no stack", () => {
    const { directory } = Workspace.forTest();
    expect(() => new TerraformRun({ directory })).toThrow(`${directory} holds no cdk.tf.json`);
  });
});

requires(
  "terraform",
  "provider-hcloud",
  "provider-libvirt",
)("the mirror", () => {
  test("gives each provider that was built", async () => {
    const workspace = Workspace.forTest();
    const required_providers = {
      hcloud: { source: "hetznercloud/hcloud", version: "1.68.0" },
      libvirt: { source: "dmacvicar/libvirt", version: "0.8.3" },
    };
    workspace.write("cdk.tf.json", { terraform: { required_providers } });
    const run = new TerraformRun({ directory: workspace.directory });
    await run.init();
    const schemas = JSON.parse((await run.run(["providers", "schema", "-json"])).stdout) as { provider_schemas: Record<string, object> };
    const names = Object.keys(schemas.provider_schemas).map((name) => name.slice(name.indexOf("/") + 1));
    expect(names.sort()).toEqual(["dmacvicar/libvirt", "hetznercloud/hcloud"]);
  });
});
