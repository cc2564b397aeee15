import { expect, test } from "vitest";
import { FC006 } from "../../../lib/check/rules/fc006";
import { PublishedReleases, publishedReleases } from "../../../lib/check/rules/published";
import { Need, Problem, RuleSubject } from "../../../lib/check/rules/rule";
import { DEFAULT_SETTINGS } from "../../../lib/check/settings/settings";
import { Severity } from "../../../lib/check/severity";
import { ReleaseEntry } from "../../../lib/check/synth/manifest";
import { SynthesisedStack } from "../../../lib/check/synth/stack";
import { Channel } from "../../../lib/release";
import { LockedProps, locked } from "../../release/lockfile/locks";
import { MemoryFeed, MemoryRelease } from "../../release/lockfile/memory-feed";
import { stackOf } from "../manifests";
import { groupStack, madeSubject, messages, namedStack } from "./made-subject";
import { problemsOf, recordedSubject } from "./subject";

const day = (text: string): Date => new Date(`${text}T12:00:00Z`);
const found = (stack: SynthesisedStack, more: Partial<RuleSubject>): Problem[] => problemsOf(FC006, madeSubject(stack, more));
const severities = (problems: readonly Problem[]) => problems.map(({ severity }) => severity);

// AMIs.

const AMI = "ami-0123456789abcdef0";
const lockOf = (props: LockedProps = {}) =>
  new Map([["prod", locked({ architectures: { amd64: { amis: { "eu-central-1": AMI } } }, ...props })]]);

test("AMIs of real Terraform near their removal are told by the lock's date, at the day", () => {
  // Released on 2026-08-13: removed on 2027-05-13.
  const at = (now: string) => problemsOf(FC006, recordedSubject("aws", "group-first-apply", { lock: lockOf(), now: day(now) }));
  expect(at("2027-03-14")).toEqual([]);
  expect(at("2027-03-15")).toMatchObject([
    {
      pool: { path: "t/web" },
      subjects: [],
      severity: Severity.WARN,
      message:
        "every machine of web is made from the AMI of stable 4593.2.5, which may be removed on 2027-05-13, in 59 days: no machine can be made from it then",
      mend: 'run cdktf-flatcar lock update prod, or copy the AMI to your account and find it by AwsImage.byName({ owner: "self", … })',
    },
  ]);
  expect(severities(at("2027-05-13"))).toEqual([Severity.WARN]);
  expect(messages(at("2027-05-12"))[0]).toContain("in 1 day:");
  expect(severities(at("2027-05-14"))).toEqual([Severity.FAIL]);
  expect(messages(at("2027-05-14"))[0]).toContain("which may have been removed on 2027-05-13: no machine");
});

test("machines that are not made from AMIs do not mind", () => {
  expect(problemsOf(FC006, recordedSubject("hetzner", "first-apply", { lock: lockOf(), now: day("2027-06-01") }))).toEqual([]);
});

test("thresholds are the project's, or those of the pool", () => {
  const stack = groupStack({ release: { channel: "stable", version: "4593.2.5" } }, { image: { image_id: AMI } });
  const at = (settings: object) => found(stack, { lock: lockOf(), now: day("2027-03-15"), settings: { ...DEFAULT_SETTINGS, ...settings } });
  expect(at({ amiDaysLeft: { warn: 59, fail: 0 } })).toEqual([]);
  expect(severities(at({ amiDaysLeft: { warn: 60, fail: 60 } }))).toEqual([Severity.FAIL]);
  expect(at({ pools: { "x/web": { amiDaysLeft: { warn: 59, fail: 0 } } } })).toEqual([]);
});

const FLATCAR = { owners: ["075585003325"], filter: [{ name: "name", values: ["Flatcar-stable-4593.2.5-hvm"] }] };
const instance = (ami: string, data: object = FLATCAR): SynthesisedStack =>
  stackOf({ data: { aws_ami: { x: { ...data } } }, resources: { aws_instance: { a: { ami, tags: { "flatcar-version": "4593.2.5" } } } } });
const late = { now: day("2027-06-01") };

