import { expect, test } from "vitest";
import { Architecture, Channel, FlatcarVersion } from "../../../lib/release";
import { sameRelease } from "../../../lib/release/lockfile/document";
import { LOCK_PLATFORMS, LockPlatform, lockedFiles } from "../../../lib/release/lockfile/files";
import { parseRequest } from "../../../lib/release/lockfile/request";
import { ReleaseResolver } from "../../../lib/release/lockfile/resolve";
import { locked } from "./locks";
import { MemoryFeed, amisOf, artifactOf, feedError } from "./memory-feed";

class Seen {
  public readonly begun: [string, number][] = [];
  public steps = 0;
  public begin(release: string, documents: number): void {
    this.begun.push([release, documents]);
  }
  public step(): void {
    this.steps++;
  }
}

const version = (text: string): FlatcarVersion => FlatcarVersion.parse(text);
const all = { platforms: LOCK_PLATFORMS };
const resolver = (feed: MemoryFeed, seen = new Seen()): ReleaseResolver => new ReleaseResolver(feed, seen);

test("a release has hash and size of every file of every architecture, its AMIs, its date and its Ignition", async () => {
  const seen = new Seen();
  const { release, software, notes } = await resolver(new MemoryFeed({ version: "4593.2.5" }), seen).resolve(
    Channel.STABLE,
    version("4593.2.5"),
    all,
  );
  const of = ({ name }: Architecture, architecture: Architecture): object => ({
    artifacts: Object.fromEntries(
      lockedFiles(version("4593.2.5"), architecture, LOCK_PLATFORMS).map((file) => [file, artifactOf("4593.2.5", name, file)]),
    ),
    amis: Object.fromEntries(amisOf("4593.2.5", name)),
  });
  const architectures = Object.fromEntries(Architecture.all().map((one) => [one.name, of(one, one)]));
  expect(sameRelease(release, locked({ architectures }))).toBe(true);
  expect(software.kernel).toBe("6.12.102");
  expect(notes).toEqual([]);
  expect(seen.begun).toEqual([
    ["stable 4593.2.5 for amd64", 10],
    ["stable 4593.2.5 for arm64", 9],
  ]);
  expect(seen.steps).toBe(19);
});

test("nothing of a directory is asked for before it is confirmed, and nothing at all where it is not", async () => {
  const feed = new MemoryFeed({ version: "4593.2.5", architectures: [Architecture.AMD64] });
  feed.answers.set("confirm stable 4593.2.5 amd64", feedError("feed-replayed"));
  await expect(resolver(feed).resolve(Channel.STABLE, version("4593.2.5"), all)).rejects.toMatchObject({ code: "feed-replayed" });
  expect(feed.asked).toEqual(["confirm stable 4593.2.5 amd64"]);
});

test("what one file is refused with ends the whole", async () => {
  const feed = new MemoryFeed({ version: "4593.2.5" });
  feed.answers.set("flatcar_production_pxe.vmlinuz stable 4593.2.5 arm64", feedError("signature-wrong"));
  feed.answers.set("amis stable 4593.2.5 arm64", feedError("signature-wrong"));
  await expect(resolver(feed).resolve(Channel.STABLE, version("4593.2.5"), all)).rejects.toMatchObject({ code: "signature-wrong" });
});

test("the same release is resolved once, however many ask for it", async () => {
  const feed = new MemoryFeed({ version: "4593.2.5" });
  const one = resolver(feed);
  const both = await Promise.all([1, 2].map(() => one.resolve(Channel.STABLE, version("4593.2.5"), all)));
  expect(both[0]).toBe(both[1]);
  expect(new Set(feed.asked).size).toBe(feed.asked.length);
});

test("only what the platforms need is asked for", async () => {
  const feed = new MemoryFeed({ version: "4593.2.5" });
  const { release } = await resolver(feed).resolve(Channel.STABLE, version("4593.2.5"), { platforms: [LockPlatform.HETZNER] });
  for (const { artifacts, amis } of release.architectures.values()) {
    expect([...artifacts.keys()]).toEqual(["flatcar_production_hetzner_image.bin.bz2"]);
    expect(amis.size).toBe(0);
  }
  expect(feed.asked.filter((what) => what.startsWith("amis"))).toEqual([]);
});

