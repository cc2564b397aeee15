import { expect, test } from "vitest";
import { PlanChange } from "../../../lib/check/plan/plan";
import { FC007 } from "../../../lib/check/rules/fc007";
import { Need, Problem, RuleSubject } from "../../../lib/check/rules/rule";
import { Severity } from "../../../lib/check/severity";
import { SynthesisedStack } from "../../../lib/check/synth/stack";
import { locked } from "../../release/lockfile/locks";
import { stackOf } from "../manifests";
import { changeOf, planOf } from "../model/changes-of";
import { groupStack, madeSubject, messages, namedStack } from "./made-subject";
import { problemsOf, recordedSubject } from "./subject";

const found = (stack: SynthesisedStack, more: Parameters<typeof madeSubject>[1] = {}): Problem[] =>
  problemsOf(FC007, madeSubject(stack, more));
const of = (platform: string, name: string, more: Partial<RuleSubject> = {}) => problemsOf(FC007, recordedSubject(platform, name, more));

// Lookups.

test("the newest of several snapshots is another one tomorrow, and one that is found by its exact labels is not", () => {
  expect(of("hetzner", "fc007-newest-snapshot")).toMatchObject([
    {
      pool: { name: "hcloud_server.a" },
      subjects: ["hcloud_server.a"],
      message:
        "hcloud_server.a is made from whichever image data.hcloud_image.flatcar finds last (most_recent): a plan replaces machines by itself once there is another one",
    },
  ]);
  expect(of("hetzner", "first-apply")).toEqual([]);
});

test("the newest of all AMIs of a channel is another one tomorrow, and one with an exact name is not, however it is looked up", () => {
  expect(messages(of("aws", "fc007-newest-ami"))).toEqual([
    expect.stringMatching(/^a of web is made from whichever image data\.aws_ami\.\S+ finds last/),
  ]);
  expect(of("aws", "fc007-exact-ami")).toEqual([]);
  expect(of("aws", "named-first-apply")).toEqual([]);
});

const FLATCAR = { owners: ["075585003325"] };
const name = (...values: string[]) => ({ filter: [{ name: "name", values }] });
const byAmi = (data: object): SynthesisedStack =>
  stackOf({ data: { aws_ami: { x: { ...data } } }, resources: { aws_instance: { a: { ami: "${data.aws_ami.x.id}" } } } });

test.each([
  ["a name with a star", { ...FLATCAR, ...name("Flatcar-stable-*"), most_recent: true }, 1],
  ["a name with a question mark", { ...FLATCAR, ...name("Flatcar-stable-4593.2.?-hvm"), most_recent: true }, 1],
  ["several names", { ...FLATCAR, ...name("a", "b"), most_recent: true }, 1],
  ["no name", { ...FLATCAR, most_recent: true }, 1],
  ["several owners", { owners: ["self", "075585003325"], ...name("a"), most_recent: true }, 1],
  ["no owner", { ...name("a"), most_recent: true }, 1],
  ["an exact name", { ...FLATCAR, ...name("a"), most_recent: true }, 0],
  ["nothing but the one there is", { ...FLATCAR, ...name("Flatcar-stable-*") }, 0],
  ["not the newest", { ...FLATCAR, ...name("Flatcar-stable-*"), most_recent: false }, 0],
])("a lookup of the newest AMI by %s", (_, data, problems) => {
  expect(found(byAmi(data))).toHaveLength(problems);
});

test("where a new image replaces nothing, it is for a person to look at", () => {
  const moving = { image: { image_id: "${data.aws_ami.x.id}" } };
  const data = { aws_ami: { x: { ...FLATCAR, ...name("Flatcar-stable-*"), most_recent: true } } };
  const [waiting] = found({ ...groupStack({ onReleaseChange: "new-nodes-only" }, moving), data });
  expect(waiting.severity).toBe(Severity.WARN);
  expect(waiting.message).toBe(
    "every machine of web is made from whichever image data.aws_ami.x finds last (most_recent): a machine that is made tomorrow may come from another one",
  );
  const [replacing] = found({ ...groupStack({ onReleaseChange: "replace" }, moving), data });
  expect(replacing.severity).toBeUndefined();
});

// The same release, another image.

