import * as fs from "fs";
import * as path from "path";
import { beforeAll, describe, expect, test } from "vitest";
import { PROJECT } from "../../support/project";
import { Workspace, findMissing, requires } from "../harness";
import { Lab } from "../libvirt/lab";
import { AWS, recordAws } from "./aws";
import { BARE_METAL, recordBareMetal } from "./bare-metal";
import { HETZNER, PLAIN_HETZNER, recordHetzner } from "./hetzner";
import { LIBVIRT, recordLibvirt } from "./libvirt";
import { LIBVIRT_09, recordLibvirt09 } from "./libvirt-0.9";
import { Recorded } from "./scenario";
import { PLANNERS, recordByPlanner } from "./terraform-versions";

const VECTORS = path.join(PROJECT, "test", "vectors", "plans");

/** Holds a recording against the one that is kept, or keeps it where that is asked for: see scripts/record-plans.mjs. */
function keep(platform: string, name: string, recorded: Recorded): void {
  const file = path.join(VECTORS, platform, `${name}.json`);
  if (process.env.RECORD_PLANS === "1") {
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.writeFileSync(file, written(recorded));
  }
  expect(recorded).toEqual(JSON.parse(fs.readFileSync(file, "utf8")));
}

/** A line for each resource, so that a change of one is a change of a line. */
function written({ base, stack, plan, machines, refused }: Recorded): string {
  const { resource_changes: changes = [], ...rest } = plan;
  const list = changes.map((change) => `  ${JSON.stringify(change)}`).join(",\n");
  const parts = { base, stack, machines, ...(refused === undefined ? {} : { refused }) };
  const members = Object.entries(parts).map(([key, part]) => `"${key}": ${JSON.stringify(part)},\n`);
  const others = Object.entries(rest).map(([key, value]) => ` ${JSON.stringify(key)}: ${JSON.stringify(value)},\n`);
  return `{\n${members.join("")}"plan": {\n${others.join("")} "resource_changes": [\n${list}\n ]\n}\n}\n`;
}

requires("terraform", "provider-hcloud")("plans of Hetzner", () => {
  test.each([...Object.keys(HETZNER), ...Object.keys(PLAIN_HETZNER)])("are as they were recorded: %s", async (name) =>
    keep("hetzner", name, await recordHetzner(name)),
  );
});

// Where they are built: see tools.mjs. That what is kept of them is read is held by test/check/plan/terraform-versions.test.ts, everywhere.
describe.each(Object.entries(PLANNERS))("plans of %s", (folder, planner) => {
  test.skipIf(findMissing([`tool-${planner.tool}`, "provider-hcloud"]).length > 0).each(planner.changes)(
    "are as they were recorded: %s",
    async (name) => keep(folder, name, await recordByPlanner(planner, name)),
  );
});

requires("terraform", "provider-aws-stand-in")("plans of AWS", () => {
  test.each(Object.keys(AWS))("are as they were recorded: %s", async (name) => keep("aws", name, await recordAws(name)));
});

requires(
  "terraform",
  "provider-matchbox",
  "matchbox",
)("plans of bare metal", () => {
  test.each(Object.keys(BARE_METAL))("are as they were recorded: %s", async (name) =>
    keep("bare-metal", name, await recordBareMetal(name)),
  );
});

requires("terraform", "provider-libvirt-0.9-stand-in")("plans of libvirt 0.9", () => {
  test.each(Object.keys(LIBVIRT_09))("are as they were recorded: %s", async (name) =>
    keep("libvirt-0.9", name, await recordLibvirt09(name)),
  );
});

requires(
  "terraform",
  "provider-libvirt",
  "libvirtd",
)("plans of libvirt", () => {
  const workspace = Workspace.forSuite();
  let lab: Lab;
  beforeAll(async () => {
    lab = await Lab.start(workspace);
    return () => lab.stop();
  });
  test.each(Object.keys(LIBVIRT))("are as they were recorded: %s", async (name) => keep("libvirt", name, await recordLibvirt(lab, name)));
});
