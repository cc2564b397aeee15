import { describe, expect, test } from "vitest";
import { FC016 } from "../../../lib/check/rules/fc016";
import { IgnitionStorage } from "../../../lib/ignition";
import { SynthesisedStack } from "../../../lib/check/synth/stack";
import { configOf, foreignStack, poolStack, subjectOf } from "../config-stacks";
import { changeOf, planOf } from "../model/changes-of";
import { problemsOf, recordedSubject } from "./subject";

describe("as Terraform plans it", () => {
  test("a data disk that is wiped from now on", () => {
    const [{ pool, subjects, message, details }, ...others] = problemsOf(FC016, recordedSubject("libvirt", "fc016-newly-wiped"));
    expect(pool?.path).toBe("lab/db");
    expect(subjects).toEqual(["a"]);
    expect(message).toBe("/dev/vdb of a of db is wiped when Ignition runs again: the machine config asks for it now");
    expect(details).toEqual(["wipeFilesystem of /dev/vdb"]);
    expect(others).toEqual([]);
  });

  test.each([
    [
      "libvirt",
      "fc016-wiped-again",
      "/dev/vdb of a of db is wiped when this plan is applied: the machine config asks for it whenever Ignition runs",
    ],
    [
      "bare-metal",
      "fc016-diskless",
      "/dev/disk/by-id/data of a of web is wiped when Ignition runs again: the machine config asks for it now",
    ],
  ])("%s, %s", (platform, name, expected) => {
    expect(problemsOf(FC016, recordedSubject(platform, name)).map(({ message }) => message)).toEqual([expected]);
  });

  test.each([
    ["libvirt", "fc016-domain-alone"],
    ["libvirt", "fc016-root-disk"],
    ["libvirt", "config-replace"],
    ["libvirt", "data-disk"],
    ["hetzner", "config-replace"],
    ["bare-metal", "config"],
  ])("what comes close and loses nothing: %s, %s", (platform, name) => {
    expect(problemsOf(FC016, recordedSubject(platform, name))).toEqual([]);
  });
});

const DATA = "/dev/disk/by-id/data";
const wiping: IgnitionStorage = { disks: [{ device: DATA, wipeTable: true }] };
const plain: IgnitionStorage = { disks: [{ device: DATA }] };
const filesystem = (format: string): IgnitionStorage => ({ filesystems: [{ device: DATA, format }] });

/** A pool of diskless machines with these disks each. */
const metal = (...storages: IgnitionStorage[]): SynthesisedStack =>
  poolStack(
    Object.fromEntries(storages.map((storage, i) => [`m${i}`, configOf({ storage })])),
    { platform: "bare-metal" },
    { type: "matchbox_group", node: { served: { taken: "at-boot", record: "terraform_data.r" } } },
  );
const messages = (...of: Parameters<typeof subjectOf>): string[] => problemsOf(FC016, subjectOf(...of)).map(({ message }) => message);

/** A plan that serves the first machines something else. */
const serving = (count: number) =>
  planOf(
    ...Array.from({ length: 3 }, (_, i) =>
      changeOf("matchbox_group", {
        address: `matchbox_group.m${i}`,
        actions: i < count ? ["delete", "create"] : ["no-op"],
        changed: [["profile"]],
      }),
    ),
  );

test("one part needs the base, the other a plan", () => {
  expect(FC016.parts.map(({ needs }) => needs)).toEqual([["base"], ["plan"]]);
  expect(messages(metal(wiping))).toEqual([]);
});

test("machines are counted, and the details say which where they differ", () => {
  const [found, ...others] = problemsOf(FC016, subjectOf(metal(wiping, wiping, plain), metal(plain, plain, plain)));
  expect(found.message).toBe(
    `${DATA} of 2 of 3 machines of db (m0, m1) is wiped when Ignition runs again: the machine config asks for it now`,
  );
  expect(found.subjects).toEqual(["m0", "m1"]);
  expect(found.details).toEqual([`wipeTable of ${DATA}`]);
  expect(others).toEqual([]);
  const more: IgnitionStorage = { ...wiping, filesystems: [{ device: "/dev/sdz", format: "ext4", wipeFilesystem: true }] };
  const [mixed] = problemsOf(FC016, subjectOf(metal(wiping, more, more), metal(plain, plain, plain)));
  expect(mixed.message).toMatch(new RegExp(`^${DATA}, /dev/sdz of all 3 machines of db are wiped`));
  expect(mixed.details).toEqual([`wipeTable of ${DATA}`, "wipeFilesystem of /dev/sdz: m1, m2"]);
});