test("another snapshot of the same release is told, and one of another release is not", () => {
  expect(messages(of("hetzner", "fc007-other-snapshot"))).toEqual([
    expect.stringMatching(
      /^hcloud_server\.a is planned with another image of the same release, stable 4593\.2\.5: 200\d\d becomes 200\d\d$/,
    ),
  ]);
  expect(of("hetzner", "release-replace")).toEqual([]);
  expect(of("aws", "group-release")).toEqual([]);
});

test("another architecture has images of its own", () => {
  for (const [platform, recording] of [
    ["hetzner", "architecture"],
    ["aws", "named-architecture"],
  ])
    expect(of(platform, recording), recording).toEqual([]);
});

const server = (before: object, after: object, parts: Partial<PlanChange> = {}): PlanChange =>
  changeOf("hcloud_server", { actions: ["delete", "create"], before: { ...before }, after: { ...after }, ...parts });
const version = (text: string) => ({ labels: { "flatcar-version": text } });
const one = stackOf({ resources: { hcloud_server: { a: { image: "1" } } } });
const swapped = (change: PlanChange, stack = one, base?: SynthesisedStack) => found(stack, { plan: planOf(change), base });

test("what a machine says of itself counts: by its labels before and after", () => {
  const [old, now] = [version("4593.2.4"), version("4593.2.5")];
  expect(swapped(server({ image: "1", ...now }, { image: "2", ...now }))).toHaveLength(1);
  expect(swapped(server({ image: "1", ...old }, { image: "2", ...now }))).toEqual([]);
  expect(swapped(server({ image: "1" }, { image: "2", ...now }))).toEqual([]);
  expect(swapped(server({ image: "1", ...now }, { image: "1", ...now }))).toEqual([]);
  // Nothing is known of what it becomes, or it is new, or it is another type.
  expect(swapped(server({ image: "1", ...now }, now))).toEqual([]);
  expect(swapped(server({}, { image: "1", ...now }, { actions: ["create"] }))).toEqual([]);
  expect(swapped(server({ image: "1", server_type: "cx23", ...now }, { image: "2", server_type: "cax11", ...now }))).toEqual([]);
});

test("where it says nothing of itself, the base's release and architecture count", () => {
  const pool = (version: string, architecture = "amd64"): SynthesisedStack => {
    const stack = namedStack({ a: {} }, { release: { channel: "stable", version }, architecture });
    return { ...stack, resources: { hcloud_server: { a: { image: "1" } } } };
  };
  const change = server({ image: "1" }, { image: "2" });
  expect(messages(swapped(change, pool("4593.2.5"), pool("4593.2.5")))).toEqual([
    "a of web is planned with another image of the same release, stable 4593.2.5: 1 becomes 2",
  ]);
  expect(swapped(change, pool("4593.2.5"), pool("4593.2.4"))).toEqual([]);
  expect(swapped(change, pool("4593.2.5"), pool("4593.2.5", "arm64"))).toEqual([]);
  expect(swapped(change, pool("4593.2.5"))).toEqual([]);
  // Its labels say that it began with another release, which a pool keeps for machines that are there.
  expect(
    swapped(server({ image: "1", ...version("4593.2.4") }, { image: "2", ...version("4593.2.5") }), pool("4593.2.5"), pool("4593.2.5")),
  ).toEqual([]);
});

test("a machine of which the base knows no release, and none of which is known now, is not compared by it", () => {
  expect(swapped(server({ image: "1" }, { image: "2" }), one, one)).toEqual([]);
});

test("several machines of one resource are one problem", () => {
  const now = version("4593.2.5");
  const changes = [0, 1].map((i) => server({ image: "1", ...now }, { image: "2", ...now }, { address: `hcloud_server.a[${i}]` }));
  expect(found(one, { plan: planOf(...changes) })).toHaveLength(1);
});

