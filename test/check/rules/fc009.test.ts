import { expect, test } from "vitest";
import { FC009 } from "../../../lib/check/rules/fc009";
import { type IgnitionConfig, wrapGzip } from "../../../lib/ignition";
import { Severity } from "../../../lib/check/severity";
import { ReleaseEntry } from "../../../lib/check/synth/manifest";
import { SynthesisedStack } from "../../../lib/check/synth/stack";
import { stackOf } from "../manifests";
import { groupStack, madeSubject, messages, namedStack } from "./made-subject";
import { problemsOf, recordedSubject } from "./subject";

const LTS: ReleaseEntry = { channel: "lts", version: "4081.3.10", ignition: "2.19.0" };
const STABLE: ReleaseEntry = { channel: "stable", version: "4593.2.5", ignition: "2.24.0" };
const spec = (version: string) => ({ config: { ignition: { version } } });
const found = (stack: SynthesisedStack) => problemsOf(FC009, madeSubject(stack));
const says = (release: ReleaseEntry, version: string) => messages(found(namedStack({ a: spec(version) }, { release })));

test("a pool of real Terraform on LTS with a config that only newer releases read is told, and the same on stable is not", () => {
  expect(problemsOf(FC009, recordedSubject("hetzner", "fc009-lts"))).toMatchObject([
    {
      pool: { path: "t/web" },
      subjects: ["a"],
      message:
        "a of web is given a machine config of Ignition spec 3.5.0, and LTS 2024 (4081.3.10) with its Ignition 2.19.0 reads 3.4.0 at most",
      mend: "write the config for spec 3.4.0, or choose a release whose Ignition reads 3.5.0, of a newer stream or of stable",
    },
  ]);
  expect(problemsOf(FC009, recordedSubject("hetzner", "fc009-stable"))).toEqual([]);
});

test("matchbox serves no config of a newer spec than 3.4.0, whatever the release", () => {
  expect(problemsOf(FC009, recordedSubject("bare-metal", "fc009-matchbox"))).toMatchObject([
    {
      pool: { name: "matchbox_group.a" },
      message:
        "matchbox_group.a is given a machine config of Ignition spec 3.5.0, in place of which matchbox serves an empty one: it reads 3.4.0 at most",
      mend: "write the config for spec 3.4.0",
    },
  ]);
  expect(problemsOf(FC009, recordedSubject("bare-metal", "fc009-matchbox-3-4"))).toEqual([]);
});

test("the highest spec is that of the Ignition in the manifest, to the very version", () => {
  for (const [ignition, highest] of [
    ["2.13.0", "3.3.0"],
    ["2.14.0", "3.3.0"],
    ["2.15.0", "3.4.0"],
    ["2.19.0", "3.4.0"],
    ["2.20.0", "3.5.0"],
    ["2.26.0", "3.6.0"],
  ]) {
    const all = ["3.0.0", "3.1.0", "3.2.0", "3.3.0", "3.4.0", "3.5.0", "3.6.0"];
    const read = all.filter((version) => says({ ...STABLE, ignition }, version).length === 0);
    expect(read.at(-1), ignition).toBe(highest);
    expect(read).toEqual(all.slice(0, read.length));
  }
});

test("where a manifest says nothing of Ignition, it is that of the version: by the catalogue, or by the major version", () => {
  expect(says({ channel: "lts", version: "3510.3.8" }, "3.4.0")).toEqual([
    "a of web is given a machine config of Ignition spec 3.4.0, and LTS 2023 (3510.3.8) with its Ignition 2.14.0 reads 3.3.0 at most",
  ]);
  expect(says({ channel: "stable", version: "4152.2.1" }, "3.5.0")).toEqual([]);
  expect(says({ channel: "stable", version: "4081.2.1" }, "3.5.0")).toHaveLength(1);
});

test("a release that reads spec 2 only reads no config of spec 3", () => {
  const old = { channel: "lts", version: "3033.3.18" };
  const [problem] = found(namedStack({ a: spec("3.0.0") }, { release: old }));
  expect(problem.message).toBe("a of web is given a machine config of Ignition spec 3.0.0, and LTS 2022 (3033.3.18) reads spec 2 only");
  expect(problem.mend).toBe("choose a release whose Ignition reads 3.0.0, of a newer stream or of stable");
  expect(says({ ...old, ignition: "0.36.1" }, "3.0.0")).toEqual([
    "a of web is given a machine config of Ignition spec 3.0.0, and LTS 2022 (3033.3.18) with its Ignition 0.36.1 reads spec 2 only",
  ]);
  expect(says(old, "2.3.0")).toEqual([]);
});

test("configs of spec 1 and 2 are translated by every release, and what is no version is another problem", () => {
  for (const version of ["1.0.0", "2.2.0", "${var.spec}", "4.0.0", "3.5"]) expect(says(LTS, version), version).toEqual([]);
});

