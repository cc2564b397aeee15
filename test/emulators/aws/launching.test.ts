import { expect, test } from "vitest";
import { architectureOf, checkLaunch, rootSizeOf } from "./launching";
import { AwsState } from "./state";
import { refusal } from "./testing";

test.each([
  [
    "x86_64",
    ["t3.small", "m7i.large", "m7i-flex.large", "c6a.large", "g4dn.xlarge", "g6e.xlarge", "i4i.large", "x2iedn.large", "p5.48xlarge"],
  ],
  [
    "arm64",
    [
      "a1.large",
      "t4g.small",
      "m7g.large",
      "m7gd.metal",
      "c6gn.large",
      "c8g.large",
      "x2gd.large",
      "im4gn.large",
      "is4gen.large",
      "g5g.xlarge",
    ],
  ],
])("%s runs %j", (architecture, types) => {
  expect(types.map(architectureOf)).toEqual(types.map(() => architecture));
});

test("an image has to be there, in the region, for the type, and fit the root volume", () => {
  const state = new AwsState();
  const ami = {
    id: "ami-00000000000000001",
    name: "a",
    architecture: "arm64",
    virtualizationType: "hvm",
    ownerId: "1",
    creationDate: "2026-01-01T00:00:00.000Z",
    rootVolumeSize: 16,
    rootDeviceName: "/dev/xvda",
    description: "",
    region: "eu-central-1",
  } as const;
  state.amis.push(ami);
  const check = (id: string, region: string, type: string, size?: number): string =>
    refusal(() => checkLaunch(state, region, id, type, size));
  expect(check(ami.id, "eu-central-1", "t4g.small", 16)).toBe("accepted");
  expect(check(ami.id, "eu-central-1", "t4g.small")).toBe("accepted");
  expect(check(ami.id, "us-east-1", "t4g.small")).toBe(`InvalidAMIID.NotFound: The image id '[${ami.id}]' does not exist`);
  expect(check("flatcar", "us-east-1", "t4g.small")).toBe('InvalidAMIID.Malformed: Invalid id: "flatcar"');
  expect(check(ami.id, "eu-central-1", "t3.small")).toMatch(
    /^InvalidParameterValue: The architecture 'x86_64' of the specified instance type/,
  );
  expect(check(ami.id, "eu-central-1", "t4g.small", 15)).toBe(
    "InvalidBlockDeviceMapping: Volume of size 15GB is smaller than snapshot 'snap-00000000000000001', expect size >= 16GB",
  );
  const mapping = (device_name: string): object => ({ block_device_mappings: [{ device_name, ebs: [{ volume_size: 8 }] }] });
  expect([rootSizeOf({ ...mapping("/dev/xvda") }, ami), rootSizeOf({ ...mapping("/dev/sdb") }, ami), rootSizeOf({}, ami)]).toEqual([
    8,
    undefined,
    undefined,
  ]);
});
