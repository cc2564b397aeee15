import { TerraformStack } from "cdktf";
import { DataAwsAmi } from "@cdktf/provider-aws/lib/data-aws-ami/index.js";
import { Eip } from "@cdktf/provider-aws/lib/eip/index.js";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider/index.js";
import { describe, expect, test } from "vitest";
import { AwsImage, AwsImageContext } from "../../lib/aws";
import { Architecture, FlatcarLock } from "../../lib/release";
import { BlockJson, scratchStack, thrown } from "../support";
import { NEWER, RELEASE, synthesiseAws, variable } from "./pool";

const { AMD64, ARM64 } = Architecture;
const context = (scope: TerraformStack, over: Partial<AwsImageContext> = {}): AwsImageContext => ({
  scope,
  release: RELEASE,
  architecture: AMD64,
  ...over,
});
const lookups = (build: (stack: TerraformStack) => void): BlockJson[] => Object.values(synthesiseAws(build).data?.aws_ami ?? {});

const lock = FlatcarLock.parse(
  JSON.stringify({
    lockVersion: 1,
    releases: {
      prod: {
        channel: "stable",
        version: "4593.2.5",
        ignition: "2.24.0",
        architectures: { amd64: { amis: { "eu-central-1": "ami-0123456789abcdef0" } }, arm64: {} },
      },
    },
  }),
  "/flatcar.lock.json",
).release("prod");

describe("by name", () => {
  test("an AMI is the one that Flatcar publishes under the release's exact name", () => {
    const [found] = lookups((stack) => void AwsImage.byName().idFor(context(stack, { architecture: ARM64 })));
    expect(found).toEqual({
      "//": expect.anything(),
      owners: ["075585003325"],
      filter: [
        { name: "name", values: ["Flatcar-stable-4593.2.5-arm64-hvm"] },
        { name: "architecture", values: ["arm64"] },
        { name: "virtualization-type", values: ["hvm"] },
      ],
      include_deprecated: true,
    });
  });

  test("it is looked up once for a release in a pool", () => {
    const found = lookups((stack) => {
      const image = AwsImage.byName();
      expect(image.idFor(context(stack))).toMatch(/\$\{TfToken/);
      image.idFor(context(stack));
      image.idFor(context(stack, { release: NEWER }));
    });
    expect(found).toHaveLength(2);
  });

  test("it may be a copy of one's own, under a name that follows the release", () => {
    const image = AwsImage.byName({ owner: "self", name: "mirror-@CHANNEL@-@VERSION@-@ARCH@" });
    const [found] = lookups((stack) => void image.idFor(context(stack)));
    expect(found).toMatchObject({ owners: ["self"], filter: [{ values: ["mirror-stable-4593.2.5-x86_64"] }, {}, {}] });
    expect(found).not.toHaveProperty("most_recent");
  });

  test("the lookup is the given provider's", () => {
    const [found] = lookups((stack) => {
      const provider = new AwsProvider(stack, "other", { alias: "other", region: "us-east-1" });
      AwsImage.byName().idFor(context(stack, { provider }));
    });
    expect(found).toMatchObject({ provider: "aws.other" });
  });

  test.each(["Flatcar-stable-*", "Flatcar-stable-4593.2.?-hvm"])(
    "%s is refused, unless the newest is asked for, which is warned of",
    (name) => {
      const stack = scratchStack();
      expect(thrown(() => AwsImage.byName({ name }).idFor(context(stack)))).toMatchObject({ code: "ami-name", received: name });
      const [found] = lookups((other) => {
        AwsImage.byName({ name, mostRecent: true }).idFor(context(other));
        expect(other.node.metadata.map(({ data }) => String(data)).join()).toContain("[ami-most-recent: docs/errors.md#ami-most-recent]");
      });
      expect(found).toMatchObject({ most_recent: true });
    },
  );

  test("nothing is warned of otherwise", () => {
    const stack = scratchStack();
    AwsImage.byName().idFor(context(stack));
    expect(stack.node.metadata).toEqual([]);
  });
});

describe("by lock", () => {
  test("an AMI is the lock's for the region, and nothing is looked up", () => {
    const found = lookups((stack) => {
      expect(AwsImage.byLock("eu-central-1").idFor(context(stack, { release: lock }))).toBe("ami-0123456789abcdef0");
      // The provider of the stack has the same region.
      expect(AwsImage.byLock().idFor(context(stack, { release: lock }))).toBe("ami-0123456789abcdef0");
    });
    expect(found).toEqual([]);
  });

  test("the region is the given provider's, not another one's of the stack", () => {
    synthesiseAws((stack) => {
      const provider = new AwsProvider(stack, "other", { alias: "other", region: "us-east-1" });
      const error = thrown(() => AwsImage.byLock().idFor(context(stack, { release: lock, provider })));
      expect(error).toMatchObject({ code: "ami-not-locked", received: "stable 4593.2.5 on amd64 in us-east-1" });
      expect(AwsImage.byLock().idFor(context(stack, { release: lock }))).toBe("ami-0123456789abcdef0");
    });
  });

  test.each([
    ["a region that the lock has no AMI for", { release: lock }, "us-east-1"],
    ["an architecture that it has none for", { release: lock, architecture: ARM64 }, "eu-central-1"],
    ["a release that is in no lock", {}, "eu-central-1"],
  ])("%s is an error", (_, over, region) => {
    const error = thrown(() => AwsImage.byLock(region).idFor(context(scratchStack(), over)));
    expect(error.code).toBe("ami-not-locked");
    expect(error.received).toContain(region);
    expect(error.mend).toContain("AwsImage.byName()");
    const [found] = error.mend.split(", or use");
    expect(found).toMatch(
      "release" in over ? /^run 'cdktf-flatcar lock update prod', which adds it/ : /^take the release from a lock file$/,
    );
  });

  test("a region that nobody knows at synth is an error", () => {
    const stack = scratchStack();
    expect(thrown(() => AwsImage.byLock().idFor(context(stack, { release: lock })))).toMatchObject({ code: "ami-region" });
    const { stringValue } = variable(stack);
    const error = thrown(() => AwsImage.byLock(stringValue).idFor(context(stack, { release: lock })));
    expect(error).toMatchObject({ code: "ami-region", received: "a region known only at apply" });
    new AwsProvider(stack, "aws", { region: stringValue });
    expect(thrown(() => AwsImage.byLock().idFor(context(stack, { release: lock }))).code).toBe("ami-region");
  });
});

describe("by id", () => {
  test("an AMI is what it is", () => {
    expect(AwsImage.byId("ami-0123456789abcdef0").idFor(context(scratchStack()))).toBe("ami-0123456789abcdef0");
  });

  test("what is none is an error", () => {
    expect(thrown(() => AwsImage.byId("Flatcar-stable").idFor(context(scratchStack())))).toMatchObject({
      code: "aws-id",
      subject: "image: AwsImage.byId(…)",
    });
  });

  test("a variable and a lookup pass, what the same run makes does not", () => {
    const stack = scratchStack();
    const known = [variable(stack).stringValue, new DataAwsAmi(stack, "ami", {}).getStringAttribute("id")];
    for (const id of known) expect(AwsImage.byId(id).idFor(context(stack))).toBe(id);
    const unknown = new Eip(stack, "eip", {}).id;
    expect(thrown(() => AwsImage.byId(unknown).idFor(context(stack))).code).toBe("image-unknown-at-plan");
    expect(thrown(() => AwsImage.byName({ owner: unknown }).idFor(context(stack))).code).toBe("image-unknown-at-plan");
  });
});