test("an experimental spec is read by the releases whose next one it is", () => {
  expect(says(STABLE, "3.6.0-experimental")).toEqual([]);
  expect(says(STABLE, "3.5.0-experimental")).toHaveLength(1);
  expect(says(STABLE, "3.7.0-experimental")).toHaveLength(1);
});

test("a config that is merged counts with its own spec", () => {
  const source = `data:,${encodeURIComponent('{"ignition":{"version":"3.5.0"}}')}`;
  const config = { ignition: { version: "3.4.0", config: { merge: [{ source }] } } };
  expect(messages(found(namedStack({ a: { config } }, { release: LTS })))[0]).toContain("spec 3.5.0");
});

test("the wrapper that a config comes in is read too, whatever is in it", () => {
  const wrapped = { config: JSON.parse(wrapGzip('{"ignition":{"version":"3.4.0"}}', "3.5.0")) as IgnitionConfig };
  expect(messages(found(namedStack({ a: wrapped }, { release: LTS })))[0]).toContain("spec 3.5.0, and LTS 2024");
  expect(found(namedStack({ a: wrapped }, { release: STABLE }))).toEqual([]);
  expect(messages(found(namedStack({ a: wrapped }, { platform: "bare-metal", release: STABLE })))[0]).toContain("serves an empty one");
});

test("of what is within a wrapper or merged from a data URL, matchbox reads nothing, and Ignition all", () => {
  const inner = '{"ignition":{"version":"3.5.0"}}';
  const merge = [{ source: `data:,${encodeURIComponent(inner)}` }];
  for (const config of [JSON.parse(wrapGzip(inner, "3.4.0")), { ignition: { version: "3.4.0", config: { merge } } }] as IgnitionConfig[]) {
    const served = (release: ReleaseEntry) => messages(found(namedStack({ a: { config } }, { platform: "bare-metal", release })));
    expect(served(STABLE)).toEqual([]);
    expect(served(LTS)[0]).toContain("spec 3.5.0, and LTS 2024");
  }
});

test("a config with a part that cannot be read counts as it is written", () => {
  const config = { ignition: { version: "3.5.0", config: { merge: [{ source: "data:,x" }] } } };
  expect(found(namedStack({ a: { config } }, { release: LTS }))).toHaveLength(1);
});

test("machines of which the same is so are one problem; those with a release of their own another", () => {
  const old = { channel: "lts", version: "3510.3.8", ignition: "2.14.0" };
  const machines = { a: spec("3.5.0"), b: spec("3.5.0"), c: { ...spec("3.5.0"), release: old }, d: spec("3.4.0") };
  const problems = found(namedStack(machines, { release: LTS }));
  expect(problems.map(({ subjects }) => subjects)).toEqual([["a", "b"], ["c"]]);
  expect(problems[0].message).toContain("2 of 4 machines of web (a, b) are given");
  expect(problems[1].message).toContain("1 of 4 machines of web (c) is given");
});

test("a group is told as a whole", () => {
  const problems = found(groupStack({ release: LTS }, spec("3.5.0")));
  expect(problems).toMatchObject([{ subjects: [], message: expect.stringContaining("every machine of web is given a machine config") }]);
});

test("a machine that no pool made is told where its resources name the release", () => {
  const user_data = JSON.stringify({ ignition: { version: "3.5.0" } });
  const server = (version: string) => ({ user_data, labels: { "flatcar-version": version } });
  const resources = { hcloud_server: { a: server("4081.3.10"), b: server("4593.2.5"), c: { user_data } } };
  expect(found(stackOf({ resources }))).toMatchObject([{ pool: { name: "hcloud_server.a" }, subjects: ["hcloud_server.a"] }]);
});

test("on bare metal a release counts by what matchbox writes, which is 3.4.0", () => {
  const old = { channel: "lts", version: "3510.3.8", ignition: "2.14.0" };
  const served = (release: ReleaseEntry, version: string) => found(namedStack({ a: spec(version) }, { platform: "bare-metal", release }));
  expect(messages(served(old, "3.3.0"))).toEqual([
    "a of web is given a machine config of Ignition spec 3.4.0, and LTS 2023 (3510.3.8) with its Ignition 2.14.0 reads 3.3.0 at most",
  ]);
  expect(served(LTS, "3.3.0")).toEqual([]);
  for (const version of ["2.3.0", "3.5.0", "3.4.0-experimental"])
    expect(messages(served(STABLE, version))[0]).toContain("serves an empty one");
  expect(served(old, "${var.spec}")).toEqual([]);
});

test("without a config, a release or a version in it nothing is said", () => {
  expect(found(namedStack({ a: {}, b: { config: { ignition: {} } }, c: { config: {} } }, { release: LTS }))).toEqual([]);
  expect(says({ channel: "lts", version: "newest" }, "3.6.0")).toEqual([]);
});

test("it is a failure, and needs the synthesised stack alone", () => {
  expect(FC009).toMatchObject({ id: "FC009", severity: Severity.FAIL, parts: [{ needs: [] }] });
});