test("a group is told by the image of its launch template, under the release that its tags name", () => {
  const stack = groupStack({}, { image: { image_id: "ami-2" } });
  const tag = (version: string) => [{ key: "flatcar-version", value: version }];
  const changes = (before: string, after: string) => [
    changeOf("aws_launch_template", {
      address: "aws_launch_template.web",
      actions: ["update"],
      before: { image_id: "ami-1" },
      after: { image_id: "ami-2" },
    }),
    changeOf("aws_autoscaling_group", {
      address: "aws_autoscaling_group.web",
      actions: ["update"],
      before: { tag: tag(before) },
      after: { tag: tag(after) },
    }),
  ];
  expect(messages(found(stack, { plan: planOf(...changes("4593.2.5", "4593.2.5")) }))).toEqual([
    "every machine of web is planned with another image of the same release, stable 4593.2.5: ami-1 becomes ami-2",
  ]);
  expect(found(stack, { plan: planOf(...changes("4593.2.4", "4593.2.5")) })).toEqual([]);
});

// The lock.

const HERE = "ami-0123456789abcdef0";
const lockOf = (amis: { [region: string]: string }, arm64: { [region: string]: string } = {}) =>
  new Map([["prod", locked({ architectures: { amd64: { amis }, arm64: { amis: arm64 } } })]]);

test("an AMI of real Terraform that is not the lock's is told, and the lock's own is not", () => {
  const { plan } = recordedSubject("aws", "named-first-apply").stack;
  const ami = String(plan?.changes.find(({ type }) => type === "aws_instance")?.after.ami);
  expect(of("aws", "named-first-apply", { lock: lockOf({ "eu-central-1": ami }) })).toEqual([]);
  expect(messages(of("aws", "named-first-apply", { lock: lockOf({ "eu-central-1": HERE }) }))).toEqual([
    `both machines of web are planned with the AMI ${ami}, and the lock has ${HERE} under prod for stable 4593.2.5 in eu-central-1`,
  ]);
  const [image] = plan?.changes.filter(({ type }) => type === "aws_instance") ?? [];
  expect(image.actions).toEqual(["create"]);
});

test("a group is held against the lock by its launch template", () => {
  expect(messages(of("aws", "group-first-apply", { lock: lockOf({ "eu-central-1": HERE }) }))).toEqual([
    expect.stringMatching(/^every machine of web is planned with the AMI ami-\d{17}, and the lock has /),
  ]);
});

const instance = (more: object = {}, ami = "${data.aws_ami.x.id}", parts: Partial<SynthesisedStack> = {}): SynthesisedStack =>
  stackOf({
    data: { aws_ami: { x: { ...FLATCAR, ...name("Flatcar-stable-4593.2.5-hvm") } } },
    providers: { aws: [{ region: "eu-central-1" }] },
    resources: { aws_instance: { a: { ami, tags: { "flatcar-version": "4593.2.5" }, ...more } } },
    ...parts,
  });
const unlocked = (stack: SynthesisedStack, lock: RuleSubject["lock"], after: object = { ami: "ami-1" }, actions = ["no-op"]) =>
  found(stack, { lock, plan: planOf(changeOf("aws_instance", { actions, after: { ...after } })) });

test("a machine that no pool made is held against the lock for any architecture", () => {
  expect(unlocked(instance(), lockOf({ "eu-central-1": HERE }, { "eu-central-1": "ami-1" }))).toEqual([]);
  expect(messages(unlocked(instance(), lockOf({ "eu-central-1": HERE }, { "eu-central-1": "ami-2" })))).toEqual([
    "aws_instance.a is planned with the AMI ami-1, and the lock has other ones under prod for stable 4593.2.5 in eu-central-1",
  ]);
});

test("the AMI of another region is another one; where the region is not known, that of any will do", () => {
  const lock = lockOf({ "us-east-1": "ami-1", "eu-central-1": HERE });
  expect(unlocked(instance(), lock)).toHaveLength(1);
  expect(unlocked(instance({}, undefined, { providers: {} }), lock)).toEqual([]);
  expect(messages(unlocked(instance({}, undefined, { providers: {} }), lock, { ami: "ami-9" }))[0]).toMatch(/for stable 4593\.2\.5$/);
});

test("where the lock has nothing to compare with, nothing is said", () => {
  expect(unlocked(instance(), lockOf({ "us-east-1": HERE }))).toEqual([]);
  expect(unlocked(instance(), lockOf({}))).toEqual([]);
  expect(
    unlocked(
      instance(),
      new Map([["next", locked({ version: "4757.1.0", channel: "beta", architectures: { amd64: { amis: { "eu-central-1": HERE } } } })]]),
    ),
  ).toEqual([]);
  expect(unlocked(instance({ tags: {} }, "ami-1"), lockOf({ "eu-central-1": HERE }))).toEqual([]);
  expect(unlocked(instance(), lockOf({ "eu-central-1": HERE }), {})).toEqual([]);
});

