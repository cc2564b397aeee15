import { expect, test } from "vitest";
import { Channel, FlatcarVersion, catalogue } from "../../../lib/release";
import { catalogued, heldBack } from "../../../lib/release/lockfile/offline";
import { parseRequest } from "../../../lib/release/lockfile/request";
import { thrown } from "../thrown";

test("each channel has its newest release that gets updates, without hashes and AMIs", () => {
  for (const channel of Channel.all()) {
    const newest = catalogue.releases.find((release) => release.channel === channel);
    const { version, releaseDate, ignition, architectures } = catalogued(parseRequest(channel.name));
    expect({ version, releaseDate, ignition }).toEqual({
      version: newest?.version,
      releaseDate: newest?.releaseDate,
      ignition: newest?.ignition,
    });
    expect([...architectures.keys()]).toEqual(["amd64", "arm64"]);
    for (const { artifacts, amis } of architectures.values()) expect(artifacts.size + amis.size).toBe(0);
  }
});

test("a stream and a version are found, and have the architectures that they were published for", () => {
  expect(catalogued(parseRequest("lts-2023")).version).toBe("3510.3.8");
  expect(catalogued(parseRequest("4757.1.0"))).toMatchObject({ channel: "beta", version: "4757.1.0" });
  expect([...catalogued(parseRequest("lts-2021")).architectures.keys()]).toEqual(["amd64"]);
});

test.each(["4593.2.4", "lts-2029"])("what this package does not know is an error with what it knows: %s", (text) => {
  expect(thrown(() => catalogued(parseRequest(text)))).toMatchObject({
    code: "release-not-in-catalogue",
    received: text,
    allowed: expect.stringContaining("stable 4593.2.5") as string,
  });
});

test.each([
  ["stable", "4593.2.4", 1],
  ["stable", "4593.2.5", 0],
  ["stable", "4593.2.6", 0],
  ["lts", "3510.3.8", 1],
  ["lts-2023", "3510.3.8", 0],
  ["lts-2023", "3510.3.7", 1],
  ["lts-2029", "1.3.0", 0],
])("of %s, for which a feed has %s, there are %i things to know", (request, newest, notes) => {
  expect(heldBack(parseRequest(request), FlatcarVersion.parse(newest))).toHaveLength(notes);
});
