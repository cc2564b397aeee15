import * as fs from "fs";
import * as path from "path";
import { expect, test } from "vitest";
import { isRecord, own } from "../../../lib/check/record";
import { BlockJson } from "../../support";
import { PROJECT } from "../../support/project";
import { ExecError, PlanResourceChange, TerraformRun, Workspace, requires } from "../harness";

const FOLDER = path.join(PROJECT, "test", "tools", "provider-libvirt-0.9-stand-in", "schemas");
const ROWS = (JSON.parse(fs.readFileSync(path.join(FOLDER, "behaviour.json"), "utf8")) as { rows: Record<string, Row> }).rows;

interface Row {
  readonly replace?: true;
  readonly keep?: true;
}

type Resources = { readonly [type: string]: { readonly [name: string]: BlockJson } };

class Rig {
  public readonly workspace = Workspace.forTest();
  public readonly host = this.workspace.path("host.json");
  private isInitialised = false;

  public async write(resource: Resources, env: Record<string, string> = { LIBVIRT_STAND_IN_HOST: this.host }): Promise<TerraformRun> {
    const required_providers = { libvirt: { source: "dmacvicar/libvirt", version: "0.9.7" } };
    this.workspace.write("cdk.tf.json", { terraform: { required_providers }, provider: { libvirt: [{}] }, resource });
    const run = new TerraformRun({ directory: this.workspace.directory, env });
    if (!this.isInitialised) await run.init();
    this.isInitialised = true;
    return run;
  }

  /** What happened to domains, in order. */
  public events(): string[] {
    const { events } = JSON.parse(fs.readFileSync(this.host, "utf8")) as { events: { domain: string; what: string }[] };
    return events.map(({ domain, what }) => `${domain} ${what}`);
  }
}

const POOL = { name: "pool", type: "dir", target: { path: "/srv/pool" } };
/** One resource of each type, and a change of it that replaces nothing. */
const SAMPLES: { readonly [type: string]: readonly [BlockJson, BlockJson] } = {
  libvirt_domain: [{ name: "a", type: "qemu" }, { title: "web" }],
  libvirt_ignition: [{ name: "a.ign", content: "{}" }, {}],
  libvirt_network: [{ name: "net", bridge: { stp: "on" } }, { mtu: { size: 9000 } }],
  libvirt_pool: [POOL, { target: { path: "/srv/elsewhere" } }],
  libvirt_volume: [{ name: "a.raw", pool: "pool", target: { format: { type: "raw" } } }, { type: "file" }],
};
/** Another value for an attribute that replaces. */
const OTHER: { readonly [attribute: string]: string } = { name: "other", type: "lxc", pool: "elsewhere", content: '{"a":1}' };

const rowsWith = (kind: keyof Row): string[] => Object.keys(ROWS).filter((key) => ROWS[key][kind] === true);
const split = (key: string): [type: string, attribute: string] => [key.split(".")[0], key.split(".").slice(1).join(".")];
const isUnknown = ({ change }: PlanResourceChange, attribute: string): boolean =>
  attribute.split(".").reduce<unknown>((value, step) => own(value, step), change.after_unknown) === true;

/** The computed attributes of a type, from the schema: with dots where they are in others. */
function computed(type: string): string[] {
  const schema: unknown = JSON.parse(fs.readFileSync(path.join(FOLDER, "libvirt.json"), "utf8"));
  const at = (...steps: string[]): unknown => steps.reduce<unknown>((value, step) => own(value, step), schema);
  const walk = (attributes: unknown, prefix: string): string[] =>
    Object.entries(isRecord(attributes) ? attributes : {}).flatMap(([name, attribute]) => [
      ...(own(attribute, "computed") === true ? [`${prefix}${name}`] : []),
      ...walk(own(own(attribute, "nested_type"), "attributes"), `${prefix}${name}.`),
    ]);
  return walk(at("provider_schemas", "registry.terraform.io/dmacvicar/libvirt", "resource_schemas", type, "block", "attributes"), "");
}

