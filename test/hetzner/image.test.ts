import { TerraformLocal, TerraformStack, TerraformVariable } from "cdktf";
import { expect, test } from "vitest";
import { DataHcloudImage, HcloudProvider, HetznerImage, HetznerImageContext, SshKey } from "../../lib/hetzner";
import { Architecture, FlatcarRelease } from "../../lib/release";
import { scratchStack, thrown } from "../support";
import { lockedRelease } from "../support/locked-release";
import { NEWER, RELEASE, WITHOUT_IMAGE, synthesiseHetzner } from "./pool";

const { AMD64, ARM64 } = Architecture;
function context(scope: TerraformStack, release: FlatcarRelease = RELEASE, architecture = AMD64): HetznerImageContext {
  return { scope, release, architecture };
}
function lookups(build: (stack: TerraformStack) => void): unknown[] {
  return Object.values(synthesiseHetzner(build).data?.hcloud_image ?? {});
}

test("a snapshot is found by what it is, and by its architecture", () => {
  const found = lookups((stack) => void HetznerImage.byLabels().idFor(context(stack, RELEASE, ARM64)));
  expect(found).toMatchObject([
    { with_architecture: "arm", with_selector: "os=flatcar,flatcar-channel=stable,flatcar-version=4593.2.5", with_status: ["available"] },
  ]);
});

