import * as fs from "fs";
import * as path from "path";
import * as ipaddr from "ipaddr.js";
import { beforeAll, describe, expect, test } from "vitest";
import { dev } from "../../environments/dev";
import { Environment } from "../../environments/environment";
import { prod } from "../../environments/prod";
import { staging } from "../../environments/staging";
import { StackJson } from "../support";
import { PROJECT, synthesiseProject } from "../support/project";

const ENVIRONMENTS = [dev, staging, prod];
const PLATFORMS = ["aws", "bare-metal", "hetzner", "libvirt"];
const CREDENTIAL = /TOKEN|SECRET|PASSWORD|^TF_VAR_|^AWS_|^GOOGLE|^HCLOUD/i;

let stacks: { [name: string]: StackJson };

beforeAll(() => {
  // No credential and no variable of Terraform is there while synthesising.
  const none = Object.fromEntries(
    Object.keys(process.env)
      .filter((name) => CREDENTIAL.test(name))
      .map((name) => [name, undefined]),
  );
  const files = Object.entries(synthesiseProject({ env: none })).filter(([file]) => file.endsWith("/cdk.tf.json"));
  stacks = Object.fromEntries(files.map(([file, text]) => [file.split("/")[1], JSON.parse(text)]));
}, 120_000);

test("there is a stack for each environment on each platform, and it is called by both", () => {
  const wanted = ENVIRONMENTS.flatMap(({ name }) => PLATFORMS.map((platform) => `${name}-${platform}`));
  expect(Object.keys(stacks).sort()).toEqual(wanted.sort());
});

test("each environment is a file of its name", () => {
  for (const { name } of ENVIRONMENTS) expect(fs.existsSync(path.join(PROJECT, "environments", `${name}.ts`))).toBe(true);
});

test("no two stacks share a state", () => {
  const states = Object.values(stacks).map((stack) => JSON.stringify(stack.terraform?.backend));
  expect(new Set(states).size).toBe(states.length);
});

test("no two networks overlap, so that environments can be joined, and share a libvirt host", () => {
  const ranges = ENVIRONMENTS.flatMap(({ aws, hetzner, libvirt }) => [aws, hetzner, libvirt].map((one) => one?.networkCidr)).flatMap(
    (cidr) => (cidr === undefined ? [] : [ipaddr.IPv4.parseCIDR(cidr)]),
  );
  for (const [i, one] of ranges.entries()) {
    for (const other of ranges.slice(i + 1)) expect(one[0].match(other[0], Math.min(one[1], other[1])), `${one} and ${other}`).toBe(false);
  }
});

test("production is never ahead of staging, nor staging of dev: each runs a release of its name in the lock", () => {
  const { releases } = JSON.parse(fs.readFileSync(path.join(PROJECT, "flatcar.lock.json"), "utf8"));
  const major = (environment: Environment): number => Number(releases[environment.release].version.split(".")[0]);
  for (const environment of ENVIRONMENTS) expect(environment.release).toBe(environment.name);
  expect(major(prod)).toBeLessThanOrEqual(major(staging));
  expect(major(staging)).toBeLessThanOrEqual(major(dev));
});

describe.each(ENVIRONMENTS)("$name", ({ name, aws, bareMetal, hetzner, libvirt }) => {
  test("says what its machines are: its name is in the config of each", () => {
    for (const stack of PLATFORMS.map((platform) => stacks[`${name}-${platform}`])) {
      const texts = JSON.stringify({ locals: stack.locals, resource: stack.resource });
      expect(texts).toContain(`data:,ENVIRONMENT%3D${name}%0A`);
      expect(texts).not.toContain("%40ENVIRONMENT%40");
    }
  });

  test("prints the address of each machine, by its name, pool by pool", () => {
    for (const [platform, pools] of [
      ["aws", aws?.pools],
      ["hetzner", hetzner?.pools],
      ["libvirt", libvirt?.pools],
    ] as const) {
      const { output } = stacks[`${name}-${platform}`];
      const printed = Object.entries(output ?? {})
        .filter(([id]) => id.endsWith("_addresses"))
        .map(([id, { value }]) => [id, Object.keys(value as object).sort()]);
      const wanted = Object.entries(pools ?? {}).map(([pool, props]) => [`${pool}_addresses`, Object.keys(props.nodes).sort()]);
      expect(printed.sort()).toEqual(wanted.sort());
    }
  });

  test("prints of each machine of its own whether it is stale", () => {
    const printed = Object.entries(stacks[`${name}-bare-metal`].output ?? {}).map(([id, { value }]) => [id, Object.keys(value as object)]);
    expect(printed).toEqual(Object.entries(bareMetal?.pools ?? {}).map(([pool, { nodes }]) => [`${pool}_stale`, Object.keys(nodes)]));
  });

  test("prints the group of each pool whose machines have no names", () => {
    const printed = Object.keys(stacks[`${name}-aws`].output ?? {}).filter((id) => id.endsWith("_group"));
    expect(printed.sort()).toEqual(Object.keys(aws?.groups ?? {}).map((group) => `${group}_group`));
  });
});
