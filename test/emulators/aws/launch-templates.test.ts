import { expect, test } from "vitest";
import { resolveVersion } from "./launch-templates";
import { AwsState } from "./state";
import { Account, refusal } from "./testing";

const base64 = (text: string): string => Buffer.from(text).toString("base64");

test("every change of what machines are made of is a new version; names, tags and the default are none", async () => {
  const account = await Account.open();
  const template = account.add("aws_launch_template", "web");
  const latest = async (changes: object): Promise<unknown> => (await account.update(template, { ...changes })).body.latest_version;
  expect(await latest({ user_data: base64("two") })).toBe(2);
  expect(await latest({ description: "three" })).toBe(3);
  expect(await latest({ block_device_mappings: [{ device_name: "/dev/xvda", ebs: [{ volume_size: 20 }] }] })).toBe(4);
  expect(await latest({ tags: { Owner: "me" }, tags_all: { Owner: "me" } })).toBe(4);
  expect(await latest({ default_version: 2 })).toBe(4);
  expect(await latest({})).toBe(4);
});

test("the default version stays where it is, unless it is to follow or is moved", async () => {
  const account = await Account.open();
  const template = account.add("aws_launch_template", "web");
  const standard = async (changes: object): Promise<unknown> => (await account.update(template, { ...changes })).body.default_version;
  expect(await standard({ user_data: base64("two") })).toBe(1);
  expect(await standard({ user_data: base64("three"), update_default_version: true, default_version: null })).toBe(3);
  expect(await standard({ update_default_version: null, default_version: 2 })).toBe(2);
  expect(await account.update(template, { default_version: 9 })).toMatchObject({
    status: 400,
    body: { code: "InvalidLaunchTemplateId.VersionNotFound" },
  });
});

test.each([
  ["user_data", "no base64!", "InvalidUserData.Malformed: Invalid BASE64 encoding of user data."],
  ["user_data", Buffer.alloc(16385).toString("base64"), "InvalidParameterValue: User data is limited to 16384 bytes"],
  ["user_data", Buffer.alloc(16384).toString("base64"), "accepted"],
  ["image_id", "Flatcar", /^InvalidAMIID.Malformed: The image id 'Flatcar' is not valid/],
  // As EC2: an image is looked for when something is launched.
  ["image_id", "ami-0ffffffffffffffff", "accepted"],
])("%s of %.12s: %s", async (name, value, message) => {
  const account = await Account.open();
  const said = refusal(() => account.add("aws_launch_template", "web", { [name]: value }));
  expect(said).toEqual(typeof message === "string" ? message : expect.stringMatching(message));
});

test("versions are meant by number, by $Latest, by $Default and by nothing", async () => {
  const state = new AwsState();
  const attributes = { name: "web", default_version: 1, latest_version: 2 };
  state.put({ type: "aws_launch_template", id: "lt-1", attributes });
  state.templateVersions.set("lt-1", [{}, {}]);
  const version = (text: string): number => resolveVersion(state, "web", text).version;
  expect(["1", "2", "$Latest", "$Default", ""].map(version)).toEqual([1, 2, 2, 1, 1]);
  const start = "ValidationError: You must use a valid fully-formed launch template. ";
  expect(refusal(() => version("3"))).toBe(`${start}Could not find the specified version 3 for the launch template.`);
  expect(refusal(() => resolveVersion(state, "lt-2", "1"))).toBe(
    `${start}The specified launch template, with template ID lt-2, does not exist.`,
  );
});
