import { expect, test } from "vitest";
import { checkIgnition } from "../../lib/ignition";
import { RebootWindow } from "../../lib/update/reboot-window";
import { renderUpdate } from "../../lib/update/settings";
import { UpdateServer } from "../../lib/update/update-server";
import { UpdateStrategy } from "../../lib/update/update-strategy";
import { Weekday } from "../../lib/update/weekday";
import { TOKEN, thrown } from "./thrown";

const node = { name: "db-a" };
const NEBRASKA = UpdateServer.nebraska("https://nebraska.example.com/v1/update/", "stable", { machineAlias: true });

test("the defaults say only that machines reboot by themselves", () => {
  const { updateConf, config } = renderUpdate(UpdateStrategy.reboot(), UpdateServer.public(), node);
  expect([...updateConf]).toEqual([["REBOOT_STRATEGY", "reboot"]]);
  expect(config).toEqual({});
});

test("keys stand in the order in which they are written", () => {
  const window = RebootWindow.weekly({ day: Weekday.SATURDAY, start: "2:00", length: "120m" });
  const { updateConf } = renderUpdate(UpdateStrategy.etcdLock({ window, group: "db" }), NEBRASKA, node);
  expect([...updateConf]).toEqual([
    ["GROUP", "stable"],
    ["SERVER", "https://nebraska.example.com/v1/update/"],
    ["MACHINE_ALIAS", "db-a"],
    ["REBOOT_STRATEGY", "etcd-lock"],
    ["LOCKSMITHD_REBOOT_WINDOW_START", "Sat 02:00"],
    ["LOCKSMITHD_REBOOT_WINDOW_LENGTH", "2h"],
    ["LOCKSMITHD_GROUP", "db"],
  ]);
});

test("a node has the window of its slot", () => {
  const strategy = UpdateStrategy.reboot({ window: RebootWindow.daily({ start: "22:00", length: "1h" }).staggered({ slots: 4 }) });
  const start = (options: { rebootSlot?: number; index?: number }) =>
    renderUpdate(strategy, UpdateServer.public(), { name: "db-a", ...options }).updateConf.get("LOCKSMITHD_REBOOT_WINDOW_START");
  expect(start({ rebootSlot: 3 })).toBe("01:00");
  expect(start({ index: 5 })).toBe("23:00");
  expect(start({})).toBe("22:00");
  expect(thrown(() => start({ rebootSlot: 4 })).code).toBe("reboot-slot-range");
});

test("a slot without a staggered window is an error", () => {
  const render = (strategy: UpdateStrategy) => renderUpdate(strategy, UpdateServer.public(), { name: "db-a", rebootSlot: 1 });
  expect(thrown(() => render(UpdateStrategy.off())).code).toBe("reboot-slot-range");
  expect(thrown(() => render(UpdateStrategy.reboot({ window: RebootWindow.daily({ start: "22:00", length: "1h" }) }))).code).toBe(
    "reboot-slot-range",
  );
});

test("units come from the server and the strategy", () => {
  const server = UpdateServer.public({ proxy: "http://proxy:3128" });
  const { updateConf, config } = renderUpdate(UpdateStrategy.externallyCoordinated(), server, node);
  expect(updateConf.size).toBe(0);
  expect(config.systemd?.units?.map((unit) => unit.name)).toEqual(["update-engine.service", "locksmithd.service"]);
  expect(config.systemd?.units?.find((unit) => unit.name === "update-engine.service")?.mask).toBeUndefined();
});

test("a server of one's own and updates disabled contradict each other", () => {
  const error = thrown(() => renderUpdate(UpdateStrategy.disabled(), NEBRASKA, node));
  expect(error.code).toBe("update-server-contradicted");
  expect(error.received).toEqual({ SERVER: "https://nebraska.example.com/v1/update/" });
});

test("a group of the public server stays where updates are disabled, for those made by hand", () => {
  const { updateConf } = renderUpdate(UpdateStrategy.disabled(), UpdateServer.public({ group: "lts-2024" }), node);
  expect(Object.fromEntries(updateConf)).toEqual({ GROUP: "lts-2024", SERVER: "disabled" });
});

test("strategy, server and values are checked", () => {
  const code = (strategy: UpdateStrategy, server: UpdateServer) => thrown(() => renderUpdate(strategy, server, node)).code;
  expect(code(UpdateStrategy.etcdLock({ caFile: "/ca" }), UpdateServer.public())).toBe("etcd-lock-tls");
  expect(code(UpdateStrategy.reboot(), UpdateServer.nebraska("x", "g"))).toBe("update-server-url");
  expect(code(UpdateStrategy.etcdLock({ group: "a\nb" }), UpdateServer.public())).toBe("update-conf-value");
});

test("the units are ones that Ignition accepts", () => {
  const server = UpdateServer.public({ proxy: "http://u:p%40x@proxy:3128" });
  const { config } = renderUpdate(UpdateStrategy.externallyCoordinated(), server, node);
  expect(checkIgnition({ ...config, ignition: { version: "3.4.0" } })).toEqual([]);
});

test("tokens pass through", () => {
  const { updateConf } = renderUpdate(UpdateStrategy.etcdLock({ endpoints: [TOKEN] }), UpdateServer.nebraska(TOKEN, TOKEN), node);
  expect(updateConf.get("SERVER")).toBe(TOKEN);
  expect(updateConf.get("LOCKSMITHD_ENDPOINT")).toBe(TOKEN);
});
