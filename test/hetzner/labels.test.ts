import { TerraformVariable } from "cdktf";
import { expect, test } from "vitest";
import { checkLabels, serverLabels } from "../../lib/hetzner/labels";
import { FlatcarRelease } from "../../lib/release";
import { scratchStack, thrown } from "../support";
import { RELEASE } from "./pool";

test("a server tells its pool, channel and version, beside the user's labels", () => {
  expect(serverLabels("db", RELEASE, { tier: "1" })).toEqual({
    tier: "1",
    "flatcar-pool": "db",
    "flatcar-channel": "stable",
    "flatcar-version": "4593.2.5",
  });
});

test("the plus sign that a version may have is none in a label", () => {
  const nightly = FlatcarRelease.version("4799.0.0+nightly-20260821-2100");
  expect(serverLabels("db", nightly, {})).toMatchObject({ "flatcar-version": "4799.0.0_nightly-20260821-2100" });
});

test.each<{ [key: string]: string }>([{ a: "" }, { "a.b-c_d": "E.f-g_1" }, { "example.com/x": "y" }, { ["k".repeat(63)]: "v".repeat(63) }])(
  "%j are labels",
  (labels) => {
    expect(() => checkLabels(labels)).not.toThrow();
  },
);

test.each(["", "-a", "a-", "a b", "\u00e9", "Example.com/x", "a/b/c", "/x", "x/", "k".repeat(64)])("%j is no key", (key) => {
  expect(thrown(() => checkLabels({ [key]: "v" }))).toMatchObject({ code: "hetzner-label", subject: "labels: a key", received: key });
});

test.each(["os", "flatcar-pool", "flatcar-channel", "flatcar-version", "flatcar-sha512", "hetzner.cloud/x"])(
  "the key %s is not the user's",
  (key) => {
    const error = thrown(() => checkLabels({ [key]: "v" }));
    expect(error).toMatchObject({ code: "hetzner-label", received: key });
    expect(error.allowed).toContain("flatcar-pool");
  },
);

test.each(["-a", "a-", "a b", "a,b", "a/b", "\u00e9", "v".repeat(64)])("%j is no value", (value) => {
  expect(thrown(() => checkLabels({ tier: value }))).toMatchObject({ code: "hetzner-label", subject: "labels.tier", received: value });
});

test("a pool's name becomes a label, and has to be one", () => {
  expect(thrown(() => serverLabels("my pool", RELEASE, {}))).toMatchObject({ code: "hetzner-label", subject: "poolName" });
});

test("values known only at apply are taken", () => {
  const token = new TerraformVariable(scratchStack(), "x", {}).stringValue;
  expect(() => checkLabels({ tier: `a b ${token}` })).not.toThrow();
  expect(() => serverLabels(token, RELEASE, {})).not.toThrow();
});