test("an AMI is Flatcar's where it is looked up in Flatcar's account, or is the lock's by its id", () => {
  expect(found(instance("${data.aws_ami.x.id}"), { ...late, lock: lockOf() })).toHaveLength(1);
  expect(found(instance(AMI), { ...late, lock: lockOf() })).toHaveLength(1);
  // A copy, what is not known, and what is not there.
  expect(found(instance("${data.aws_ami.x.id}", { ...FLATCAR, owners: ["self"] }), { ...late, lock: lockOf() })).toEqual([]);
  expect(found(instance("ami-1"), { ...late, lock: lockOf() })).toEqual([]);
  expect(found(instance("${var.ami}"), { ...late, lock: lockOf() })).toEqual([]);
  expect(found(groupStack({ release: { channel: "stable", version: "4593.2.5" } }), { ...late, lock: lockOf() })).toEqual([]);
});

test("without a date in the lock it is the catalogue's, and without any nothing is known", () => {
  expect(found(instance(AMI), { ...late, lock: lockOf({ releaseDate: undefined }) })).toHaveLength(1);
  const unknown = { channel: "stable", version: "4593.2.3" };
  const stack = groupStack({ release: unknown }, { image: { image_id: AMI } });
  expect(found(stack, { ...late, lock: lockOf({ ...unknown, releaseDate: undefined }) })).toEqual([]);
});

test("a release that the lock does not have is not told by it", () => {
  expect(found(instance(AMI), { ...late, lock: lockOf({ version: "4593.2.4" }) })).toEqual([]);
  expect(found(instance(AMI), late)).toEqual([]);
  expect(
    found(groupStack({ release: { name: "prod", channel: "stable", version: "4593.2.4" } }, { image: { image_id: AMI } }), {
      ...late,
      lock: lockOf(),
    }),
  ).toEqual([]);
});

// What is published.

const fixes = (...lines: string[]) => ["#### Security fixes:", ...lines.map((line) => `- ${line}`)].join("\n");
const cve = (...numbers: number[]) => numbers.map((n) => `[CVE-2026-${n}](https://x)`).join(", ");

async function published(...releases: MemoryRelease[]): Promise<PublishedReleases> {
  return publishedReleases(new MemoryFeed(...releases), [Channel.STABLE, Channel.LTS]);
}

const OLD: ReleaseEntry = { channel: "stable", version: "4593.2.3" };
const pool = (release: ReleaseEntry): SynthesisedStack => namedStack({ a: {}, b: {} }, { release });

test("a release is behind since the first newer one came out, and with it what newer ones mended", async () => {
  const feed = await published(
    { version: "4593.2.3", date: "2026-06-01" },
    { version: "4593.2.4", date: "2026-07-01", notes: fixes(`Linux (${cve(1001, 1002)})`, `openssl (${cve(1003)})`) },
    {
      version: "4593.2.5",
      date: "2026-08-13",
      notes: fixes(`Linux (${cve(1002, 1004)})`, `curl (${cve(1003, 1005)})`, `go (${cve(1006)})`, "vim ([Gentoo#1](https://x))"),
    },
  );
  const at = (now: string) => found(pool(OLD), { published: feed, now: day(now) });
  expect(at("2026-08-15")).toEqual([]);
  expect(at("2026-08-16")).toMatchObject([
    {
      subjects: ["a", "b"],
      severity: Severity.WARN,
      message:
        "both machines of web are made from stable 4593.2.3, which is 2 releases and 46 days behind 4593.2.5; 6 CVEs have been fixed since (Linux, curl, openssl and 1 more)",
      mend: "choose a newer release",
      details: [
        "4593.2.5 (2026-08-13): Linux (CVE-2026-1002, CVE-2026-1004), curl (CVE-2026-1003, CVE-2026-1005), go (CVE-2026-1006), vim (Gentoo#1)",
        "4593.2.4 (2026-07-01): Linux (CVE-2026-1001, CVE-2026-1002), openssl (CVE-2026-1003)",
      ],
    },
  ]);
  expect(severities(at("2026-10-29"))).toEqual([Severity.WARN]);
  expect(severities(at("2026-10-30"))).toEqual([Severity.FAIL]);
});

test("a stack of real Terraform on the newest release is not behind, however old that is", async () => {
  const newest = await published({ version: "4593.2.5", date: "2026-08-13" });
  const subject = (feed: PublishedReleases) => recordedSubject("hetzner", "first-apply", { published: feed, now: day("2027-08-01") });
  expect(problemsOf(FC006, subject(newest))).toEqual([]);
  const newer = await published({ version: "4593.2.5", date: "2026-08-13" }, { version: "4593.2.6", date: "2026-09-01" });
  expect(messages(problemsOf(FC006, subject(newer)))).toEqual([
    "both machines of web are made from stable 4593.2.5, which is 1 release and 334 days behind 4593.2.6",
  ]);
});

