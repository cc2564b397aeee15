import { expect, test } from "vitest";
import { Fate, MachineFate, PoolFates } from "../../../lib/check/model/fate";
import { poolFates } from "../../../lib/check/model/model";
import { fateGroups, isUntouched, poolWords } from "../../../lib/check/report/fate-words";
import { recorded } from "../model/recorded";
import { fatesOf, machineOf } from "./reports";

const reason = (actions: readonly string[], address = "hcloud_server.a") => ({ address, actions, paths: [] });
const words = (machine: Partial<MachineFate>, pool: Partial<PoolFates> = {}): string => poolWords(fatesOf([machineOf(machine)], pool));

test.each([
  [{ fate: Fate.UNTOUCHED }, "1 of 1 untouched"],
  [{ fate: Fate.UPDATED }, "1 of 1 changed in place, left running"],
  [{ fate: Fate.REPLACED, order: "destroy-first" as const }, "1 of 1 replaced (destroyed first)"],
  [{ fate: Fate.REPLACED, order: "create-first" as const }, "1 of 1 replaced (created first)"],
  [{ fate: Fate.REPLACED }, "1 of 1 replaced"],
  [{ fate: Fate.DESTROYED }, "1 of 1 destroyed"],
  [{ fate: Fate.POWER_CYCLED, reasons: [reason(["update"])] }, "1 of 1 powered off and on, which the plan shows as an update"],
  [{ fate: Fate.RESTARTED, reasons: [reason(["update"])] }, "1 of 1 restarted, which the plan shows as an update"],
  [{ fate: Fate.REDEFINED, reasons: [reason(["update"])] }, "1 of 1 stopped, defined anew and started, which the plan shows as an update"],
  [
    { fate: Fate.REDEFINED, staysOff: true as const, reasons: [reason(["update"])] },
    "1 of 1 stopped and defined anew, and left off, which the plan shows as an update",
  ],
  [{ fate: Fate.UPDATED, losesDisk: true as const }, "1 of 1 left running on a root disk that is deleted, to begin anew when it stops"],
  [{ fate: Fate.UNTOUCHED, losesDisk: true as const }, "1 of 1 left running on a root disk that is deleted, to begin anew when it stops"],
  [
    { fate: Fate.REFRESHED, reasons: [reason(["update"], "aws_launch_template.a"), reason(["update"])] },
    "1 of 1 replaced after the apply by an instance refresh, which the plan shows as an update",
  ],
  [
    { fate: Fate.STALE, reasons: [reason(["delete", "create"], "matchbox_profile.a")] },
    "1 of 1 left running; something else is served at the next network boot, which the plan shows as a replacement",
  ],
  [
    { fate: Fate.STALE, isAfter: false, reasons: [reason(["delete"])] },
    "1 of 1 left running; nothing is served to it any more, which the plan shows as a destruction",
  ],
  [{ fate: Fate.STALE }, "1 of 1 left running; something else is served at the next network boot"],
  [{ fate: Fate.CREATED, isBefore: false }, "1 new"],
])("each fate has its words, and what a plan shows as something else is marked: %j", (machine, expected) => {
  expect(words(machine)).toBe(expected);
});

test("a pool whose machines lose their disks is not untouched", () => {
  expect(isUntouched(fatesOf([machineOf({ fate: Fate.UNTOUCHED })]))).toBe(true);
  expect(isUntouched(fatesOf([machineOf({ fate: Fate.UNTOUCHED, losesDisk: true })]))).toBe(false);
});

test("on bare metal what is new is served", () => {
  expect(words({ fate: Fate.CREATED, isBefore: false }, { platform: "bare-metal" })).toBe("1 new, served from now on");
});