test("it is looked up once for a release in a pool", () => {
  const found = lookups((stack) => {
    const image = HetznerImage.byLabels();
    expect(image.idFor(context(stack))).toMatch(/\$\{TfToken/);
    image.idFor(context(stack));
    image.idFor(context(stack, NEWER));
  });
  expect(found).toHaveLength(2);
});

test("further labels are added to the selector", () => {
  const [found] = lookups((stack) => void HetznerImage.byLabels({ build: "2", team: "x" }).idFor(context(stack)));
  expect(found).toMatchObject({ with_selector: "os=flatcar,flatcar-channel=stable,flatcar-version=4593.2.5,build=2,team=x" });
});

test.each<{ [key: string]: string }>([{ "a,b": "c" }, { build: "1,os=debian" }, { os: "debian" }, { "flatcar-version": "1" }])(
  "%j cannot be further labels",
  (labels) => {
    expect(thrown(() => HetznerImage.byLabels(labels).idFor(context(scratchStack()))).code).toBe("hetzner-label");
  },
);

test("the lookup is the given provider's", () => {
  const [found] = lookups((stack) => {
    const provider = new HcloudProvider(stack, "other", { alias: "other" });
    HetznerImage.byLabels().idFor({ ...context(stack), provider });
  });
  expect(found).toMatchObject({ provider: "hcloud.other" });
});

test("a release older than Flatcar's images for Hetzner is refused", () => {
  const error = thrown(() => HetznerImage.byLabels().idFor(context(scratchStack(), WITHOUT_IMAGE)));
  expect(error.code).toBe("image-not-published");
  // Somebody may have made one.
  expect(HetznerImage.byId("1").idFor(context(scratchStack(), WITHOUT_IMAGE))).toBe("1");
});

test.each(["", "0", "-1", "1.5", "0x1", "debian-13", "1 "])("%j is no id", (id) => {
  expect(thrown(() => HetznerImage.byId(id).idFor(context(scratchStack())))).toMatchObject({ code: "hetzner-image-id", received: id });
});

test("an id that is known while Terraform plans is taken: a variable, a data source, a local of them", () => {
  const stack = scratchStack();
  const variable = new TerraformVariable(stack, "id", {});
  const found = new DataHcloudImage(stack, "found", { name: "x" });
  const local = new TerraformLocal(stack, "local", variable.stringValue);
  for (const id of [variable.stringValue, found.getStringAttribute("id"), local.asString]) {
    expect(HetznerImage.byId(id).idFor(context(stack))).toBe(id);
  }
});

test("one that need not be known is refused: of it, the provider leaves servers out of the plan", () => {
  const stack = scratchStack();
  const key = new SshKey(stack, "key", { name: "k", publicKey: "p" });
  const error = thrown(() => HetznerImage.byId(key.id).idFor(context(stack)));
  expect(error).toMatchObject({
    code: "image-unknown-at-plan",
    subject: "image: HetznerImage.byId(…)",
    received: '"${hcloud_ssh_key.key.id}"',
  });
  const local = new TerraformLocal(stack, "local", key.id);
  expect(thrown(() => HetznerImage.byId(local.asString).idFor(context(stack))).code).toBe("image-unknown-at-plan");
});

test("so is a label that need not be known; one that is, is taken", () => {
  const stack = scratchStack();
  const key = new SshKey(stack, "key", { name: "k", publicKey: "p" });
  const error = thrown(() => HetznerImage.byLabels({ build: key.fingerprint }).idFor(context(stack)));
  expect(error).toMatchObject({ code: "image-unknown-at-plan", subject: "image: HetznerImage.byLabels(…): build" });
  const variable = new TerraformVariable(stack, "build", {});
  expect(() => HetznerImage.byLabels({ build: variable.stringValue }).idFor(context(stack))).not.toThrow();
});

const ARTIFACT = { name: "flatcar_production_hetzner_image.bin.bz2", sha512: "0123456789abcdef".repeat(8) };

test("by the lock only the snapshot is found that was written from the artifact with the lock's hash", () => {
  const release = lockedRelease("4593.2.5", [ARTIFACT]);
  const [found] = lookups((stack) => void HetznerImage.byLock({ build: "2" }).idFor(context(stack, release, ARM64)));
  const hash = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcde";
  expect(hash).toHaveLength(63);
  expect(found).toMatchObject({
    with_architecture: "arm",
    with_selector: `os=flatcar,flatcar-channel=stable,flatcar-version=4593.2.5,flatcar-sha512=${hash},build=2`,
    with_status: ["available"],
  });
});

test("another hash of one release is another lookup, at the same place: a plan shows it where it finds another snapshot", () => {
  const json = (sha512: string): unknown =>
    synthesiseHetzner((stack) => void HetznerImage.byLock().idFor(context(stack, lockedRelease("4593.2.5", [{ ...ARTIFACT, sha512 }]))))
      .data;
  expect(json("a".repeat(128))).not.toEqual(json("b".repeat(128)));
  expect(Object.keys((json("a".repeat(128)) as { hcloud_image: object }).hcloud_image)).toEqual(
    Object.keys((json("b".repeat(128)) as { hcloud_image: object }).hcloud_image),
  );
});

test.each([
  ["a lock that holds no hash of it", lockedRelease("4593.2.5")],
  ["a release named by its version", RELEASE],
])("by the lock, %s is an error: no other snapshot is taken for it", (_, release) => {
  const error = thrown(() => HetznerImage.byLock().idFor(context(scratchStack(), release)));
  expect(error).toMatchObject({ code: "image-not-locked", subject: "image: HetznerImage.byLock(…)" });
  expect(error.mend).toMatch(/, or use HetznerImage\.byLabels\(\)$/);
});

test("by the lock, a further label may be known only at apply, but not only after plan", () => {
  const release = lockedRelease("4593.2.5", [ARTIFACT]);
  const stack = scratchStack();
  const variable = new TerraformVariable(stack, "build", {});
  expect(() => HetznerImage.byLock({ build: variable.stringValue }).idFor(context(stack, release))).not.toThrow();
  const key = new SshKey(stack, "key", { name: "k", publicKey: "p" });
  expect(thrown(() => HetznerImage.byLock({ build: key.fingerprint }).idFor(context(stack, release)))).toMatchObject({
    code: "image-unknown-at-plan",
    subject: "image: HetznerImage.byLock(…): build",
  });
  expect(thrown(() => HetznerImage.byLock({ "flatcar-sha512": "1" }).idFor(context(stack, release))).code).toBe("hetzner-label");
});
