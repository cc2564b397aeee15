import { describe, expect, test } from "vitest";
import { RebootWindow } from "../../lib/update/reboot-window";
import { UpdateStrategy } from "../../lib/update/update-strategy";
import { TOKEN, thrown } from "./thrown";

const conf = (strategy: UpdateStrategy) => Object.fromEntries(strategy._updateConf());
const window = RebootWindow.daily({ start: "02:00", length: "2h" });

test.each([
  ["reboot", UpdateStrategy.reboot(), true, true, { REBOOT_STRATEGY: "reboot" }],
  ["etcd-lock", UpdateStrategy.etcdLock(), true, true, { REBOOT_STRATEGY: "etcd-lock" }],
  ["off", UpdateStrategy.off(), true, false, { REBOOT_STRATEGY: "off" }],
  ["disabled", UpdateStrategy.disabled(), false, false, { SERVER: "disabled" }],
  ["externally-coordinated", UpdateStrategy.externallyCoordinated(), true, false, {}],
] as const)("the strategy %s", (name, strategy, updatesInPlace, rebootsByItself, updateConf) => {
  strategy.validate();
  expect(strategy).toMatchObject({ name, updatesInPlace, rebootsByItself, rebootSlots: 1 });
  expect(strategy.window).toBeUndefined();
  expect(conf(strategy)).toEqual(updateConf);
});

test("only external coordination changes a unit: it masks locksmithd and leaves update-engine alone", () => {
  expect(UpdateStrategy.externallyCoordinated()._units()).toEqual([{ name: "locksmithd.service", mask: true }]);
  for (const strategy of [UpdateStrategy.reboot(), UpdateStrategy.etcdLock(), UpdateStrategy.off(), UpdateStrategy.disabled()]) {
    expect(strategy._units()).toEqual([]);
  }
});

test("a strategy knows its window and how many slots it has", () => {
  expect(UpdateStrategy.reboot({ window }).window).toBe(window);
  expect(UpdateStrategy.etcdLock({ window: window.staggered({ slots: 4 }) }).rebootSlots).toBe(4);
});

test("the window is checked with the strategy, not before", () => {
  const wrong = RebootWindow.daily({ start: "x", length: "2h" });
  for (const strategy of [UpdateStrategy.reboot({ window: wrong }), UpdateStrategy.etcdLock({ window: wrong.staggered({ slots: 2 }) })]) {
    expect(thrown(() => strategy.validate()).code).toBe("reboot-window-start");
  }
  const many = UpdateStrategy.reboot({ window: window.staggered({ slots: 13 }) });
  expect(thrown(() => many.validate()).code).toBe("reboot-window-slots");
});

describe("the etcd lock", () => {
  const tls = { caFile: "/etc/ssl/etcd/ca.pem", certFile: "/etc/ssl/etcd/client.pem", keyFile: "/etc/ssl/etcd/client.key" };

  test("writes locksmithd's keys", () => {
    const strategy = UpdateStrategy.etcdLock({
      ...tls,
      endpoints: ["https://10.0.0.1:2379", "https://10.0.0.2:2379"],
      username: "u",
      password: "p",
      group: "db",
    });
    strategy.validate();
    expect(conf(strategy)).toEqual({
      REBOOT_STRATEGY: "etcd-lock",
      LOCKSMITHD_ENDPOINT: "https://10.0.0.1:2379,https://10.0.0.2:2379",
      LOCKSMITHD_ETCD_CAFILE: "/etc/ssl/etcd/ca.pem",
      LOCKSMITHD_ETCD_CERTFILE: "/etc/ssl/etcd/client.pem",
      LOCKSMITHD_ETCD_KEYFILE: "/etc/ssl/etcd/client.key",
      LOCKSMITHD_ETCD_USERNAME: "u",
      LOCKSMITHD_ETCD_PASSWORD: "p",
      LOCKSMITHD_GROUP: "db",
    });
  });

  test("has all three files or none, as absolute paths", () => {
    const code = (options: Partial<typeof tls>) => thrown(() => UpdateStrategy.etcdLock(options).validate()).code;
    expect(code({ caFile: tls.caFile })).toBe("etcd-lock-tls");
    expect(code({ certFile: tls.certFile, keyFile: tls.keyFile })).toBe("etcd-lock-tls");
    expect(code({ ...tls, keyFile: "client.key" })).toBe("etcd-lock-tls");
    expect(() => UpdateStrategy.etcdLock({ ...tls, keyFile: TOKEN }).validate()).not.toThrow();
  });

  test("has endpoints that are addresses, one in each item", () => {
    const check = (endpoints: string[]) => thrown(() => UpdateStrategy.etcdLock({ endpoints }).validate());
    for (const endpoints of [[], ["10.0.0.1:2379"], ["http://a:2379", ""], ["http://a:2379,http://b:2379"]]) {
      expect(check(endpoints).code).toBe("etcd-lock-endpoints");
    }
    expect(check(["http://a:2379", "b"]).subject).toContain("endpoints[1]");
    expect(() => UpdateStrategy.etcdLock({ endpoints: [TOKEN, `http://${TOKEN}:2379`] }).validate()).not.toThrow();
  });

  test("has user and password or neither, and the error does not show the password", () => {
    const check = (options: { username?: string; password?: string }) => thrown(() => UpdateStrategy.etcdLock(options).validate());
    expect(check({ username: "u" }).code).toBe("etcd-lock-credentials");
    expect(check({ username: "", password: "hunter2" }).code).toBe("etcd-lock-credentials");
    expect(check({ password: "hunter2" }).message).not.toContain("hunter2");
  });
});
