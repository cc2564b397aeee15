import { beforeEach, expect, onTestFinished, test } from "vitest";
import { type Attributes, blocks } from "./model";
import { addFixtures, allRows, type Fixtures, sampleFor } from "./samples";
import type { Row } from "./schema";
import { AwsStandIn } from "./stand-in";

let standIn: AwsStandIn;
let fixtures: Fixtures;

beforeEach(async () => {
  standIn = await AwsStandIn.start();
  onTestFinished(() => standIn.stop());
  fixtures = addFixtures(standIn);
});

function at(attributes: Attributes, names: readonly string[]): unknown {
  return names.length === 1 ? attributes[names[0]] : at(blocks(attributes, names[0])[0] ?? {}, names.slice(1));
}

function refusal(doing: () => unknown): string {
  try {
    doing();
  } catch (error) {
    const { code, message } = error as { code: string; message: string };
    return `${code}: ${message}`;
  }
  return "accepted";
}

/** The sample with another value at the place. */
function withValue(type: string, attribute: string, row: Row, value: unknown): Attributes {
  const names = attribute.split(".");
  const attributes = sampleFor(type, attribute, { see: row.see }, fixtures);
  const block = names.slice(0, -1).reduce((inner, name) => blocks(inner, name)[0], attributes);
  const own = names[names.length - 1];
  block[own] = Array.isArray(block[own]) || own.endsWith("s") || own === "vpc_zone_identifier" ? [value] : value;
  return attributes;
}

/** What a line does, measured: one line of text for each thing it says that the server is to do. */
function effects(type: string, attribute: string, row: Row): string[] {
  const names = attribute.split(".");
  const told: string[] = [];
  const tell = (what: string, effect: unknown): void => void told.push(`${type}.${attribute} ${what}: ${String(effect)}`);
  if (row.value !== undefined || row.default !== undefined) {
    tell("is", JSON.stringify(at(standIn.add(type, sampleFor(type, attribute, row, fixtures)).attributes, names)));
  }
  if (row.given !== undefined) {
    const without = { ...sampleFor(type, attribute, row, fixtures), associate_public_ip_address: null, [row.given]: null };
    tell(`without ${row.given}`, JSON.stringify(at(standIn.add(type, without).attributes, names)));
  }
  if (row.refers !== undefined)
    tell(
      "that is not there",
      refusal(() => standIn.add(type, withValue(type, attribute, row, "absent"))),
    );
  if (row.refers !== undefined && row.holds === true) {
    const { id, name, arn } = fixtures[row.refers];
    const reference = { id, name, arn }[attribute.endsWith("arn") ? "arn" : attribute === "role" ? "name" : "id"];
    standIn.add(type, withValue(type, attribute, row, reference));
    tell(
      `holds ${row.refers}`,
      refusal(() => standIn.delete(row.refers ?? "", id)),
    );
  }
  if (row.unique !== undefined) {
    const twice = withValue(type, attribute, row, "twice");
    standIn.add(type, twice);
    tell(
      "that is taken",
      refusal(() => standIn.add(type, twice)),
    );
  }
  return told;
}

test("every line of the table does what it says, and another line would do something else", async () => {
  const told: string[] = [];
  for (const [type, attribute, row] of allRows()) {
    // Each in an account of its own, so that no line is measured with what another one left.
    const own = await AwsStandIn.start();
    standIn = own;
    fixtures = addFixtures(own);
    told.push(...effects(type, attribute, row));
    await own.stop();
  }
  expect(told.length).toBeGreaterThan(250);
  await expect(`${told.join("\n")}\n`).toMatchFileSnapshot("golden/behaviour.golden");
});
