import { expect, test } from "vitest";
import { lockedImageClaims } from "../../../../lib/check/rules/architecture/locked-image";
import type { LockedRelease } from "../../../../lib/release/release";
import { stackOf } from "../../manifests";

const release = (architecture: string, ...amis: string[]): LockedRelease => ({
  ...{ channel: "stable", version: "4593.2.5", ignition: "2.24.0" },
  architectures: new Map([[architecture, { artifacts: new Map(), amis: new Map(amis.map((ami, i) => [`eu-central-${i}`, ami])) }]]),
});
const LOCK = new Map([
  ["dev", release("amd64", "ami-1", "ami-2")],
  ["prod", release("arm64", "ami-3")],
]);

const told = (image: unknown): string[] =>
  lockedImageClaims(stackOf({ locals: { ami: "ami-3" } }), image, LOCK).map(({ by, architecture }) => `${architecture.name} (${by})`);

test("the id of an AMI is looked for in every release and region", () => {
  expect(told("ami-2")).toEqual(["amd64 (ami-2, by the lock's dev)"]);
  expect(told("${local.ami}")).toEqual(["arm64 (ami-3, by the lock's prod)"]);
});

test.each(["ami-4", "${data.aws_ami.i.id}", undefined, 7])("of %j a lock says nothing", (image) => expect(told(image)).toEqual([]));
