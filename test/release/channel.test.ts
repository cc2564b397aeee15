import { expect, test } from "vitest";
import { Channel } from "../../lib/release";
import { thrown, untyped } from "./thrown";

test("a channel is found by its name and shows as its name", () => {
  for (const channel of Channel.all()) {
    expect(Channel.of(channel.name)).toBe(channel);
    expect(`${channel}`).toBe(channel.name);
  }
});

test("each channel has the second number of its versions", () => {
  expect(Channel.all().map((channel) => [channel.name, channel.branch])).toEqual([
    ["lts", 3],
    ["stable", 2],
    ["beta", 1],
    ["alpha", 0],
  ]);
});

test("a mistyped channel is answered with the near one", () => {
  expect(thrown(() => Channel.of("stabel"))).toMatchObject({
    code: "channel-unknown",
    received: "stabel",
    allowed: "lts, stable, beta, alpha",
    mend: 'did you mean "stable"?',
  });
});

test("a name that is near no channel lists all channels", () => {
  expect(thrown(() => Channel.of("production"))).toMatchObject({ code: "channel-unknown", mend: "name one of these channels" });
});

test("an update group of an LTS stream is no channel, and the error says where the stream is named", () => {
  expect(thrown(() => Channel.of("lts-2024"))).toMatchObject({
    code: "channel-unknown",
    mend: 'use the channel "lts"; the version names the stream',
  });
});

test("edge is refused as retired", () => {
  expect(thrown(() => Channel.of("edge"))).toMatchObject({ code: "channel-retired", received: "edge" });
});

test("something that is no string is refused like an unknown name", () => {
  expect(thrown(() => Channel.of(untyped(2))).code).toBe("channel-unknown");
  expect(thrown(() => Channel.of(untyped(undefined))).code).toBe("channel-unknown");
});
