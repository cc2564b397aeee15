import { expect, test } from "vitest";
import { publishedFor } from "../../lib/cli/check-feed";
import { Channel } from "../../lib/release";
import type { ReleaseFeed } from "../../lib/release/feed/feed";
import type { LockedRelease } from "../../lib/release/release";
import { NODE, namedPool, stackOf } from "../check/manifests";

/** A feed that tells what it was asked for. */
function feed(): { readonly asked: string[]; readonly feed: ReleaseFeed } {
  const asked: string[] = [];
  const releases = (channel: Channel) => (asked.push(channel.name), Promise.resolve([]));
  const ltsStreams = () => (asked.push("streams"), Promise.resolve([]));
  return { asked, feed: { releases, ltsStreams } as Partial<ReleaseFeed> as ReleaseFeed };
}

const of = (channel: string) => ({ channel, version: "1.0.0" });
const locked = (channel: string): LockedRelease => ({ ...of(channel), ignition: "2.24.0", architectures: new Map() });

test("the channels of the pools, of single nodes, of the base and of the lock are asked for, each once", async () => {
  const stack = stackOf({
    name: "x",
    pools: { "x/db": namedPool({ release: of("stable"), nodes: { a: NODE, b: { ...NODE, release: of("beta") } } }) },
  });
  const base = stackOf({ name: "x", pools: { "x/db": namedPool({ release: of("alpha") }) } });
  const one = feed();
  const published = await publishedFor({ stacks: [{ stack, base, file: "f" }], lock: new Map([["prod", locked("stable")]]) }, one.feed);
  expect([...one.asked].sort()).toEqual(["alpha", "beta", "stable"]);
  expect([...published.releases.keys()].sort()).toEqual(["alpha", "beta", "stable"]);
  expect(published.streams).toEqual([]);
});

test("the streams of LTS are asked for where something is of it, and a channel that there is not is not", async () => {
  const one = feed();
  await publishedFor(
    { stacks: [{ stack: stackOf(), base: null, file: "f" }], lock: new Map(["lts", "edge"].map((name) => [name, locked(name)])) },
    one.feed,
  );
  expect(one.asked).toEqual(["lts", "streams"]);
  const none = feed();
  await publishedFor({ stacks: [], lock: undefined }, none.feed);
  expect(none.asked).toEqual([]);
});
