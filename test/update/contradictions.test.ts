import { describe, expect, test } from "vitest";
import type { IgnitionConfig } from "../../lib/ignition";
import { updateContradictions } from "../../lib/update/contradictions";
import { RebootWindow } from "../../lib/update/reboot-window";
import { renderUpdate } from "../../lib/update/settings";
import { parseUpdateConf } from "../../lib/update/update-conf";
import { UpdateServer } from "../../lib/update/update-server";
import { UpdateStrategy } from "../../lib/update/update-strategy";
import { TOKEN } from "./thrown";

interface Said {
  server?: UpdateServer;
  config?: IgnitionConfig;
  conf?: string;
}
const errors = (strategy: UpdateStrategy, { server = UpdateServer.public(), config = {}, conf = "" }: Said) =>
  updateContradictions({ strategy, settings: renderUpdate(strategy, server, { name: "a" }), config, updateConf: parseUpdateConf(conf) });
const codes = (strategy: UpdateStrategy, said: Said) => errors(strategy, said).map((error) => error.code);
const unit = (name: string, rest: object): IgnitionConfig => ({ systemd: { units: [{ name, ...rest }] } });

const window = RebootWindow.parse("Sat 02:00", "90m");
const all = [
  UpdateStrategy.reboot(),
  UpdateStrategy.reboot({ window }),
  UpdateStrategy.etcdLock({ window }),
  UpdateStrategy.off(),
  UpdateStrategy.disabled(),
  UpdateStrategy.externallyCoordinated(),
];
const reboots = all.filter((strategy) => strategy.rebootsByItself);
const doesNot = all.filter((strategy) => !strategy.rebootsByItself);

test("a configuration that says nothing of updates contradicts no strategy", () => {
  const config = unit("other.service", { enabled: true, contents: "[Unit]\n" });
  for (const strategy of all) expect(errors(strategy, { config, conf: "# nothing\nFOO=bar\n" })).toEqual([]);
});

describe("keys of update.conf", () => {
  test("another value of a key that the pool writes is a contradiction, the same value is none", () => {
    expect(codes(UpdateStrategy.reboot(), { conf: "REBOOT_STRATEGY=off\n" })).toEqual(["update-conf-contradicts-strategy"]);
    expect(codes(UpdateStrategy.reboot(), { conf: "REBOOT_STRATEGY=reboot\n" })).toEqual([]);
    expect(codes(UpdateStrategy.disabled(), { conf: "SERVER=https://h/\n" })).toEqual(["update-conf-contradicts-strategy"]);
    const server = UpdateServer.nebraska("https://h/", "stable");
    expect(codes(UpdateStrategy.reboot(), { server, conf: "GROUP=beta\nSERVER=https://h/\n" })).toEqual([
      "update-conf-contradicts-strategy",
    ]);
  });

  test("the error names the key, both values and the strategy, but no password", () => {
    const [error] = errors(UpdateStrategy.reboot(), { conf: "REBOOT_STRATEGY=off\n" });
    expect(error.subject).toBe("REBOOT_STRATEGY in /etc/flatcar/update.conf, with the update strategy reboot");
    expect(error).toMatchObject({ received: "off", allowed: "REBOOT_STRATEGY=reboot, the pool's value" });
    const strategy = UpdateStrategy.etcdLock({ username: "u", password: "hunter2" });
    const [secret] = errors(strategy, { conf: "LOCKSMITHD_ETCD_PASSWORD=hunter3\n" });
    expect(secret.code).toBe("update-conf-contradicts-strategy");
    expect(secret.message).not.toMatch(/hunter/);
  });

  test("keys that the pool does not write are the user's", () => {
    expect(codes(UpdateStrategy.reboot(), { conf: "GROUP=lts\nSERVER=https://h/\n" })).toEqual([]);
    expect(codes(UpdateStrategy.etcdLock(), { conf: "LOCKSMITHD_GROUP=db\n" })).toEqual([]);
  });

  test("updates can not be switched off past a strategy that has them", () => {
    for (const strategy of all) {
      const expected = strategy.updatesInPlace ? ["update-conf-contradicts-strategy"] : [];
      expect(codes(strategy, { conf: "SERVER=disabled\n" })).toEqual(expected);
    }
  });

  test("with external coordination no one reads another reboot strategy than off", () => {
    const strategy = UpdateStrategy.externallyCoordinated();
    expect(codes(strategy, { conf: "REBOOT_STRATEGY=off\n" })).toEqual([]);
    expect(codes(strategy, { conf: "REBOOT_STRATEGY=reboot\n" })).toEqual(["update-conf-contradicts-strategy"]);
    expect(codes(strategy, { conf: `REBOOT_STRATEGY=${TOKEN}\n` })).toEqual([]);
  });

  test("with updates disabled a reboot strategy is for those made by hand, and has to be one", () => {
    expect(codes(UpdateStrategy.disabled(), { conf: "REBOOT_STRATEGY=off\n" })).toEqual([]);
    expect(codes(UpdateStrategy.disabled(), { conf: "REBOOT_STRATEGY=best-effort\n" })).toEqual(["update-conf-contradicts-strategy"]);
  });

  test("a token is another value than a literal", () => {
    expect(codes(UpdateStrategy.reboot(), { conf: `REBOOT_STRATEGY=${TOKEN}\n` })).toEqual(["update-conf-contradicts-strategy"]);
  });
});

