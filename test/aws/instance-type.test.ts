import { expect, test } from "vitest";
import { architectureOf } from "../../lib/aws/instance-type";
import { Architecture } from "../../lib/release";
import { thrown } from "../support";
import { variable } from "./pool";

const { AMD64, ARM64 } = Architecture;

test.each([
  "t3.micro",
  "m7i.large",
  "m7a.2xlarge",
  "c7i-flex.large",
  "m8i-flex.xlarge",
  "g4dn.xlarge",
  "g5.xlarge",
  "g6e.48xlarge",
  "gr6.4xlarge",
  "p5.48xlarge",
  "p6-b200.48xlarge",
  "x2idn.metal",
  "u-6tb1.112xlarge",
  "u7i-12tb.224xlarge",
  "i3en.metal",
  "trn1.2xlarge",
  "hpc6a.48xlarge",
  "m7i.metal-24xl",
])("%s is amd64", (type) => expect(architectureOf(undefined, [["instanceType", type]])).toBe(AMD64));

test.each([
  "t4g.nano",
  "m6g.medium",
  "m7gd.metal",
  "c7gn.16xlarge",
  "c8gb.large",
  "r8g.48xlarge",
  "x2gd.large",
  "im4gn.large",
  "is4gen.medium",
  "i8g.large",
  "g5g.xlarge",
  "hpc7g.4xlarge",
  "p6e-gb200.36xlarge",
  "a1.large",
])("%s is arm64", (type) => expect(architectureOf(undefined, [["instanceType", type]])).toBe(ARM64));

test("a type that contradicts the pool's architecture, or another type, is an error", () => {
  const error = thrown(() => architectureOf(ARM64, [["instanceTypes[0]", "m7i.large"]]));
  expect(error).toMatchObject({ code: "instance-type-architecture", subject: "instanceTypes[0]", received: "m7i.large, which is amd64" });
  const mixed = thrown(() =>
    architectureOf(undefined, [
      ["instanceTypes[0]", "m7g.large"],
      ["instanceTypes[1]", "m7i.large"],
    ]),
  );
  expect(mixed).toMatchObject({ code: "instance-type-architecture", subject: "instanceTypes[1]" });
  expect(mixed.allowed).toContain("arm64, as instanceTypes[0] says");
});

test.each(["", "large", "m7g", "m7g large", "M7G.large", "m7g.large."])("%j is no instance type", (type) => {
  expect(thrown(() => architectureOf(AMD64, [["instanceType", type]]))).toMatchObject({ code: "instance-type-malformed", received: type });
});

test.each(["mac2.metal", "m7g.enormous", "quantum.large"])("%s tells nothing, so the architecture must be given", (type) => {
  expect(thrown(() => architectureOf(undefined, [["instanceType", type]]))).toMatchObject({
    code: "instance-type-unknown",
    received: type,
  });
  expect(architectureOf(ARM64, [["instanceType", type]])).toBe(ARM64);
});

test("a type known only at apply tells nothing, and contradicts nothing", () => {
  const type = variable().stringValue;
  expect(architectureOf(ARM64, [["instanceType", type]])).toBe(ARM64);
  expect(
    architectureOf(undefined, [
      ["a", type],
      ["b", "m7g.large"],
    ]),
  ).toBe(ARM64);
  expect(thrown(() => architectureOf(undefined, [["instanceType", type]]))).toMatchObject({
    code: "instance-type-unknown",
    received: "a type known only at apply",
  });
});
