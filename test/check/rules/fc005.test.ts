import { expect, test } from "vitest";
import { FC005 } from "../../../lib/check/rules/fc005";
import { Need, Problem, RuleSubject } from "../../../lib/check/rules/rule";
import { Severity } from "../../../lib/check/severity";
import { ReleaseEntry } from "../../../lib/check/synth/manifest";
import { SynthesisedStack } from "../../../lib/check/synth/stack";
import { locked } from "../../release/lockfile/locks";
import { groupStack, madeSubject, messages, namedStack } from "./made-subject";
import { problemsOf, recordedSubject } from "./subject";

const of = (name: string) => problemsOf(FC005, recordedSubject("aws", name));
const found = (stack: SynthesisedStack, more: Parameters<typeof madeSubject>[1] = {}): Problem[] =>
  problemsOf(FC005, madeSubject(stack, more));

// Groups.

test("machines of real Terraform on LTS that follow its newest stream are told, and those that are kept on theirs are not", () => {
  expect(of("fc005-group-lts")).toMatchObject([
    {
      pool: { path: "t/web" },
      subjects: ["a"],
      message:
        "a of web is made from LTS 2024 (4081.3.10) and given the updates of the group lts, which goes on to the next stream by itself",
      mend: 'keep the machines on their stream: UpdateServer.public({ group: "lts-2024" }), or GROUP=lts-2024 in update.conf',
    },
  ]);
  expect(of("fc005-next-stream")).toEqual([]);
});

test("what is of another channel has no stream", () => {
  expect(of("named-first-apply")).toEqual([]);
});

const LTS_2022: ReleaseEntry = { channel: "lts", version: "3033.3.18" };
const LTS_2023: ReleaseEntry = { channel: "lts", version: "3510.3.8" };
const LTS_2024: ReleaseEntry = { channel: "lts", version: "4081.3.10" };
const config = (text: string) => {
  const contents = { source: `data:,${encodeURIComponent(text)}` };
  return { ignition: { version: "3.3.0" }, storage: { files: [{ path: "/etc/flatcar/update.conf", contents }] } };
};
const follows = (release: ReleaseEntry, text: string, more: Partial<RuleSubject> = {}) =>
  messages(found(namedStack({ a: { config: config(text) } }, { release }), more));

test("a group that leads elsewhere is told by where it leads", () => {
  const begin = "a of web is made from LTS 2024 (4081.3.10) and given the updates of the group";
  expect(follows(LTS_2024, "GROUP=lts\n")).toEqual([`${begin} lts, which goes on to the next stream by itself`]);
  for (const group of ["stable", "beta", "alpha"])
    expect(follows(LTS_2024, `GROUP=${group}\n`)).toEqual([`${begin} ${group}, which leads out of LTS`]);
  expect(follows(LTS_2024, "GROUP=lts-2023\n")).toEqual([`${begin} lts-2023, which is of an older stream and has none for them`]);
});

test("a stream of its own, a newer one that somebody has chosen, and a group of somebody's own are fine", () => {
  for (const group of ["lts-2024", "lts-2026", "9a2deb70-37be-4026-853f-bfdd6b347bbe"])
    expect(follows(LTS_2024, `GROUP=${group}\n`), group).toEqual([]);
  expect(follows(LTS_2023, "GROUP=lts-2024\n")).toEqual([]);
});

test("machines that do not update in place, or from a server of their own, leave no stream by themselves", () => {
  expect(follows(LTS_2024, "SERVER=disabled\n")).toEqual([]);
  expect(follows(LTS_2024, "SERVER=https://nebraska.example.com/v1/update/\nGROUP=lts\n")).toEqual([]);
  expect(found(namedStack({ a: {} }, { release: LTS_2024 }))).toEqual([]);
});

test("a group of machines is told as a whole", () => {
  const stack = groupStack({ release: LTS_2024 }, { config: { ignition: { version: "3.4.0" } } });
  expect(found(stack)).toMatchObject([{ subjects: [], message: expect.stringMatching(/^every machine of web is made from LTS 2024/) }]);
});