describe("windows in update.conf", () => {
  const strategy = UpdateStrategy.reboot({ window });

  test("the pool's window may be said again, in any spelling and under either name", () => {
    expect(codes(strategy, { conf: 'LOCKSMITHD_REBOOT_WINDOW_START="sat 2:0"\nLOCKSMITHD_REBOOT_WINDOW_LENGTH=1.5h\n' })).toEqual([]);
    expect(codes(strategy, { conf: "REBOOT_WINDOW_START=Sat 02:00\nREBOOT_WINDOW_LENGTH=1h30m\n" })).toEqual([]);
  });

  test("another window contradicts the pool's under either name", () => {
    for (const prefix of ["", "LOCKSMITHD_"]) {
      expect(codes(strategy, { conf: `${prefix}REBOOT_WINDOW_START=Sun 02:00\n` })).toEqual(["update-conf-contradicts-strategy"]);
      expect(codes(strategy, { conf: `${prefix}REBOOT_WINDOW_LENGTH=2h\n` })).toEqual(["update-conf-contradicts-strategy"]);
    }
  });

  test("a window is fine where the strategy has none but reboots", () => {
    expect(codes(UpdateStrategy.reboot(), { conf: "REBOOT_WINDOW_START=02:00\nREBOOT_WINDOW_LENGTH=2h\n" })).toEqual([]);
    expect(codes(UpdateStrategy.reboot(), { conf: `REBOOT_WINDOW_START=${TOKEN}\nREBOOT_WINDOW_LENGTH=2h\n` })).toEqual([]);
  });

  test("a window that locksmithd refuses is an error", () => {
    const both = (start: string, length: string) =>
      codes(UpdateStrategy.reboot(), { conf: `REBOOT_WINDOW_START=${start}\nREBOOT_WINDOW_LENGTH=${length}\n` });
    expect(both("25:00", "2h")).toEqual(["reboot-window-start"]);
    expect(both("02:00", "2d")).toEqual(["reboot-window-length"]);
    expect(both("02:00", "")).toEqual(["reboot-window-length"]);
    expect(both("", "2h")).toEqual(["reboot-window-start"]);
    expect(both("", "")).toEqual([]);
    expect(codes(UpdateStrategy.reboot(), { conf: "REBOOT_WINDOW_START=02:00\n" })).toEqual(["reboot-window-length"]);
  });

  test("a window without reboots is a contradiction", () => {
    for (const quiet of doesNot) {
      expect(codes(quiet, { conf: "REBOOT_WINDOW_START=02:00\nREBOOT_WINDOW_LENGTH=2h\n" })).toEqual(["update-strategy-contradicted"]);
      expect(codes(quiet, { conf: "LOCKSMITHD_REBOOT_WINDOW_START=02:00\n" })).toEqual(["update-strategy-contradicted"]);
      expect(codes(quiet, { conf: "REBOOT_WINDOW_START=\n" })).toEqual([]);
    }
  });
});

describe("units", () => {
  test("update-engine may be neither masked nor disabled, whatever the strategy", () => {
    for (const strategy of all) {
      for (const rest of [{ mask: true }, { enabled: false }]) {
        expect(codes(strategy, { config: unit("update-engine.service", rest) })).toEqual(["update-strategy-contradicted"]);
      }
      const links = [{ path: "/etc/systemd/system/update-engine.service", target: "/dev/null" }];
      expect(codes(strategy, { config: { storage: { links } } })).toEqual(["update-strategy-contradicted"]);
      expect(codes(strategy, { config: unit("update-engine.service", { dropins: [{ name: "x.conf", contents: "" }] }) })).toEqual([]);
    }
    const [error] = errors(UpdateStrategy.reboot(), { config: unit("update-engine.service", { mask: true }) });
    expect(error.mend).toContain("UpdateStrategy.disabled()");
  });

  test("locksmithd may not be masked or disabled where it reboots the machine", () => {
    for (const strategy of reboots) {
      for (const rest of [{ mask: true }, { enabled: false }]) {
        expect(codes(strategy, { config: unit("locksmithd.service", rest) })).toEqual(["update-strategy-contradicted"]);
      }
      expect(codes(strategy, { config: unit("locksmithd.service", { dropins: [{ name: "x.conf", contents: "" }] }) })).toEqual([]);
    }
    for (const strategy of doesNot) expect(codes(strategy, { config: unit("locksmithd.service", { mask: true }) })).toEqual([]);
  });

  test("locksmithd may not be touched where something else reboots the machine", () => {
    const strategy = UpdateStrategy.externallyCoordinated();
    const touches = [{ mask: false }, { enabled: true }, { contents: "[Unit]\n" }, { dropins: [{ name: "x.conf", contents: "" }] }];
    for (const rest of touches) {
      expect(codes(strategy, { config: unit("locksmithd.service", rest) })).toEqual(["update-strategy-contradicted"]);
      expect(codes(UpdateStrategy.off(), { config: unit("locksmithd.service", rest) })).toEqual([]);
    }
    const files = [{ path: "/etc/systemd/system/locksmithd.service.d/x.conf" }];
    const [error] = errors(strategy, { config: { storage: { files } } });
    expect(error).toMatchObject({ code: "update-strategy-contradicted", received: "drop-in x.conf" });
    expect(codes(strategy, { config: unit("locksmithd.service", { enabled: false }) })).toEqual([]);
  });
});

test("all contradictions are found at once", () => {
  const config: IgnitionConfig = {
    systemd: {
      units: [
        { name: "update-engine.service", mask: true },
        { name: "locksmithd.service", mask: true },
      ],
    },
  };
  expect(codes(UpdateStrategy.reboot(), { config, conf: "REBOOT_STRATEGY=off\n" })).toEqual([
    "update-conf-contradicts-strategy",
    "update-strategy-contradicted",
    "update-strategy-contradicted",
  ]);
});
