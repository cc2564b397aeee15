import { describe, expect, test } from "vitest";
import { PoolFates } from "../../../lib/check/model/fate";
import { poolFates } from "../../../lib/check/model/model";
import { RecordedChange, recorded, recordings } from "../model/recorded";

/** What is said of the machines, without the reasons: these name the addresses and attributes, which another version may give in another order. */
function fates({ stack, plan, base }: RecordedChange): object[] {
  return poolFates(stack, plan, base).map(({ machines, ...pool }: PoolFates) => ({
    ...pool,
    machines: machines.map(({ reasons, ...machine }) => ({ ...machine, reasons: reasons.map(({ address }) => address) })),
  }));
}

describe.each([
  // Nothing is said of whether a plan is applyable and complete by OpenTofu and by Terraform before 1.8, which is no "no".
  ["opentofu-1.10", "registry.opentofu.org", 5, undefined],
  ["terraform-1.5", "registry.terraform.io", 2, undefined],
  ["terraform-1.8", "registry.terraform.io", 1, true],
])("what %s plans", (folder, registry, count, isWhole) => {
  const names = recordings(folder);

  test("is there for some changes", () => {
    expect(names).toHaveLength(count);
  });

  test.each(names)("is read as what the Terraform of the tests plans, and does the same: %s", (name) => {
    const other = recorded(folder, name);
    const terraform = recorded("hetzner", name);
    expect(other.plan.providers.hcloud.name).toBe(`${registry}/hetznercloud/hcloud`);
    expect(fates(other)).toEqual(fates(terraform));
    expect(other.machines).toEqual(terraform.machines);
    expect(other.plan).toMatchObject({ errored: false, applyable: isWhole, complete: isWhole });
  });
});
