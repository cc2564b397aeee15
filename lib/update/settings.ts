import { FlatcarError } from "../errors";
import type { IgnitionConfig } from "../ignition";
import { RebootSlotNode, rebootSlotOf } from "./reboot-slot";
import { printUpdateConf } from "./update-conf";
import { inWrittenOrder } from "./update-conf-keys";
import { UpdateServer } from "./update-server";
import { UpdateStrategy } from "./update-strategy";

/** What a strategy and a server come to on one node. */
export interface UpdateSettings {
  /** Keys and values of `/etc/flatcar/update.conf`, in the order in which they are written. */
  readonly updateConf: ReadonlyMap<string, string>;
  /** Units and drop-ins. It does not hold update.conf itself, which has one writer for all layers. */
  readonly config: IgnitionConfig;
}

/**
 * The update settings of a node.
 *
 * @throws FlatcarError `update-server-contradicted` for a server of one's own with updates disabled; the errors of the strategy, its window,
 * the node's slot and the server; `update-conf-value`
 */
export function renderUpdate(strategy: UpdateStrategy, server: UpdateServer, node: RebootSlotNode): UpdateSettings {
  strategy.validate();
  server.validate();
  const fromServer = server._updateConf(node.name);
  const fromStrategy = strategy._updateConf();
  for (const [key, value] of fromStrategy) {
    if (!fromServer.has(key)) continue;
    throw new FlatcarError({
      code: "update-server-contradicted",
      subject: `update server, with the update strategy ${strategy.name}`,
      received: { [key]: fromServer.get(key) },
      allowed: `UpdateServer.public(): the strategy is ${key}=${value}`,
      mend: "leave the server out, or choose another strategy",
    });
  }
  // Looked up without a window too, so that a slot which has no meaning is an error and not silently ignored.
  const slot = rebootSlotOf(node, strategy.rebootSlots);
  const conf = new Map([...fromServer, ...fromStrategy]);
  if (strategy.window !== undefined) {
    const { start, length } = strategy.window.forSlot(slot).settings();
    conf.set("LOCKSMITHD_REBOOT_WINDOW_START", start);
    conf.set("LOCKSMITHD_REBOOT_WINDOW_LENGTH", length);
  }
  // Writing it now finds a value that can not be written while it is known where the value came from.
  printUpdateConf(conf);
  const units = [...server._units(), ...strategy._units()];
  return {
    updateConf: new Map(inWrittenOrder(conf.keys()).map((key) => [key, conf.get(key) ?? ""])),
    config: units.length === 0 ? {} : { systemd: { units } },
  };
}
