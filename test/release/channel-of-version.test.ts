import fc from "fast-check";
import { expect, test } from "vitest";
import { Channel, FlatcarVersion } from "../../lib/release";
import { channelOfVersion } from "../../lib/release/channel-of-version";
import { thrown } from "./thrown";

const of = (version: string, given?: Channel): Channel => channelOfVersion(FlatcarVersion.parse(version), given);

test("without a given channel the second number decides", () => {
  expect(of("4593.2.5")).toBe(Channel.STABLE);
  expect(of("2605.32.1")).toBe(Channel.LTS);
});

test("a given channel that the second number confirms is taken", () => {
  expect(of("4757.1.0", Channel.BETA)).toBe(Channel.BETA);
});

test("a given channel that the second number contradicts is refused, whichever the two are", () => {
  const branches = fc.constantFrom(...Channel.all());
  fc.assert(
    fc.property(fc.integer({ min: 2606, max: 99999 }), branches, branches, (major, told, given) => {
      fc.pre(told !== given);
      expect(thrown(() => of(`${major}.${told.branch}.0`, given)).code).toBe("release-channel-contradicted");
    }),
  );
});

test("the contradiction names both ways out", () => {
  expect(thrown(() => of("4593.2.5", Channel.BETA))).toMatchObject({
    subject: "Flatcar version on the channel beta",
    received: "4593.2.5",
    mend: "name the channel stable, or a version of beta",
  });
});

test("a second number no channel has contradicts each given channel", () => {
  expect(thrown(() => of("4593.7.0", Channel.STABLE))).toMatchObject({
    code: "release-channel-contradicted",
    mend: "correct the version",
  });
});

test("a second number no channel has is an error without a given channel", () => {
  expect(thrown(() => of("4593.7.0"))).toMatchObject({ code: "channel-unknown", received: "4593.7.0" });
});

test("the channel of a release before that rule has to be given, and is believed", () => {
  expect(of("2605.12.0", Channel.STABLE)).toBe(Channel.STABLE);
  expect(thrown(() => of("2605.12.0")).code).toBe("channel-unknown");
});

test("an edge release is refused, with and without a given channel", () => {
  expect(thrown(() => of("2466.99.0"))).toMatchObject({ code: "channel-retired", received: "2466.99.0" });
  expect(thrown(() => of("2466.99.0", Channel.ALPHA)).code).toBe("channel-retired");
});
