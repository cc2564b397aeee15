import { expect, test } from "vitest";
import { Channel } from "../../../lib/release";
import { parseReleases } from "../../../lib/release/feed/releases-json";
import { thrown } from "../thrown";

const ENTRY = {
  channel: "stable",
  architectures: ["amd64", "arm64"],
  release_date: "2026-08-13 15:48:35 +0000",
  major_software: { containerd: ["2.1.5"], docker: ["28.0.4"], ignition: ["2.24.0"], kernel: ["6.12.102"], systemd: ["257"] },
  release_notes: "_Changes_",
};

const parse = (document: unknown) => parseReleases(document, Channel.STABLE, "releases.json");

test("a release is read with all that is told of it", () => {
  const [release] = parse({ "4593.2.5": ENTRY });
  expect(release).toMatchObject({
    releaseDate: "2026-08-13",
    software: { containerd: "2.1.5", docker: "28.0.4", ignition: "2.24.0", kernel: "6.12.102", systemd: "257" },
    notes: "_Changes_",
  });
  expect(String(release.version)).toBe("4593.2.5");
  expect(release.channel).toBe(Channel.STABLE);
  expect(release.architectures.map(String)).toEqual(["amd64", "arm64"]);
});

test("releases come from new to old by their numbers, without the names that move", () => {
  const document = { "4593.2.10": ENTRY, "1688.5.3": ENTRY, "4593.2.9": ENTRY, current: ENTRY, "current-2024": ENTRY };
  expect(parse(document).map(({ version }) => String(version))).toEqual(["4593.2.10", "4593.2.9", "1688.5.3"]);
});

test("old entries lack software, and new ones may have keys and architectures that nobody knows", () => {
  const old = { ...ENTRY, major_software: { rkt: ["1.30"], kernel: ["4.14"], docker: [] } };
  expect(parse({ "1688.5.3": old })[0].software).toEqual({ kernel: "4.14" });
  const bare = { channel: "stable", architectures: ["amd64", "riscv64"], release_date: ENTRY.release_date, new_key: 1 };
  expect(parse({ "5000.2.0": bare })[0]).toMatchObject({ software: {}, notes: "", architectures: [{ name: "amd64" }] });
});

test.each([
  [[], "$"],
  [{ newest: ENTRY }, '$["newest"]'],
  [{ "4593.2.5": [] }, '$["4593.2.5"]'],
  [{ "4593.2.5": { ...ENTRY, channel: "beta" } }, '$["4593.2.5"].channel'],
  [{ "4593.2.5": { ...ENTRY, architectures: "amd64" } }, '$["4593.2.5"].architectures'],
  [{ "4593.2.5": { ...ENTRY, architectures: [1] } }, '$["4593.2.5"].architectures'],
  [{ "4593.2.5": { ...ENTRY, release_date: "yesterday" } }, '$["4593.2.5"].release_date'],
  [{ "4593.2.5": { ...ENTRY, release_date: "2026-99-99 15:48:35 +0000" } }, '$["4593.2.5"].release_date'],
  [{ "4593.2.5": { ...ENTRY, release_date: "2026-02-30 15:48:35 +0000" } }, '$["4593.2.5"].release_date'],
  [{ "4593.2.5": { ...ENTRY, release_notes: 1 } }, '$["4593.2.5"].release_notes'],
  [{ "4593.2.5": { ...ENTRY, major_software: [] } }, '$["4593.2.5"].major_software'],
  [{ "4593.2.5": { ...ENTRY, major_software: { kernel: "6" } } }, '$["4593.2.5"].major_software.kernel'],
  [{ "4593.2.5": { ...ENTRY, major_software: { kernel: ["6", "7"] } } }, '$["4593.2.5"].major_software.kernel'],
  [{ "4593.2.5": { ...ENTRY, major_software: { ignition: ["2.24.0-rc1"] } } }, '$["4593.2.5"].major_software.ignition'],
  [{ "4593.2.5": { ...ENTRY, major_software: { kernel: ["\u001b[2J"] } } }, '$["4593.2.5"].major_software.kernel'],
])("%j is refused where it is wrong", (document, subject) => {
  expect(thrown(() => parse(document))).toMatchObject({ code: "feed-document", path: "releases.json", subject });
});

test("a key that is no version is told in a line that people can read", () => {
  const error = thrown(() => parse({ ["\u009b2J".repeat(100_000)]: ENTRY }));
  expect(error.message.length).toBeLessThan(1000);
  expect(error.message).not.toContain("\u009b");
});