test("what is not as the config says now is a problem of its own", () => {
  const [wiped, refused, ...others] = problemsOf(
    FC016,
    subjectOf(metal({ ...filesystem("xfs"), ...wiping }), metal({ ...filesystem("ext4"), ...plain })),
  );
  expect(wiped.message).toContain("is wiped when Ignition runs again");
  expect(refused.message).toBe(
    `${DATA} of m0 of db is laid out otherwise than the machine config says now: Ignition refuses that when it runs again, and no machine comes up`,
  );
  expect(refused.details).toEqual([`filesystem of ${DATA} (format)`]);
  expect(others).toEqual([]);
});

test("a machine that is new loses nothing, nor one whose config is the same", () => {
  expect(messages(metal(plain, wiping), metal(plain))).toEqual([]);
  expect(messages(metal(wiping), metal(wiping))).toEqual([]);
  expect(messages(metal(wiping), null)).toEqual([]);
  expect(messages(metal(plain), metal(wiping))).toEqual([]);
});

test("what is wiped whenever Ignition runs is told of machines that the plan has boot anew, with and without a base", () => {
  const expected = [
    `${DATA} of 2 of 3 machines of db (m0, m1) is wiped at the next boot from the network: the machine config asks for it whenever Ignition runs`,
  ];
  const stack = metal(wiping, wiping, wiping);
  expect(messages(stack, undefined, { plan: serving(2) })).toEqual(expected);
  expect(messages(stack, stack, { plan: serving(2) })).toEqual(expected);
  expect(messages(stack, stack, { plan: serving(0) })).toEqual([]);
});

test("what is new is told once", () => {
  expect(messages(metal(wiping), metal(plain), { plan: serving(1) })).toEqual([
    `${DATA} of m0 of db is wiped when Ignition runs again: the machine config asks for it now`,
  ]);
});

test("machines that are installed lose it at the installation", () => {
  const stack = poolStack(
    { m0: configOf({ storage: wiping }) },
    { platform: "bare-metal" },
    { type: "matchbox_group", node: { served: { taken: "at-installation", record: "terraform_data.r" } } },
  );
  expect(messages(stack, undefined, { plan: serving(1) })).toEqual([
    `${DATA} of m0 of db is wiped at the next installation: the machine config asks for it whenever Ignition runs`,
  ]);
});

test("machines that no pool made are looked at as well", () => {
  const stack = (storage: IgnitionStorage) =>
    foreignStack({
      hcloud_server: { a: { user_data: JSON.stringify(configOf({ storage })) } },
      hcloud_volume: { v: { server_id: "${hcloud_server.a.id}" } },
    });
  expect(messages(stack({ disks: [{ device: "/dev/sdb", wipeTable: true }] }), stack({ disks: [{ device: "/dev/sdb" }] }))).toEqual([
    "/dev/sdb of hcloud_server.a is wiped when Ignition runs again: the machine config asks for it now",
  ]);
  expect(messages(stack({ disks: [{ device: "/dev/sda", wipeTable: true }] }), stack({}))).toEqual([]);
});

test("there are twenty details at most", () => {
  const many = (count: number): IgnitionStorage => ({
    filesystems: Array.from({ length: count }, (_, i) => ({ device: `/dev/disk/by-id/d${i}`, format: "ext4", wipeFilesystem: true })),
  });
  const details = (count: number) => problemsOf(FC016, subjectOf(metal(many(count)), metal({})))[0].details ?? [];
  expect(details(20)).toHaveLength(20);
  expect(details(21)).toHaveLength(21);
  expect(details(21).at(-1)).toBe("… and 1 more");
});
