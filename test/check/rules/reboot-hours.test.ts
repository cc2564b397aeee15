import { describe, expect, test } from "vitest";
import { RebootHours, atOnce, haveCommon, rebootHours } from "../../../lib/check/rules/reboot-hours";
import type { IgnitionConfig } from "../../../lib/ignition";
import { updateConf } from "./foreign-server";

const HOUR = 3_600e9;

function window(start: string, length: string, more: IgnitionConfig = {}): RebootHours {
  const hours = rebootHours(updateConf(`REBOOT_WINDOW_START="${start}"\nREBOOT_WINDOW_LENGTH=${length}\n`, more));
  if (hours === undefined) throw new Error("no hours");
  return hours;
}

const inHours = ({ pieces }: RebootHours): number[][] => pieces.map(({ from, to }) => [from / HOUR, to / HOUR]);

describe("hours", () => {
  test("without a window are all of the week, in UTC", () => {
    expect(rebootHours({})).toEqual({ window: undefined, zone: "UTC", pieces: [{ from: 0, to: 168 * HOUR }] });
  });

  test("of each day are seven, of a day in the week one", () => {
    expect(inHours(window("2:30", "90m"))).toEqual([0, 1, 2, 3, 4, 5, 6].map((day) => [day * 24 + 2.5, day * 24 + 4]));
    expect(inHours(window("sat 02:00", "1h"))).toEqual([[146, 147]]);
    expect(window("sat 2:00", "60m").window).toBe("Sat 02:00 for 1h");
  });

  test("that pass the end of the week go on at its beginning", () => {
    expect(inHours(window("Sat 23:00", "1h"))).toEqual([[167, 168]]);
    expect(inHours(window("Sat 23:00", "3h"))).toEqual([
      [167, 168],
      [0, 2],
    ]);
    expect(inHours(window("23:00", "2h")).at(-1)).toEqual([0, 1]);
  });

  test("of no length are a minute", () => {
    expect(inHours(window("Sun 00:00", "0s"))).toEqual([[0, 1 / 60]]);
  });

  test.each([
    ["another strategy", "REBOOT_STRATEGY=etcd-lock\n"],
    ["no updates", "SERVER=disabled\n"],
    ["a start without a length", "REBOOT_WINDOW_START=02:00\n"],
    ["a length without a start", "REBOOT_WINDOW_LENGTH=1h\n"],
    ["what locksmithd refuses", "REBOOT_WINDOW_START=25:00\nREBOOT_WINDOW_LENGTH=1h\n"],
    ["what is known only at apply", 'REBOOT_WINDOW_START="${var.start}"\nREBOOT_WINDOW_LENGTH=1h\n'],
  ])("are none with %s", (_, conf) => {
    expect(rebootHours(updateConf(conf))).toBeUndefined();
  });

  test.each(["locksmithd.service", "update-engine.service"])("are none with %s masked", (name) => {
    expect(rebootHours({ systemd: { units: [{ name, mask: true }] } })).toBeUndefined();
  });

  test("are in the time zone that the config sets, by a link or by timedatectl", () => {
    const links = [{ path: "/etc/localtime", target: "../usr/share/zoneinfo/Europe/Berlin" }];
    expect(rebootHours({ storage: { links } })?.zone).toBe("Europe/Berlin");
    const units = [{ name: "zone.service", contents: "ExecStart=/usr/bin/timedatectl set-timezone Asia/Tokyo\n" }];
    expect(rebootHours({ storage: { links }, systemd: { units } })?.zone).toBe("Asia/Tokyo");
  });
});

const BERLIN = { storage: { links: [{ path: "/etc/localtime", target: "/usr/share/zoneinfo/Europe/Berlin" }] } };

test.each([
  ["overlap", window("Sat 02:00", "2h"), window("Sat 03:59", "1h"), true],
  ["follow each other", window("Sat 02:00", "2h"), window("Sat 04:00", "1h"), false],
  ["are of a day and of every day", window("Sat 02:00", "1h"), window("02:30", "1h"), true],
  ["meet over the end of the week", window("Sat 23:00", "2h"), window("Sun 00:30", "1h"), true],
  ["meet over midnight", window("23:30", "1h"), window("Wed 00:15", "1h"), true],
  ["are none and one", window("Sat 02:00", "1h"), rebootHours({})!, true],
  ["are in two time zones", window("02:00", "1h"), window("02:00", "1h", BERLIN), false],
])("hours that %s: in common %4$s", (_, one, other, expected) => {
  expect([haveCommon(one, other), haveCommon(other, one)]).toEqual([expected, expected]);
});

test("at once is the largest number whose hours have a time in common, in one time zone", () => {
  const all = [
    { of: "a", hours: window("Sat 02:00", "2h") },
    { of: "b", hours: window("Sat 03:00", "2h") },
    { of: "c", hours: window("Sat 04:00", "2h") },
    { of: "d", hours: window("Sat 04:30", "1h") },
    { of: "e", hours: window("Sat 04:30", "1h", BERLIN) },
  ];
  expect(atOnce(all).map(({ of }) => of)).toEqual(["b", "c", "d"]);
  expect(atOnce([])).toEqual([]);
});