test("missing AMIs are told of, for those who lock AMIs", async () => {
  const feed = new MemoryFeed({ version: "4593.2.5", amis: {} });
  const notesFor = async (platforms: readonly LockPlatform[]): Promise<readonly string[]> =>
    (await resolver(feed).resolve(Channel.STABLE, version("4593.2.5"), { platforms })).notes;
  const note = (architecture: string, options: string): string =>
    `no AMIs of stable 4593.2.5 are published for ${architecture}; AwsImage.byName() looks them up by name instead, and lock update${options} adds them once they are`;
  expect(await notesFor(all.platforms)).toEqual(["amd64", "arm64"].map((name) => note(name, "")));
  // The entry itself does not tell any more that it is for AWS too.
  expect(await notesFor([LockPlatform.HETZNER, LockPlatform.AWS])).toContain(note("arm64", " --platforms hetzner,aws"));
  expect((await resolver(feed).resolve(Channel.STABLE, version("4593.2.5"), { platforms: [LockPlatform.HETZNER] })).notes).toEqual([]);
});

test("an entry gets the architectures that it is wanted for, and a release that lacks one is refused", async () => {
  const feed = new MemoryFeed({ version: "4593.2.5" }, { version: "4593.2.6", architectures: [Architecture.AMD64] });
  const arm64 = { ...all, architectures: ["arm64"] };
  const { release } = await resolver(feed).resolve(Channel.STABLE, version("4593.2.5"), arm64);
  expect([...release.architectures.keys()]).toEqual(["arm64"]);
  await expect(resolver(feed).resolve(Channel.STABLE, version("4593.2.6"), arm64)).rejects.toMatchObject({
    code: "architecture-not-released",
    received: "arm64",
    allowed: "amd64",
  });
});

test("a release that is published for nothing that is known here is refused before its files are asked for", async () => {
  const feed = new MemoryFeed({ version: "4593.2.6", architectures: [] });
  await expect(resolver(feed).resolve(Channel.STABLE, version("4593.2.6"), all)).rejects.toMatchObject({
    code: "architecture-not-released",
    allowed: "some of amd64, arm64",
  });
  expect(feed.asked).toEqual([]);
});

test("a version that the list of releases lacks is taken from the catalogue, and else is an error", async () => {
  const feed = new MemoryFeed({ version: "4593.2.6" }, { version: "4593.2.5", isUnlisted: true });
  const { release } = await resolver(feed).resolve(Channel.STABLE, version("4593.2.5"), all);
  expect(release).toMatchObject({ releaseDate: "2026-08-13", ignition: "2.24.0" });
  await expect(resolver(feed).resolve(Channel.STABLE, version("4593.2.7"), all)).rejects.toMatchObject({
    code: "feed-version-missing",
    allowed: "4593.2.6",
  });
});

test("a release says which Ignition it has, or has that of its major version", async () => {
  const feed = new MemoryFeed({ version: "4230.2.0", software: {} }, { version: "4230.2.1", software: { ignition: "2.20.1" } });
  const ignitionOf = async (text: string): Promise<string> =>
    (await resolver(feed).resolve(Channel.STABLE, version(text), all)).release.ignition;
  expect(await ignitionOf("4230.2.0")).toBe("2.20.0");
  expect(await ignitionOf("4230.2.1")).toBe("2.20.1");
});

test("a release that nothing here could boot is refused before its files are asked for", async () => {
  const feed = new MemoryFeed({ version: "3033.2.4", software: { ignition: "0.36.1" } });
  const wrong = new MemoryFeed({ version: "4593.2.5", software: { ignition: "2.23.0" } });
  const resolve = async (of: MemoryFeed, text: string): Promise<unknown> => resolver(of).resolve(Channel.STABLE, version(text), all);
  await expect(resolve(feed, "3033.2.4")).rejects.toMatchObject({ code: "release-without-ignition-3" });
  await expect(resolve(wrong, "4593.2.5")).rejects.toMatchObject({ code: "release-ignition-contradicted" });
  expect([...feed.asked, ...wrong.asked]).toEqual([]);
});

test("a version is of the channel that its number tells", async () => {
  await expect(resolver(new MemoryFeed()).resolve(Channel.BETA, version("4593.2.5"), all)).rejects.toMatchObject({
    code: "release-channel-contradicted",
  });
});

test("a request means a version, or what is newest of a channel or stream", async () => {
  const feed = new MemoryFeed({ version: "4593.2.5" }, { version: "4593.2.4" }, { version: "4081.3.10" }, { version: "3510.3.8" });
  const meant = async (text: string): Promise<string> => (await resolver(feed).versionOf(parseRequest(text))).toString();
  expect(await meant("4593.2.4")).toBe("4593.2.4");
  expect(feed.asked).toEqual([]);
  expect(await meant("stable")).toBe("4593.2.5");
  expect(await meant("lts")).toBe("4081.3.10");
  expect(await meant("lts-2023")).toBe("3510.3.8");
});
