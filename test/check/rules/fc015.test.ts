import { describe, expect, test } from "vitest";
import type { CheckedMachine } from "../../../lib/check/model/checked-machine";
import type { CheckedPool } from "../../../lib/check/model/checked-stack";
import { FC015 } from "../../../lib/check/rules/fc015";
import type { RuleSubject } from "../../../lib/check/rules/rule";
import type { IgnitionConfig } from "../../../lib/ignition";
import type { StackJson } from "../../support";
import { server, updateConf, userData } from "./foreign-server";
import { problemsOf, recordedSubject, synthSubject } from "./subject";

const said = (subject: RuleSubject): string[] => problemsOf(FC015, subject).map(({ message }) => message);

const at = (start: string, length = "1h", more = "") =>
  updateConf(`REBOOT_WINDOW_START="${start}"\nREBOOT_WINDOW_LENGTH=${length}\n${more}`);

/** A stack with a pool `db` whose machines have these configs; undefined for one that cannot be read. */
function subjectOf(configs: readonly (IgnitionConfig | undefined)[], more: Partial<CheckedPool> = {}): RuleSubject {
  const subject = synthSubject({});
  const machines = configs.map((config, i) => ({ name: `db-${i}`, address: `hcloud_server.${i}`, config }) as CheckedMachine);
  const pool: CheckedPool = { stack: "t", path: "t/db", name: "db", platform: "hetzner", kind: "named", quorum: false, machines, ...more };
  return { ...subject, stack: { ...subject.stack, pools: [pool] } };
}

const SAT = at("Sat 02:00");
const SUN = at("Sun 02:00");
const LOCK = at("Sat 02:00", "1h", "REBOOT_STRATEGY=etcd-lock\n");

describe("the machines of a pool", () => {
  test("that share a window are told, by their names", () => {
    const [problem, ...others] = problemsOf(FC015, recordedSubject("hetzner", "fc015-one-window"));
    expect(others).toEqual([]);
    expect(problem).toMatchObject({ message: "both machines of web may reboot at once (Sat 02:00 for 1h)", subjects: ["a", "c"] });
    expect(problem.pool?.path).toBe("t/web");
  });

  test.each<[string, Partial<CheckedPool>, RegExp]>([
    ["named", {}, /^stagger the window over slots \(window\.staggered\(\), and rebootSlot .*\), or use UpdateStrategy\.etcdLock\(\)/],
    ["of a group, which have one window,", { kind: "group" }, /^use UpdateStrategy\.etcdLock\(\) or externallyCoordinated\(\)$/],
  ])("%s are told what their pool lets them do", (_, pool, mend) => {
    expect(problemsOf(FC015, subjectOf([SAT, SAT], pool)).map((problem) => problem.mend)).toEqual([expect.stringMatching(mend)]);
  });

  test("that no pool made are told what the props of pools are for", () => {
    const subject = synthSubject(server(SAT, { count: 2 }));
    expect(problemsOf(FC015, subject)[0].mend).toBe(
      "give each machine a window of its own, let them take turns by etcd-lock, or let the update operator or kured reboot them",
    );
  });

  test("whose windows follow each other pass", () => {
    expect(said(recordedSubject("hetzner", "fc015-staggered"))).toEqual([]);
  });

  test("pass as long as one of them has another window, or one that is not known", () => {
    expect(said(subjectOf([SAT, SAT, SAT]))).toEqual(["all 3 machines of db may reboot at once (Sat 02:00 for 1h)"]);
    expect(said(subjectOf([SAT, SAT, SUN]))).toEqual([]);
    expect(said(subjectOf([SAT, SAT, undefined]))).toEqual([]);
    expect(said(subjectOf([SAT, SAT, LOCK]))).toEqual([]);
  });

  test("are told of windows that overlap, too", () => {
    expect(said(subjectOf([SAT, at("02:30", "30m")]))).toEqual([
      "both machines of db may reboot at once (Sat 02:00 for 1h, 02:30 for 30m)",
    ]);
  });

  test("are not told where there is one of them, where they take turns, or where they have no window", () => {
    expect(said(subjectOf([SAT]))).toEqual([]);
    expect(said(subjectOf([LOCK, LOCK]))).toEqual([]);
    expect(said(subjectOf([{}, {}]))).toEqual([]);
  });

  test("are told with their time zone", () => {
    const zone = { storage: { links: [{ path: "/etc/localtime", target: "/usr/share/zoneinfo/Asia/Tokyo" }] } };
    const config = updateConf("REBOOT_WINDOW_START=02:00\nREBOOT_WINDOW_LENGTH=1h\n", zone);
    expect(said(subjectOf([config, config]))).toEqual(["both machines of db may reboot at once (02:00 for 1h Asia/Tokyo)"]);
    expect(said(subjectOf([config, at("02:00")]))).toEqual([]);
  });
});

