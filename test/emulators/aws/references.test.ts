import { expect, test } from "vitest";
import { Account, refusal } from "./testing";

test("a security group may refer to its VPC's own group, which nobody has made", async () => {
  const account = await Account.open();
  const { default_security_group_id: own } = account.standIn.resource("aws_vpc", account.of.aws_vpc.id).attributes;
  expect(refusal(() => account.add("aws_instance", "a", { vpc_security_group_ids: [own] }))).toBe("accepted");
});

test("a name may be taken in another VPC, and again when its owner is gone", async () => {
  const account = await Account.open();
  const other = account.add("aws_vpc", "other");
  const first = account.add("aws_security_group", "web");
  expect(refusal(() => account.add("aws_security_group", "web"))).toMatch(/^InvalidGroup.Duplicate/);
  expect(refusal(() => account.add("aws_security_group", "web", { vpc_id: other.id }))).toBe("accepted");
  account.standIn.delete("aws_security_group", first.id);
  expect(refusal(() => account.add("aws_security_group", "web"))).toBe("accepted");
});

test("what is in use cannot be deleted until it is not", async () => {
  const account = await Account.open();
  const group = account.add("aws_security_group", "web");
  const rule = account.add("aws_vpc_security_group_ingress_rule", "in", { referenced_security_group_id: group.id, cidr_ipv4: null });
  expect(refusal(() => account.standIn.delete("aws_security_group", group.id))).toBe(
    `DependencyViolation: resource ${group.id} has a dependent object`,
  );
  account.standIn.delete("aws_vpc_security_group_ingress_rule", rule.id);
  expect(refusal(() => account.standIn.delete("aws_security_group", group.id))).toBe("accepted");
});

test("a reference to what is gone is refused in an update too", async () => {
  const account = await Account.open();
  const node = account.add("aws_instance", "a");
  const { status, body } = await account.update(node, { vpc_security_group_ids: ["sg-gone"] });
  expect([status, body]).toEqual([400, { code: "InvalidGroup.NotFound", message: "The security group 'sg-gone' does not exist" }]);
});
