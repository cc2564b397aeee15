import { expect, test } from "vitest";
import { FC004 } from "../../../lib/check/rules/fc004";
import { publishedReleases } from "../../../lib/check/rules/published";
import { Need, Problem, RuleSubject } from "../../../lib/check/rules/rule";
import { Severity } from "../../../lib/check/severity";
import { PoolEntry, ReleaseEntry } from "../../../lib/check/synth/manifest";
import { SynthesisedStack } from "../../../lib/check/synth/stack";
import { Channel } from "../../../lib/release";
import { MemoryFeed } from "../../release/lockfile/memory-feed";
import { stackOf } from "../manifests";
import { MadeMachine, groupStack, madeSubject, messages, namedStack } from "./made-subject";
import { problemsOf, recordedSubject } from "./subject";

const of = (name: string) => problemsOf(FC004, recordedSubject("hetzner", name));
const found = (before: SynthesisedStack | null, after: SynthesisedStack, more: Partial<RuleSubject> = {}): Problem[] =>
  problemsOf(FC004, madeSubject(after, { base: before, ...more }));

test("a lower version for machines of real Terraform is told, with what becomes of them", () => {
  expect(of("fc004-lower-replaced")).toMatchObject([
    {
      pool: { path: "t/web" },
      subjects: ["a"],
      message: "a of web is to go from beta 4757.1.0 to stable 4593.2.5, which is lower: an apply replaces what is there by what is older",
    },
  ]);
  expect(messages(of("fc004-lower-waiting"))).toEqual([
    "a of web is to go from beta 4757.1.0 to stable 4593.2.5, which is lower: those that are there keep what they have, since no update server offers a lower version, and new ones begin with less",
  ]);
});

test("a channel that is behind is told where machines run what is newer by now, and not where they have what was pinned", () => {
  expect(of("fc004-channel")).toMatchObject([
    {
      message:
        "a of web is to go from beta 4547.1.0 to stable 4593.2.5, and may run beta 4757.1.0 by now, which is newer: updates in place follow the channel",
      mend: "wait until stable has come to 4757.1.0, or make the machines anew",
    },
  ]);
  expect(of("fc004-promoted")).toEqual([]);
});

test("a newer version, the same one and a new pool are no going back", () => {
  for (const name of ["release-replace", "release-new-nodes-only", "nothing", "first-apply", "node-added"])
    expect(of(name), name).toEqual([]);
});

const release = (channel: string, version: string): ReleaseEntry => ({ channel, version });
const CONFIG = { config: { ignition: { version: "3.4.0" } } };
const pool = (given: ReleaseEntry, machines: { readonly [name: string]: MadeMachine } = { a: CONFIG }, more: Partial<PoolEntry> = {}) =>
  namedStack(machines, { release: given, ...more });

test("versions are compared by all their numbers", () => {
  const stable = (version: string) => pool(release("stable", version));
  expect(found(stable("4593.2.5"), stable("4593.2.4"))).toHaveLength(1);
  expect(found(stable("4593.2.10"), stable("4593.2.9"))).toHaveLength(1);
  expect(found(stable("4593.2.4"), stable("4593.2.5"))).toEqual([]);
  expect(found(stable("4593.2.5"), stable("4593.2.5"))).toEqual([]);
});

test("only machines that are there already go back", () => {
  const [old, low] = [release("stable", "4593.2.5"), release("stable", "4593.2.4")];
  expect(found(pool(old), pool(low, { b: CONFIG }))).toEqual([]);
  expect(found(null, pool(low))).toEqual([]);
  const [problem] = found(pool(old), pool(low, { a: CONFIG, b: CONFIG }));
  expect(problem).toMatchObject({ subjects: ["a"], message: expect.stringContaining("1 of 2 machines of web (a) is to go from") });
});

test("machines with releases of their own are told apart, and another name in the lock for the same release is none", () => {
  const before = pool(
    { ...release("stable", "4593.2.5"), name: "prod" },
    { a: CONFIG, b: CONFIG, c: { ...CONFIG, release: release("alpha", "4790.0.0") } },
  );
  const after = pool({ ...release("stable", "4593.2.4"), name: "old" }, { a: CONFIG, b: CONFIG, c: CONFIG });
  expect(found(before, after).map(({ subjects }) => subjects)).toEqual([["a", "b"], ["c"]]);
  expect(found(before, pool({ ...release("stable", "4593.2.5"), name: "other" }))).toEqual([]);
});

