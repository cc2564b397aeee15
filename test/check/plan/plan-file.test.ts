import * as fs from "fs";
import * as path from "path";
import { expect, test } from "vitest";
import { readPlanFile } from "../../../lib/check/plan/plan-file";
import { stackOf } from "../manifests";
import { thrown } from "../../support";
import { withScratch } from "../../support/project";

const change = (i: number) => ({
  address: `hcloud_server.n${i}`,
  mode: "managed",
  type: "hcloud_server",
  name: `n${i}`,
  provider_name: "p",
  change: { actions: ["create"], before: null, after: { name: `é-${i}`, user_data: "x".repeat(i % 700) }, after_unknown: { id: true } },
});

function inFile<T>(text: string | Buffer, use: (file: string) => T): T {
  return withScratch((folder) => {
    const file = path.join(folder, "p.json");
    fs.writeFileSync(file, text);
    return use(file);
  });
}

test("a file is read in pieces, whatever stands at their ends", () => {
  const resource_changes = Array.from({ length: 3000 }, (_, i) => change(i));
  const text = JSON.stringify({ format_version: "1.2", resource_changes, configuration: {} });
  expect(text.length).toBeGreaterThan(1 << 20);
  const plan = inFile(text, (file) => readPlanFile(file, "p.json"));
  expect(plan.name).toBe("p.json");
  expect(plan.changes.map(({ address, after }) => [address, after.name])).toEqual(
    resource_changes.map(({ address }, i) => [address, `é-${i}`]),
  );
});

test("a file that is not there, or is a folder, is an error of one line", () => {
  expect(thrown(() => readPlanFile("/nowhere/p.json"))).toMatchObject({ code: "plan-unreadable", received: "/nowhere/p.json" });
  expect(thrown(() => withScratch((folder) => readPlanFile(folder, "p.json")))).toMatchObject({
    code: "plan-unreadable",
    received: "p.json",
  });
});

test("what is no plan, or not of the stack, is an error that names the file", () => {
  expect(thrown(() => inFile("{", (file) => readPlanFile(file, "p.json")))).toMatchObject({ code: "plan-truncated", received: "p.json" });
  const text = JSON.stringify({ format_version: "1.2", configuration: {} });
  const stack = stackOf({ resources: { t: { a: {} } } });
  expect(thrown(() => inFile(text, (file) => readPlanFile(file, "p.json", stack)))).toMatchObject({ code: "plan-other-stack" });
});
