import { expect, test } from "vitest";
import { Architecture, Channel, FlatcarVersion } from "../../../lib/release";
import type { FeedRelease } from "../../../lib/release/feed/feed-release";
import { architectureMissing, ltsStream, versionMissing } from "../../../lib/release/feed/missing";
import { thrown } from "../thrown";

const release = (version: string): FeedRelease => ({
  channel: Channel.STABLE,
  version: FlatcarVersion.parse(version),
  architectures: [Architecture.AMD64],
  releaseDate: "2026-08-13",
  software: {},
  notes: "",
});
const STREAMS = [
  { major: 4081, year: "2024", isSupported: true },
  { major: 3510, year: "2023", isSupported: true },
  { major: 3033, year: "2022", isSupported: false },
];

test("of a version that is not there the newest are named", () => {
  const releases = [9, 8, 7, 6, 5, 4].map((patch) => release(`4593.2.${patch}`));
  const error = versionMissing(Channel.STABLE, FlatcarVersion.parse("3000.2.0"), releases, "list");
  expect(error).toMatchObject({
    code: "feed-version-missing",
    received: "3000.2.0",
    allowed: "4593.2.9, 4593.2.8, 4593.2.7, 4593.2.6, 4593.2.5, … (6)",
    path: "list",
  });
  expect(versionMissing(Channel.STABLE, FlatcarVersion.parse("4593.2.3"), releases).mend).toMatch(/^did you mean "4593\.2\.\d"\?$/);
  expect(versionMissing(Channel.STABLE, FlatcarVersion.parse("4593.2.3"), []).allowed).toBe("none: the channel has no release");
});

test("of an architecture that is not there the others are named", () => {
  const directory = { channel: Channel.STABLE, version: FlatcarVersion.parse("4593.2.5"), architecture: Architecture.ARM64 };
  expect(architectureMissing(directory, release("4593.2.5"))).toMatchObject({
    code: "feed-architecture-missing",
    received: "arm64",
    allowed: "amd64",
  });
});

test("a stream is found by its year, and the newest that gets updates without one", () => {
  expect(ltsStream(undefined, STREAMS, "lts-info").year).toBe("2024");
  expect(ltsStream("2023", STREAMS, "lts-info").major).toBe(3510);
});

test.each([
  ["2022", "lts-stream-unsupported", "2022"],
  ["2030", "lts-stream-unknown", "2030"],
])("the stream %s is %s, and the others are named", (year, code, received) => {
  expect(thrown(() => ltsStream(year, STREAMS, "lts-info"))).toMatchObject({
    code,
    received,
    allowed: "2024 (4081), 2023 (3510)",
    path: "lts-info",
  });
});

test("where no stream gets updates, all that there are are named", () => {
  const ended = STREAMS.map((stream) => ({ ...stream, isSupported: false }));
  const error = thrown(() => ltsStream(undefined, ended, "lts-info"));
  expect(error).toMatchObject({ code: "lts-stream-unsupported", received: "2024 (ended), 2023 (ended), 2022 (ended)" });
  expect(thrown(() => ltsStream("2024", ended, "lts-info")).allowed).toBe("a stream that gets updates, of which there is none");
});