test("the worst comes first and is told out of all that there were; names and reasons stand with their machines", () => {
  const user_data = {
    address: "hcloud_server.a",
    actions: ["delete", "create"],
    actionReason: "replace_because_cannot_update",
    paths: [["user_data"]],
  };
  const replaced = { fate: Fate.REPLACED, order: "destroy-first" as const, reasons: [user_data] };
  const pool = fatesOf(
    [
      machineOf({ name: "a" }),
      machineOf({ name: "b", ...replaced }),
      machineOf({ name: "new", fate: Fate.CREATED, isBefore: false, reasons: [reason(["create"])] }),
      machineOf({ name: "c", ...replaced, reasons: [{ ...user_data, address: "hcloud_server.c" }] }),
      machineOf({ name: "d" }),
    ],
    { before: 4, after: 5 },
  );
  expect(poolWords(pool)).toBe("2 of 4 replaced (destroyed first), 1 new, 2 untouched");
  expect(fateGroups(pool).map(({ names, why }) => [names, why])).toEqual([
    [["b", "c"], ["hcloud_server (user_data cannot be changed in place)"]],
    [["new"], []],
    [["a", "d"], []],
  ]);
});

test("of what is destroyed with a machine only the machine's own reason is told, where it has one", () => {
  const gone = (address: string) => ({ address, actions: ["delete"], actionReason: "delete_because_no_resource_config", paths: [] });
  const machine = { fate: Fate.DESTROYED, reasons: [gone("hcloud_primary_ip.a"), gone("hcloud_server.a")] };
  expect(fateGroups(fatesOf([machineOf(machine)]))[0].why).toEqual(["hcloud_server (no longer in the configuration)"]);
  expect(fateGroups(fatesOf([machineOf({ ...machine, address: "x.y" })]))[0].why).toHaveLength(2);
});

test("machines of a group have no names, and a machine that no pool made is not named twice", () => {
  expect(fateGroups(fatesOf([machineOf({ name: "web", count: 3 })], { kind: "group" }))[0].names).toEqual([]);
  expect(fateGroups(fatesOf([machineOf({ name: "aws_instance.a" })], { name: "aws_instance.a" }))[0].names).toEqual([]);
});

test("numbers that are known only at apply are said to be unknown, and those that may be fewer at most", () => {
  const group = { kind: "group" as const };
  expect(words({ fate: Fate.DESTROYED, count: undefined }, { ...group, before: undefined })).toBe("an unknown number destroyed");
  expect(words({ fate: Fate.DESTROYED, count: 2 }, { ...group, before: undefined })).toBe("2 destroyed");
  expect(words({ fate: Fate.REPLACED, count: 2, isAtMost: true }, { ...group, before: 3 })).toBe("at most 2 of 3 replaced");
});

test("a pool is untouched where all of its machines are", () => {
  expect(isUntouched(fatesOf([machineOf(), machineOf({ name: "b" })]))).toBe(true);
  expect(isUntouched(fatesOf([machineOf(), machineOf({ name: "b", fate: Fate.UPDATED })]))).toBe(false);
});

test("a pool of ten thousand machines is told in no time to speak of", () => {
  const machines = Array.from({ length: 10_000 }, (_, i) => machineOf({ name: `n${i}`, fate: Fate.REPLACED }));
  const begin = process.cpuUsage();
  expect(poolWords(fatesOf(machines))).toBe("10000 of 10000 replaced");
  expect(process.cpuUsage(begin).user).toBeLessThan(2_000_000);
});

const REFRESHED = "replaced after the apply by an instance refresh, which the plan shows as an update";

test.each([
  ["hetzner/generation", ["1 of 2 replaced (destroyed first), 1 untouched"]],
  ["hetzner/server-type", ["1 of 2 powered off and on, which the plan shows as an update, 1 untouched"]],
  ["hetzner/node-renamed", ["1 of 2 destroyed, 1 new, 1 untouched"]],
  ["hetzner/first-apply", ["2 new"]],
  ["aws/group-grows-and-refreshes", [`2 of 2 ${REFRESHED}, 1 new`]],
  ["aws/group-policy", [`at most 2 of 2 ${REFRESHED}`]],
  ["aws/group-removed", ["2 of 2 untouched", "2 of 2 destroyed"]],
  ["bare-metal/config", ["2 of 2 left running; something else is served at the next network boot, which the plan shows as a replacement"]],
])("a plan of real Terraform is told so: %s", (recording, expected) => {
  const [platform, name] = recording.split("/");
  const { stack, plan, base } = recorded(platform, name);
  expect(poolFates(stack, plan, base).map(poolWords)).toEqual(expected);
});
