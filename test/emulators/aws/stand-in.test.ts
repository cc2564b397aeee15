import { expect, test } from "vitest";
import { AwsStandIn } from "./stand-in";
import { Account } from "./testing";

test("keeps what it is given, gives what is computed, and forgets what is deleted", async () => {
  const { standIn, of, call } = await account();
  const made = await call("POST", "/resources/aws_vpc", { cidr_block: "10.5.0.0/16", tags: { Owner: "me" } });
  expect(made).toMatchObject({ status: 200, body: { cidr_block: "10.5.0.0/16", tags: { Owner: "me" }, owner_id: "123456789012" } });
  const path = `/resources/aws_vpc/${String(made.body.id)}`;
  expect(await call("GET", path)).toEqual(made);
  const { sequence: _, ...last } = standIn.requests[standIn.requests.length - 1];
  expect(last).toEqual({ method: "GET", path, status: 200 });
  expect(await call("DELETE", path)).toEqual({ status: 204, body: {} });
  expect((await call("GET", path)).status).toBe(404);
  expect(standIn.resources("aws_vpc").map(({ id }) => id)).toEqual([of.aws_vpc.id]);
});

test("records what happened to each resource, with the attributes that changed", async () => {
  const { standIn, update } = await account();
  const group = standIn.resources("aws_security_group")[0];
  await update(group, { tags: { Owner: "me" }, tags_all: { Owner: "me" } });
  await update(group, {});
  const events = standIn.history.filter(({ id }) => id === group.id).map(({ event, changed }) => [event, changed]);
  expect(events).toEqual([
    ["created", undefined],
    ["updated", ["tags", "tags_all"]],
    ["updated", []],
  ]);
});

test("finds resources by id, name and ARN, and says what there is otherwise", async () => {
  const { standIn, of } = await account();
  const { id, name, arn } = of.aws_lb_target_group;
  for (const reference of [id, name, arn]) expect(standIn.resource("aws_lb_target_group", reference).id).toBe(id);
  expect(() => standIn.resource("aws_vpc", "vpc-x")).toThrow(`no aws_vpc "vpc-x"; there are: ${of.aws_vpc.id}`);
});

test("takes ids that contain slashes, and resources that were there before with an id of their own", async () => {
  const { standIn, of, call } = await account();
  expect((await call("GET", `/resources/aws_lb/${encodeURIComponent(of.aws_lb.arn)}`)).status).toBe(200);
  standIn.add("aws_vpc", { id: "vpc-0123456789abcdef0", cidr_block: "10.7.0.0/16" });
  expect(standIn.resource("aws_vpc", "vpc-0123456789abcdef0").attributes.arn).toMatch(/vpc\/vpc-0123456789abcdef0$/);
});

test("has an image like Flatcar's unless it is told otherwise", async () => {
  const { standIn } = await account();
  expect(standIn.addAmi({ name: "Flatcar-stable-4593.2.5-hvm" })).toMatchObject({
    ownerId: "075585003325",
    rootVolumeSize: 16,
    rootDeviceName: "/dev/xvda",
  });
  expect(standIn.addAmi({ name: "own", id: "ami-0123456789abcdef0", ownerId: "1" })).toMatchObject({
    id: "ami-0123456789abcdef0",
    ownerId: "1",
  });
});

test("refuses what it does not know", async () => {
  const { call } = await account();
  expect(await call("POST", "/resources/aws_s3_bucket", {})).toMatchObject({ status: 400, body: { code: "InvalidAction" } });
  expect(await call("POST", "/data/aws_region", {})).toMatchObject({ status: 400, body: { code: "InvalidAction" } });
  expect(await call("PATCH", "/resources/aws_vpc/vpc-1", {})).toMatchObject({ status: 405 });
  expect(await call("PUT", "/resources/aws_vpc/vpc-1", {})).toMatchObject({ status: 404 });
});

test("listens on the loopback interface until it is stopped, which can be done twice", async () => {
  const standIn = await AwsStandIn.start({ region: "us-east-1" });
  expect(standIn.environment).toEqual({ AWS_STAND_IN_ENDPOINT: standIn.url, AWS_REGION: "us-east-1" });
  expect(standIn.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
  await standIn.stop();
  await standIn.stop();
  await expect(fetch(standIn.url)).rejects.toThrow();
});

async function account(): Promise<Pick<Account, "standIn" | "of"> & { call: Account["call"]; update: Account["update"] }> {
  const opened = await Account.open();
  return { standIn: opened.standIn, of: opened.of, call: opened.call.bind(opened), update: opened.update.bind(opened) };
}
