import { expect, test } from "vitest";
import { machineUpdates } from "../../../lib/check/model/machine-updates";
import { dataUrl } from "../../../lib/ignition";
import { updateConf } from "../rules/foreign-server";

const locksmith = (unit: object) => ({ systemd: { units: [{ name: "locksmithd.service", ...unit }] } });

test("an image that is told nothing updates itself and reboots", () => {
  expect(machineUpdates({})).toEqual({
    ...{ settings: new Map(), isKnown: true, isServerDisabled: false, isEngineMasked: false, isLocksmithMasked: false },
    rebootStrategy: "reboot",
  });
});

test("what update.conf says counts, lines that no program reads apart", () => {
  const updates = machineUpdates(updateConf('SERVER=disabled\nnonsense\nREBOOT_STRATEGY="off"\n'));
  expect(updates).toMatchObject({ isServerDisabled: true, rebootStrategy: "off" });
  expect([...updates.settings.keys()]).toEqual(["SERVER", "REBOOT_STRATEGY"]);
});

test("an empty strategy is the image's, and one known only at apply none", () => {
  expect(machineUpdates(updateConf("REBOOT_STRATEGY=\n")).rebootStrategy).toBe("reboot");
  expect(machineUpdates(updateConf('REBOOT_STRATEGY="${var.s}"\n')).rebootStrategy).toBeUndefined();
});

test("an update.conf that is fetched is not known", () => {
  const files = [{ path: "/etc/flatcar/update.conf", contents: { source: "https://example.com/update.conf" } }];
  expect(machineUpdates({ storage: { files } })).toMatchObject({ isKnown: false, rebootStrategy: undefined });
});

test("locksmithd's own environment counts where update.conf says nothing else, the last drop-in by name most", () => {
  const dropins = [
    { name: "20.conf", contents: "[Service]\nEnvironment=REBOOT_STRATEGY=off 'LOCKSMITHD_GROUP=a b'\n" },
    { name: "10.conf", contents: '[Service]\nEnvironment="REBOOT_STRATEGY=etcd-lock"\n' },
  ];
  const files = [
    { path: "/etc/systemd/system/locksmithd.service.d/30.conf", contents: { source: dataUrl("[Service]\nEnvironment=A=b\n") } },
  ];
  const config = { ...locksmith({ dropins, contents: "[Service]\nEnvironment=LOCKSMITHD_ENDPOINT=x\n" }), storage: { files } };
  const updates = machineUpdates(config);
  expect(updates.rebootStrategy).toBe("off");
  expect(Object.fromEntries(updates.settings)).toEqual({
    ...{ LOCKSMITHD_ENDPOINT: "x", REBOOT_STRATEGY: "off", LOCKSMITHD_GROUP: "a b", A: "b" },
  });
  expect(machineUpdates(updateConf("REBOOT_STRATEGY=reboot\n", config)).rebootStrategy).toBe("reboot");
});

test("only a mask switches the services off", () => {
  expect(machineUpdates(locksmith({ enabled: false })).isLocksmithMasked).toBe(false);
  expect(machineUpdates(locksmith({ mask: true })).isLocksmithMasked).toBe(true);
  const links = [{ path: "/etc/systemd/system/update-engine.service", target: "/dev/null" }];
  expect(machineUpdates({ storage: { links } }).isEngineMasked).toBe(true);
});