const NEW: ReleaseEntry = { channel: "lts", version: "4593.3.0" };
const published = { releases: new Map(), streams: [{ major: 4593, year: "2026", isSupported: true }] };

test("a stream that is new is known by what is published; before that its year is open", () => {
  const mend = (more: Partial<RuleSubject>) => found(namedStack({ a: { config: config("") } }, { release: NEW }), more)[0].mend;
  expect(mend({})).toContain("GROUP=lts-YYYY");
  expect(mend({ published })).toContain("GROUP=lts-2026");
  expect(follows(NEW, "GROUP=lts-2024\n")).toEqual([
    "a of web is made from lts 4593.3.0 and given the updates of the group lts-2024, which is of an older stream and has none for them",
  ]);
});

test("what is no version is of no stream", () => {
  expect(follows({ channel: "lts", version: "newest" }, "")).toEqual([]);
});

// From stream to stream.

test("an instance of real Terraform that passes over a stream is told, and one that goes to the next is not", () => {
  const past = of("fc005-past-a-stream").at(-1);
  expect(past?.message).toBe("aws_instance.a is to go from LTS 2022 (3033.3.18) to LTS 2024 (4081.3.10), past LTS 2023");
  expect(past?.mend).toBe("go to LTS 2023 first, or make the machines anew and say so in an override");
});

const pool = (release: ReleaseEntry) => namedStack({ a: {}, b: {} }, { release });
const goes = (from: ReleaseEntry, to: ReleaseEntry, more: Partial<RuleSubject> = {}) =>
  messages(found(pool(to), { base: pool(from), ...more }));

test("streams that are passed over are told from old to new", () => {
  expect(goes({ channel: "lts", version: "2605.32.1" }, LTS_2024)).toEqual([
    "both machines of web are to go from LTS 2021 (2605.32.1) to LTS 2024 (4081.3.10), past LTS 2022 and LTS 2023",
  ]);
  expect(goes(LTS_2022, LTS_2023)).toEqual([]);
  expect(goes(LTS_2024, LTS_2024)).toEqual([]);
});

test("a way back, and a way into LTS or out of it, passes over none", () => {
  expect(goes(LTS_2024, LTS_2022)).toEqual([]);
  expect(goes(LTS_2022, { channel: "stable", version: "4593.2.5" })).toEqual([]);
  expect(goes({ channel: "stable", version: "3033.2.0" }, LTS_2024)).toEqual([]);
});

test("streams are those of the package, of the lock, and of what is published", () => {
  expect(goes(LTS_2023, NEW)).toEqual(["both machines of web are to go from LTS 2023 (3510.3.8) to lts 4593.3.0, past LTS 2024"]);
  const later: ReleaseEntry = { channel: "lts", version: "4700.3.0" };
  expect(goes(LTS_2024, later)).toEqual([]);
  const lock = new Map([
    ["next", locked(NEW)],
    ["prod", locked({ version: "4600.2.0" })],
  ]);
  expect(goes(LTS_2024, later, { lock })).toEqual([
    "both machines of web are to go from LTS 2024 (4081.3.10) to lts 4700.3.0, past lts 4593",
  ]);
  expect(goes(LTS_2024, later, { published })).toEqual([
    "both machines of web are to go from LTS 2024 (4081.3.10) to lts 4700.3.0, past LTS 2026",
  ]);
});

test("machines that are new, and what is no version, pass over none", () => {
  expect(found(namedStack({ c: {} }, { release: LTS_2024 }), { base: pool(LTS_2022) })).toEqual([]);
  expect(goes({ channel: "lts", version: "newest" }, LTS_2024)).toEqual([]);
  expect(goes(LTS_2022, { channel: "lts", version: "newest" })).toEqual([]);
});

test("it is a warning, and one part needs the base", () => {
  expect(FC005).toMatchObject({ id: "FC005", severity: Severity.WARN });
  expect(FC005.parts.map(({ needs }) => needs)).toEqual([[], [Need.BASE]]);
});
