import { expect, test } from "vitest";
import { checkedStack } from "../../../lib/check/model/checked-stack";
import { askedChannels, publishedReleases } from "../../../lib/check/rules/published";
import { Channel } from "../../../lib/release";
import { MemoryFeed } from "../../release/lockfile/memory-feed";
import { stackOf } from "../manifests";
import { namedStack } from "./made-subject";

const lts = { channel: "lts", version: "4081.3.10" };

test("rules ask for the channels of the machines, and of those of the base, whoever made them", () => {
  const stack = namedStack({ a: {}, b: { release: lts } });
  const plain = stackOf({ resources: { hcloud_server: { a: { labels: { "flatcar-version": "4757.1.0" } }, b: {} } } });
  const stacks = [checkedStack({ stack, file: "f" }), checkedStack({ stack: plain, file: "f" })];
  expect(askedChannels(stacks).map(String)).toEqual(["lts", "stable", "beta"]);
  expect(askedChannels([checkedStack({ stack: stackOf(), base: plain, file: "f" })]).map(String)).toEqual(["beta"]);
  expect(askedChannels([])).toEqual([]);
});

test("what is published is asked for channel by channel, and the streams where LTS is among them", async () => {
  const feed = new MemoryFeed({ version: "4593.2.5" }, { version: "4593.2.4" }, { version: "4081.3.10" });
  const both = await publishedReleases(feed, [Channel.LTS, Channel.STABLE]);
  expect([...both.releases].map(([name, releases]) => [name, releases.map(({ version }) => version.toString())])).toEqual([
    ["lts", ["4081.3.10"]],
    ["stable", ["4593.2.5", "4593.2.4"]],
  ]);
  expect(both.streams.map(({ year }) => year)).toEqual(["2024", "2023", "2022"]);
  expect((await publishedReleases(feed, [Channel.STABLE])).streams).toEqual([]);
});