test("a copy in another account has an id of its own, and an id that is written down is held against the lock", () => {
  const copy = { data: { aws_ami: { x: { owners: ["self"], ...name("Flatcar-stable-4593.2.5-hvm") } } } };
  expect(unlocked(instance({}, undefined, copy), lockOf({ "eu-central-1": HERE }))).toEqual([]);
  expect(unlocked(instance({}, "ami-1"), lockOf({ "eu-central-1": HERE }))).toHaveLength(1);
});

test("a machine that is there and keeps its image has that of the release that it began with", () => {
  const keeping = instance({ lifecycle: { ignore_changes: ["ami"] } });
  const lock = lockOf({ "eu-central-1": HERE });
  expect(unlocked(keeping, lock)).toEqual([]);
  expect(unlocked(keeping, lock, { ami: "ami-1" }, ["create"])).toHaveLength(1);
});

// Snapshots.

const FILE = "flatcar_production_hetzner_image.bin.bz2";
const artifacts = (digit: string) => ({ artifacts: { [FILE]: { sha512: digit.repeat(128), size: 1 } } });
const filesOf = (amd64: string, arm64?: string) =>
  new Map([["prod", locked({ architectures: { amd64: artifacts(amd64), ...(arm64 === undefined ? {} : { arm64: artifacts(arm64) }) } })]]);
const bySnapshot = (hash: string): SynthesisedStack =>
  stackOf({
    data: {
      hcloud_image: { x: { with_selector: `os=flatcar,flatcar-channel=stable,flatcar-version=4593.2.5,flatcar-sha512=${hash}` } },
    },
    resources: { hcloud_server: { a: { image: "${data.hcloud_image.x.id}" } } },
  });

test("a snapshot that is asked for by another hash than the lock's is told, and by the lock's own it is not", () => {
  expect(found(bySnapshot("a".repeat(63)), { lock: filesOf("a") })).toEqual([]);
  expect(found(bySnapshot("b".repeat(63)), { lock: filesOf("a") })).toMatchObject([
    {
      subjects: ["hcloud_server.a"],
      message:
        "hcloud_server.a is made from a snapshot of the file with the SHA-512 bbbbbbbbbbbbbbbb…, and the lock has aaaaaaaaaaaaaaaa… under prod for stable 4593.2.5",
    },
  ]);
});

test("of a server that no pool made the snapshot may be of any architecture, and of a pool's it is of the pool's", () => {
  expect(found(bySnapshot("b".repeat(63)), { lock: filesOf("a", "b") })).toEqual([]);
  expect(messages(found(bySnapshot("c".repeat(63)), { lock: filesOf("a", "b") }))[0]).toContain("the lock has other ones under prod");
  const pool = namedStack({ a: {} }, { platform: "hetzner", architecture: "amd64" });
  const { data, resources } = bySnapshot("b".repeat(63));
  expect(messages(found({ ...pool, data, resources }, { lock: filesOf("a", "b") }))).toHaveLength(1);
});

test("a snapshot whose hash nobody asks for, or that is known only at apply, or of which the lock has no file, is not held against it", () => {
  expect(of("hetzner", "first-apply", { lock: lockOf({ "eu-central-1": HERE }) })).toEqual([]);
  expect(found(bySnapshot("${var.hash}"), { lock: filesOf("a") })).toEqual([]);
  expect(found(bySnapshot("b".repeat(63)), { lock: lockOf({}) })).toEqual([]);
  expect(found(bySnapshot("b".repeat(63)), { lock: new Map([["prod", locked({ version: "3815.2.5", channel: "stable" })]]) })).toEqual([]);
});

test("it is a failure, and says by what it needs what it cannot be asked", () => {
  expect(FC007).toMatchObject({ id: "FC007", severity: Severity.FAIL });
  expect(FC007.parts.map(({ needs }) => needs)).toEqual([[], [Need.PLAN], [Need.LOCK], [Need.LOCK, Need.PLAN]]);
});
