import { expect, test } from "vitest";
import { Account, refusal } from "./testing";

test("an instance has the lowest free address of its subnet, after the four that AWS keeps, or the one it asks for", async () => {
  const account = await Account.open();
  const subnet = account.add("aws_subnet", "small", { cidr_block: "10.0.9.0/28" });
  const node = (key: string, attributes: object = {}): unknown =>
    account.add("aws_instance", key, { subnet_id: subnet.id, ...attributes }).attributes.private_ip;
  expect([node("a"), node("b", { private_ip: "10.0.9.6" }), node("c"), node("d")]).toEqual([
    "10.0.9.4",
    "10.0.9.6",
    "10.0.9.5",
    "10.0.9.7",
  ]);
  const ask = (private_ip: string): string => refusal(() => node("x", { private_ip }));
  expect(ask("10.0.9.5")).toBe("InvalidIPAddress.InUse: Address 10.0.9.5 is in use.");
  expect(ask("10.0.9.3")).toMatch(/^InvalidParameterValue: Address 10.0.9.3 is in subnet's reserved address range/);
  expect(ask("10.0.9.15")).toMatch(/reserved address range/);
  expect(ask("10.0.9.16")).toMatch(/does not fall within the subnet's address range/);
  for (let i = 8; i < 15; i++) node(`n${i}`);
  expect(refusal(() => node("full"))).toMatch(/^InsufficientFreeAddressesInSubnet/);
});

test("an instance has to have a subnet: there is no default VPC", async () => {
  const account = await Account.open();
  expect(refusal(() => account.add("aws_instance", "a", { subnet_id: null }))).toMatch(/^VPCIdNotSpecified/);
  expect(refusal(() => account.add("aws_security_group", "a", { vpc_id: null }))).toMatch(/^VPCIdNotSpecified/);
});

test("user data is limited decoded, whichever way it is given, also when it changes", async () => {
  const account = await Account.open();
  const refused = "InvalidParameterValue: User data is limited to 16384 bytes";
  expect(refusal(() => account.add("aws_instance", "a", { user_data: "ä".repeat(8193) }))).toBe(refused);
  expect(refusal(() => account.add("aws_instance", "b", { user_data: "ä".repeat(8192) }))).toBe("accepted");
  const node = account.add("aws_instance", "c");
  const { status, body } = await account.update(node, { user_data_base64: Buffer.alloc(16385).toString("base64") });
  expect([status, `${String(body.code)}: ${String(body.message)}`]).toEqual([400, refused]);
});

test("a root volume grows in place and never shrinks", async () => {
  const account = await Account.open();
  const node = account.add("aws_instance", "a", { root_block_device: [{ volume_size: 30 }] });
  const [device] = node.attributes.root_block_device as object[];
  expect((await account.update(node, { root_block_device: [{ ...device, volume_size: 40 }] })).status).toBe(200);
  expect(await account.update(node, { root_block_device: [{ ...device, volume_size: 20 }] })).toMatchObject({
    status: 400,
    body: { message: "New size cannot be smaller than existing size" },
  });
});

test("a protected instance is not terminated, unless it is to be all the same", async () => {
  const account = await Account.open();
  const protect = { disable_api_termination: true };
  const node = account.add("aws_instance", "a", protect);
  const path = `/resources/aws_instance/${node.id}`;
  expect(await account.call("DELETE", path)).toMatchObject({ status: 400, body: { code: "OperationNotPermitted" } });
  expect((await account.call("GET", path)).status).toBe(200);
  await account.update(node, { disable_api_termination: false });
  expect((await account.call("DELETE", path)).status).toBe(204);
  const forced = account.add("aws_instance", "b", { ...protect, force_destroy: true });
  expect((await account.call("DELETE", `/resources/aws_instance/${forced.id}`)).status).toBe(204);
});

test("a stop and a start gives another public address, an Elastic IP stays", async () => {
  const account = await Account.open();
  const node = account.add("aws_instance", "a", { associate_public_ip_address: true });
  const address = async (): Promise<unknown> => (await account.call("GET", `/resources/aws_instance/${node.id}`)).body.public_ip;
  const first = await address();
  await account.update(node, { tags: { Owner: "me" } });
  expect(await address()).toBe(first);
  await account.update(node, { instance_type: "t3.large" });
  expect(await address()).not.toBe(first);
  const elastic = account.add("aws_eip", "e", { instance: node.id });
  expect(await address()).toBe(elastic.attributes.public_ip);
  await account.update(node, { instance_type: "t3.small" });
  expect(await address()).toBe(elastic.attributes.public_ip);
});

test("an Elastic IP reads as a public address that was asked for, while it is there", async () => {
  const account = await Account.open();
  const node = account.add("aws_instance", "a", { associate_public_ip_address: false });
  const asked = async (): Promise<unknown> =>
    (await account.call("GET", `/resources/aws_instance/${node.id}`)).body.associate_public_ip_address;
  expect(await asked()).toBe(false);
  const elastic = account.add("aws_eip", "e", { instance: node.id });
  expect(await asked()).toBe(true);
  await account.call("DELETE", `/resources/aws_eip/${elastic.id}`);
  expect(await asked()).toBe(false);
});
