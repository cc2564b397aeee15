import { expect, test } from "vitest";
import { instanceArchitecture } from "../../lib/aws/instance-series";

test.each([
  ["m7i.large", "amd64"],
  ["g5.xlarge", "amd64"],
  ["u-6tb1.112xlarge", "amd64"],
  ["c7i-flex.large", "amd64"],
  ["m7g.large", "arm64"],
  ["g5g.xlarge", "arm64"],
  ["m7gd.metal", "arm64"],
  ["a1.large", "arm64"],
])("%s is %s", (type, architecture) => expect(instanceArchitecture(type)?.name).toBe(architecture));

test.each(["mac2.metal", "m7g.enormous", "quantum.large", "M7G.large", "m7g", ""])("%j tells nothing", (type) => {
  expect(instanceArchitecture(type)).toBeUndefined();
});