test("a group is told as a whole, and machines that no pool made by their labels", () => {
  const [old, low] = [release("stable", "4593.2.5"), release("stable", "4593.2.4")];
  expect(messages(found(groupStack({ release: old }), groupStack({ release: low })))).toEqual([
    expect.stringMatching(
      /^every machine of web is to go from stable 4593\.2\.5 to stable 4593\.2\.4, which is lower: those that are there keep/,
    ),
  ]);
  const server = (version: string) => stackOf({ resources: { hcloud_server: { a: { labels: { "flatcar-version": version } } } } });
  expect(messages(found(server("4593.2.5"), server("4593.2.4")))).toEqual([
    "hcloud_server.a is to go from stable 4593.2.5 to stable 4593.2.4, which is lower",
  ]);
});

test("what is on bare metal is not replaced by an apply", () => {
  const replaced = { onReleaseChange: "replace", platform: "bare-metal" };
  const [problem] = found(
    pool(release("stable", "4593.2.5"), undefined, replaced),
    pool(release("stable", "4593.2.4"), undefined, replaced),
  );
  expect(problem.message).toMatch(/, which is lower$/);
});

// A channel that is behind.

const BETA = release("beta", "4547.1.0");
const STABLE = release("stable", "4593.2.5");
const updates = (text: string) => {
  const contents = { source: `data:,${encodeURIComponent(text)}` };
  return { a: { config: { ...CONFIG.config, storage: { files: [{ path: "/etc/flatcar/update.conf", contents }] } } } };
};

test("machines run what their channel has come to, where they update in place from Flatcar's own server", () => {
  const from = (machines: { readonly [name: string]: MadeMachine }) => found(pool(BETA, machines), pool(STABLE));
  expect(from({ a: CONFIG })).toHaveLength(1);
  expect(from(updates("GROUP=beta\n"))).toHaveLength(1);
  expect(from(updates("SERVER=disabled\n"))).toEqual([]);
  expect(from(updates("SERVER=https://nebraska.example.com/v1/update/\n"))).toEqual([]);
  expect(from(updates("GROUP=stable\n"))).toEqual([]);
  expect(from({ a: {} })).toEqual([]);
});

test("an own update server offers no lower version either", () => {
  const own = updates("SERVER=https://nebraska.example.com/v1/update/\n");
  expect(found(pool(STABLE, own), pool(release("stable", "4593.2.4"), own))).toHaveLength(1);
});

test("within a channel, and to one that is ahead, a pin may be behind what machines run", () => {
  expect(found(pool(release("beta", "4459.1.0")), pool(BETA))).toEqual([]);
  expect(found(pool(release("stable", "4459.2.0")), pool(BETA))).toEqual([]);
  expect(found(pool(release("stable", "3975.2.0")), pool(release("lts", "4081.3.10")))).toHaveLength(1);
  expect(found(pool(release("alpha", "4547.0.0")), pool(release("beta", "4757.1.0")))).toHaveLength(1);
});

test("what a channel has come to is what is published, where that was asked for", async () => {
  const published = await publishedReleases(new MemoryFeed({ version: "4547.1.0" }, { version: "4592.1.0" }, { version: "4593.1.9" }), [
    Channel.BETA,
  ]);
  expect(found(pool(BETA), pool(STABLE), { published })).toEqual([]);
  const newer = await publishedReleases(new MemoryFeed({ version: "4594.1.1" }, { version: "4594.1.0" }), [Channel.BETA]);
  expect(messages(found(pool(BETA), pool(STABLE), { published: newer }))[0]).toContain("may run beta 4594.1.1 by now");
  const none = await publishedReleases(new MemoryFeed(), [Channel.BETA]);
  expect(found(pool(BETA), pool(STABLE), { published: none })).toEqual([]);
});

test("what is no version, on either side, is compared with nothing", () => {
  const unknown = release("stable", "${var.version}");
  expect(found(pool(unknown), pool(STABLE))).toEqual([]);
  expect(found(pool(STABLE), pool(unknown))).toEqual([]);
});

test("it is a failure, and needs the base", () => {
  expect(FC004).toMatchObject({ id: "FC004", severity: Severity.FAIL, parts: [{ needs: [Need.BASE] }] });
  expect(problemsOf(FC004, madeSubject(pool(STABLE)))).toEqual([]);
});