requires("terraform", "provider-libvirt-0.9-stand-in")("the stand-in for libvirt 0.9", () => {
  test("replaces what its table says, and knows in updates what its table says", async () => {
    const rig = new Rig();
    const image = rig.workspace.write("image", "an image");
    const content = { create: { content: { url: image } } };
    const before: { [type: string]: { [name: string]: BlockJson } } = { libvirt_pool: { pool: POOL } };
    const after: typeof before = { libvirt_pool: { pool: POOL } };
    const add = (type: string, name: string, change: BlockJson): void => {
      const [sample] = SAMPLES[type];
      const own = {
        ...sample,
        name: `${name}-${type}`,
        ...(type === "libvirt_volume" ? { ...content, depends_on: ["libvirt_pool.pool"] } : {}),
      };
      (before[type] ??= {})[name] = own;
      (after[type] ??= {})[name] = { ...own, ...change };
    };
    for (const key of rowsWith("replace")) {
      const [type, attribute] = split(key);
      add(type, `replaced_${attribute}`, { [attribute]: OTHER[attribute] });
    }
    for (const [type, [, change]] of Object.entries(SAMPLES)) if (Object.keys(change).length > 0) add(type, "updated", change);
    await (await rig.write(before)).apply();
    const still = await (await rig.write(before)).plan();
    expect(still.changes).toEqual([]);
    const plan = await (await rig.write(after)).plan();

    for (const key of rowsWith("replace")) {
      const [type, attribute] = split(key);
      const { actions, replace_paths: paths } = plan.change(`${type}.replaced_${attribute}`).change;
      expect([key, actions, paths]).toEqual([key, ["delete", "create"], [[attribute]]]);
    }
    for (const [type, [, change]] of Object.entries(SAMPLES)) {
      if (Object.keys(change).length === 0) continue;
      const updated = plan.change(`${type}.updated`);
      expect([type, updated.change.actions]).toEqual([type, ["update"]]);
      for (const attribute of computed(type)) {
        expect([type, attribute, isUnknown(updated, attribute)]).toEqual([type, attribute, ROWS[`${type}.${attribute}`]?.keep !== true]);
      }
    }
  });

  test("starts no machine whose disk is not there: a new one is not left behind, and of one that is there the apply only warns", async () => {
    const rig = new Rig();
    const domain = (volume: string) => ({
      ...{ name: "a", type: "qemu", running: true },
      devices: { disks: [{ source: { volume: { pool: "pool", volume } }, target: { dev: "vda" } }] },
      depends_on: ["libvirt_volume.root"],
    });
    const others = {
      libvirt_pool: { pool: POOL },
      libvirt_volume: { root: { name: "root", pool: "${libvirt_pool.pool.name}", capacity: 1024 } },
    };
    const run = await rig.write({ ...others, libvirt_domain: { a: domain("none") } });
    await expect(run.apply()).rejects.toThrow(/Failed to Start Domain/);
    expect(rig.events()).toEqual(["a defined", "a undefined"]);

    await (await rig.write({ ...others, libvirt_domain: { a: domain("root") } })).apply();
    const { output } = await (await rig.write({ ...others, libvirt_domain: { a: domain("none") } })).apply();
    expect(output).toMatch(/Warning: Failed to Start Domain/);
    expect(rig.events().slice(2)).toEqual(["a defined", "a started", "a stopped", "a undefined", "a defined"]);
  });

  test("says what it is where it is run without a host", async () => {
    const run = await new Rig().write({ libvirt_pool: { pool: POOL } }, {});
    const error = await run.plan().then(
      () => undefined,
      (e: unknown) => e,
    );
    expect((error as ExecError).output).toMatch(/not the real provider but a stand-in[\s\S]*LIBVIRT_STAND_IN_HOST/);
  });
});
