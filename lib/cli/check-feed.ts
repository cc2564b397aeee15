import { StackInput, checkedStack } from "../check/model/checked-stack";
import type { PublishedReleases } from "../check/rules/published";
import { Channel } from "../release";
import type { ReleaseFeed } from "../release/feed/feed";
import type { CheckInputs } from "./check-inputs";

/** What Flatcar has published of the channels that machines and the lock are of. Of others a mirror need not have anything. */
export async function publishedFor({ stacks, lock }: Pick<CheckInputs, "stacks" | "lock">, feed: ReleaseFeed): Promise<PublishedReleases> {
  const names = new Set([...stacks.flatMap(channelsOf), ...[...(lock ?? new Map()).values()].map(({ channel }) => channel)]);
  const channels = Channel.all().filter(({ name }) => names.has(name));
  const [releases, streams] = await Promise.all([
    Promise.all(channels.map(async (channel) => [channel.name, await feed.releases(channel)] as const)),
    channels.includes(Channel.LTS) ? feed.ltsStreams() : [],
  ]);
  return { releases: new Map(releases), streams };
}

function channelsOf({ stack, base, file }: StackInput): string[] {
  const { pools, base: before } = checkedStack({ stack, base, file });
  const machines = [...pools, ...(before?.pools ?? [])].flatMap((pool) => pool.machines);
  return machines.flatMap(({ release }) => (release === undefined ? [] : [release.channel]));
}
