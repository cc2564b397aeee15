import * as fs from "fs";
import * as path from "path";
import { expect } from "vitest";
import { PROJECT } from "../../../support/project";
import { Recorded } from "../scenario";

const VECTORS = path.join(PROJECT, "test", "vectors", "plans");

/** Holds a recording against the one that is kept, or keeps it where that is asked for: see scripts/record-plans.mjs. */
export function keep(platform: string, name: string, recorded: Recorded): void {
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