test("one CVE is one, and the notes of the release itself are not among what newer ones mended", async () => {
  const feed = await published(
    { version: "4593.2.3", date: "2026-01-01", notes: fixes(`Linux (${cve(1001)})`) },
    { version: "4593.2.4", date: "2026-01-02", notes: fixes(`openssl (${cve(1002)})`) },
  );
  expect(messages(found(pool(OLD), { published: feed }))[0]).toMatch(/; 1 CVE has been fixed since \(openssl\)$/);
});

test("of many newer releases the newest are listed", async () => {
  const numbers = Array.from({ length: 10 }, (_, i) => i + 4);
  const feed = await published(
    ...numbers.map((n) => ({ version: `4593.2.${n}`, date: "2026-01-01", notes: fixes(`Linux (${cve(2000 + n)})`) })),
  );
  const [{ details = [] }] = found(pool(OLD), { published: feed });
  expect(details).toHaveLength(9);
  expect([details[0], details[8]]).toEqual(["4593.2.13 (2026-01-01): Linux (CVE-2026-2013)", "and 2 more releases"]);
});

test("what is mended names the entry of the lock, where the release is of one", async () => {
  const feed = await published({ version: "4593.2.4", date: "2026-01-01" });
  const lock = new Map([["prod", locked({ version: "4593.2.3" })]]);
  expect(found(pool({ ...OLD, name: "prod" }), { published: feed, lock })[0].mend).toBe("run cdktf-flatcar lock update prod");
});

test("days behind are held against the thresholds of the pool", async () => {
  const feed = await published({ version: "4593.2.4", date: "2026-08-01" });
  const settings = { ...DEFAULT_SETTINGS, pools: { "x/web": { daysBehind: { warn: 30, fail: 30 } } } };
  expect(severities(found(pool(OLD), { published: feed, settings, now: day("2026-09-01") }))).toEqual([Severity.FAIL]);
  expect(found(pool(OLD), { published: feed, settings, now: day("2026-08-31") })).toEqual([]);
});

test("a stream of LTS that gets no updates any more is a failure, also for its newest release", async () => {
  const feed = await published({ version: "3510.3.8", date: "2025-08-19" }, { version: "4081.3.10", date: "2026-08-13" });
  const ended = { channel: "lts", version: "3510.3.8" };
  expect(found(pool(ended), { published: feed })).toMatchObject([
    {
      severity: Severity.FAIL,
      message: "both machines of web are made from LTS 2023 (3510.3.8), of a stream that gets no updates any more",
      mend: "go to the next stream of LTS, or to stable",
    },
  ]);
  expect(found(pool({ channel: "lts", version: "4081.3.10" }), { published: feed })).toEqual([]);
  const recorded = problemsOf(FC006, recordedSubject("aws", "fc006-ended-stream", { published: feed }));
  expect(messages(recorded)).toEqual(["a of web is made from LTS 2023 (3510.3.8), of a stream that gets no updates any more"]);
  // Streams that nobody asked for have not ended.
  expect(found(pool(ended), { published: { ...feed, streams: [] } })).toEqual([]);
});

test("machines with releases of their own are told apart, and those that no pool made too", async () => {
  const feed = await published({ version: "4593.2.5", date: "2026-01-01" });
  const mixed = namedStack({ a: {}, b: { release: { channel: "stable", version: "4593.2.5" } } }, { release: OLD });
  expect(found(mixed, { published: feed }).map(({ subjects }) => subjects)).toEqual([["a"]]);
  const plain = stackOf({ resources: { hcloud_server: { a: { labels: { "flatcar-version": "4593.2.3" } }, b: {} } } });
  expect(found(plain, { published: feed })).toMatchObject([{ pool: { name: "hcloud_server.a" } }]);
});

test("of a channel that was not asked for, and of what is no version, nothing is known", async () => {
  const feed = await published({ version: "4593.2.5", date: "2026-01-01" });
  expect(found(pool({ channel: "beta", version: "4547.1.0" }), { published: feed })).toEqual([]);
  expect(found(pool({ channel: "stable", version: "${var.version}" }), { published: feed })).toEqual([]);
});

test("its parts need the lock, and what is published", () => {
  expect(FC006).toMatchObject({ id: "FC006", severity: Severity.WARN });
  expect(FC006.parts.map(({ needs }) => needs)).toEqual([[Need.LOCK], [Need.FEED]]);
  expect(found(instance(AMI), late)).toEqual([]);
});
