import { expect, test } from "vitest";
import { FC014 } from "../../../lib/check/rules/fc014";
import { dataUrl } from "../../../lib/ignition";
import { server, servers, updateConf, userData } from "./foreign-server";
import { problemsOf, recordedSubject, synthSubject } from "./subject";

const said = (subject: Parameters<typeof problemsOf>[1]): string[] => problemsOf(FC014, subject).map(({ message }) => message);
const KURED = { systemd: { units: [{ name: "kured.service", enabled: true }] } };
const units = (...all: { name: string; mask?: boolean; enabled?: boolean }[]) => ({ systemd: { units: all } });
const MASKED_LOCKSMITH = { name: "locksmithd.service", mask: true };

test("a pool without updates that a new release replaces passes, one that it does not replace is told", () => {
  expect(said(recordedSubject("hetzner", "fc014-disabled-and-replaced"))).toEqual([]);
  const [problem, ...others] = problemsOf(FC014, recordedSubject("hetzner", "fc014-disabled-for-ever"));
  expect(others).toEqual([]);
  expect(problem).toMatchObject({
    message: "both machines of web are without updates (SERVER=disabled), and a new release replaces nothing",
    subjects: ["a", "c"],
  });
  expect(problem.pool?.path).toBe("t/web");
});

test("a group without updates and a refresh is told as one", () => {
  expect(said(recordedSubject("aws", "group-release-new-nodes-only"))).toEqual([]);
  const subject = recordedSubject("aws", "group-release-new-nodes-only");
  const pools = subject.stack.pools.map((pool) => ({
    ...{ ...pool, entry: { ...pool.entry!, update: { strategy: "disabled", updatesInPlace: false } } },
    machines: pool.machines.map((machine) => Object.create(machine, { config: { value: undefined } })),
  }));
  expect(said({ ...subject, stack: { ...subject.stack, pools } })).toEqual([
    "every machine of web is without updates (SERVER=disabled), and a new release replaces nothing",
  ]);
});

test("what a config says counts more than what its pool says", () => {
  const subject = recordedSubject("hetzner", "release-new-nodes-only");
  const pools = subject.stack.pools.map((pool) => ({
    ...{ ...pool, entry: { ...pool.entry!, update: { strategy: "disabled", updatesInPlace: false } } },
  }));
  expect(said({ ...subject, stack: { ...subject.stack, pools } })).toEqual([]);
});

test("a server that no pool made is told where a change of its image is ignored", () => {
  const off = updateConf("SERVER=disabled\n");
  expect(said(synthSubject(server(off, { lifecycle: { ignore_changes: ["image"] } })))).toEqual([
    "hcloud_server.a is without updates (SERVER=disabled), and a new image replaces nothing",
  ]);
  expect(said(synthSubject(server(off)))).toEqual([]);
  expect(said(synthSubject(server(updateConf("SERVER=http://x/\n"), { lifecycle: { ignore_changes: ["image"] } })))).toEqual([]);
});

test("update-engine is not to be masked, whatever the strategy", () => {
  expect(said(synthSubject(server(units({ name: "update-engine.service", mask: true }))))).toEqual([
    "update-engine.service, which fetches updates and marks boots as good, is masked on hcloud_server.a",
  ]);
  expect(said(synthSubject(server(units({ name: "update-engine.service", enabled: false }))))).toEqual([]);
  expect(said(recordedSubject("hetzner", "fc014-engine-masked"))).toEqual([
    "update-engine.service, which fetches updates and marks boots as good, is masked on 1 of 2 machines of web (a), although the update strategy is reboot",
  ]);
});

test("locksmithd and kured are not both to reboot a machine", () => {
  const both = "hcloud_server.a is rebooted by locksmithd and by kured, which do not wait for each other";
  expect(said(synthSubject(server(KURED)))).toEqual([both]);
  expect(said(synthSubject(server(updateConf("REBOOT_STRATEGY=etcd-lock\nLOCKSMITHD_ENDPOINT=http://x:2379\n", KURED))))).toEqual([both]);
  // Disabled it runs all the same.
  expect(said(synthSubject(server(units({ name: "locksmithd.service", enabled: false }, ...KURED.systemd.units))))).toEqual([both]);
});

test("kured alone passes: with locksmithd masked, told to be off, or with nothing to boot into", () => {
  expect(said(synthSubject(server(units(MASKED_LOCKSMITH, ...KURED.systemd.units))))).toEqual([]);
  for (const conf of ["REBOOT_STRATEGY=off\n", "SERVER=disabled\n", 'REBOOT_STRATEGY="${var.s}"\n', "REBOOT_STRATEGY=best-effort\n"]) {
    expect(said(synthSubject(server(updateConf(conf, KURED))))).toEqual([]);
  }
});

test("kured and the update operator are not both to reboot a machine, locksmithd or not", () => {
  const { units: kured } = KURED.systemd;
  const operator = { name: "update-agent.service", enabled: true };
  const [{ message, mend }] = problemsOf(FC014, synthSubject(server(units(MASKED_LOCKSMITH, ...kured, operator))));
  expect(message).toBe("hcloud_server.a is rebooted by kured and by the Flatcar Linux Update Operator, which do not wait for each other");
  expect(mend).toBe("take one of the two out");
});

test("a pool whose reboots something else coordinates is told where locksmithd is not masked any more", () => {
  expect(said(recordedSubject("hetzner", "fc014-coordinated"))).toEqual([]);
  expect(said(recordedSubject("hetzner", "fc014-coordinated-twice"))).toEqual([
    "1 of 2 machines of web (a) is rebooted by locksmithd and by the update operator or kured, which do not wait for each other",
  ]);
});

test("etcd-lock needs an etcd: on the machine, or named", () => {
  const LOCK = "REBOOT_STRATEGY=etcd-lock\n";
  const without = "hcloud_server.a is to reboot by etcd-lock, and an etcd is neither started there nor named (LOCKSMITHD_ENDPOINT)";
  expect(said(synthSubject(server(updateConf(LOCK))))).toEqual([without]);
  expect(said(synthSubject(server(updateConf(`${LOCK}LOCKSMITHD_ENDPOINT=\n`))))).toEqual([without]);
  expect(said(synthSubject(server(updateConf(`${LOCK}LOCKSMITHD_ENDPOINT=http://10.0.0.2:2379\n`))))).toEqual([]);
  expect(said(synthSubject(server(updateConf(LOCK, units({ name: "etcd-member.service", enabled: true })))))).toEqual([]);
  expect(said(synthSubject(server(updateConf(LOCK, units(MASKED_LOCKSMITH)))))).toEqual([]);
});

test("nothing is said of what is fetched, or cannot be read", () => {
  const files = [{ path: "/etc/flatcar/update.conf", contents: { source: "https://example.com/u" } }];
  expect(said(synthSubject(server({ ...KURED, storage: { files } })))).toEqual([]);
  expect(said(synthSubject(servers({ a: { user_data: "#cloud-config" }, b: {} })))).toEqual([]);
});

test("machines of which the same is said are one problem, and others another one", () => {
  const files = [{ path: "/etc/systemd/system/update-engine.service.d/x.conf", contents: { source: dataUrl("") } }];
  const masked = userData(units({ name: "update-engine.service", mask: true }));
  const subject = synthSubject(
    servers({ a: { user_data: masked }, b: { user_data: masked }, c: { user_data: userData({ storage: { files } }) } }),
  );
  expect(problemsOf(FC014, subject).map(({ pool }) => pool?.name)).toEqual(["hcloud_server.a", "hcloud_server.b"]);
});