describe("a quorum", () => {
  const quorum = (...configs: readonly IgnitionConfig[]): string[] => said(subjectOf(configs, { quorum: true }));

  test("is told where more may reboot at once than it can lose", () => {
    const window = "(Sat 02:00 for 1h), and quorum needs";
    expect(quorum(SAT, SAT, SUN)).toEqual([`2 of 3 machines of db (db-0, db-1) may reboot at once ${window} 2`]);
    expect(quorum(SAT, SAT, SUN, SUN, at("03:30", "15m"))).toEqual([]);
    expect(quorum(SAT, SAT, SAT, SUN, SUN)).toEqual([`3 of 5 machines of db (db-0, db-1, db-2) may reboot at once ${window} 3`]);
    expect(quorum(SAT, SAT, SUN, SUN)).toEqual([`2 of 4 machines of db (db-0, db-1) may reboot at once ${window} 3`]);
    expect(quorum(SAT, SUN)).toEqual([]);
  });

  test("is told where there is no window at all", () => {
    expect(quorum({}, {}, {})).toEqual(["all 3 machines of db may reboot at once (at any time), and quorum needs 2"]);
    expect(quorum({}, SAT, SUN)).toEqual([
      "2 of 3 machines of db (db-0, db-1) may reboot at once (at any time, Sat 02:00 for 1h), and quorum needs 2",
    ]);
    expect(quorum(LOCK, LOCK, LOCK)).toEqual([]);
  });
});

describe("two quorum pools", () => {
  test("are told where they share a window, the later one", () => {
    const [problem, ...others] = problemsOf(FC015, recordedSubject("hetzner", "fc015-two-quorums"));
    expect(others).toEqual([]);
    expect(problem).toMatchObject({
      message: "queue and db, quorum pools, may reboot machines at the same time",
      details: ["queue: Sat 02:00 for 1h", "db: Sat 02:00 for 1h"],
    });
    expect(problem.pool?.path).toBe("t/queue");
  });

  test("pass with windows on two days", () => {
    expect(said(recordedSubject("hetzner", "fc015-two-quorums-on-two-days"))).toEqual([]);
  });

  test("are not told of a pool that is none, or that has no window", () => {
    const of = (quorum: boolean, config: IgnitionConfig): CheckedPool => ({ ...subjectOf([config]).stack.pools[0], quorum });
    const pools = (...all: CheckedPool[]): string[] => {
      const subject = subjectOf([]);
      return said({ ...subject, stack: { ...subject.stack, pools: all } });
    };
    expect(pools(of(true, SAT), of(true, SAT))).toHaveLength(1);
    expect(pools(of(true, SAT), of(false, SAT))).toEqual([]);
    expect(pools(of(false, SAT), of(true, SAT))).toEqual([]);
    expect(pools(of(true, SAT), of(true, {}))).toEqual([]);
    expect(pools(of(true, {}), of(true, SAT))).toEqual([]);
    expect(pools(of(true, SAT), of(true, SUN), of(true, SAT))).toHaveLength(1);
  });
});

describe("what stands for several machines", () => {
  test("is told: a group of which there may be more than one", () => {
    const [problem, ...others] = problemsOf(FC015, recordedSubject("aws", "fc015-group"));
    expect(others).toEqual([]);
    expect(problem).toMatchObject({ message: "every machine of web may reboot at once (Sat 02:00 for 1h)", subjects: [] });
    const group = (max: number | string) => {
      const { entry } = recordedSubject("aws", "fc015-group").stack.pools[0];
      return said(subjectOf([SAT], { kind: "group", entry: { ...entry!, capacity: { min: 1, max } } }));
    };
    expect([group(1), group(2), group("${var.max}")].map(({ length }) => length)).toEqual([0, 1, 1]);
  });

  test("is told: a server with count", () => {
    const of = (count?: unknown): string[] => said(synthSubject(server(SAT, count === undefined ? {} : { count })));
    expect(of()).toEqual([]);
    expect(of(1)).toEqual([]);
    expect(of(2)).toEqual(["all 2 machines of hcloud_server.a may reboot at once (Sat 02:00 for 1h)"]);
    expect(of("${var.n}")).toEqual(["all machines of hcloud_server.a may reboot at once (Sat 02:00 for 1h)"]);
  });

  test("is told: a group that no pool made", () => {
    const of = (max: number): string[] =>
      said(
        synthSubject({
          resource: {
            aws_autoscaling_group: { g: { max_size: max, launch_template: { id: "${aws_launch_template.t.id}" } } },
            aws_launch_template: { t: { user_data: Buffer.from(userData(SAT)).toString("base64") } },
          },
        } as StackJson),
      );
    expect(of(1)).toEqual([]);
    expect(of(3)).toEqual(["all 3 machines of aws_autoscaling_group.g may reboot at once (Sat 02:00 for 1h)"]);
  });
});
