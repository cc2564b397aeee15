import type { IgnitionConfig } from "../../../lib/ignition";
import { dataUrl } from "../../../lib/ignition";
import type { StackJson } from "../../support";

/** The text of a machine config. */
export function userData(config: IgnitionConfig): string {
  return JSON.stringify({ ...config, ignition: { version: "3.4.0" } });
}

/** A stack of servers that no pool made, by name. */
export function servers(all: { readonly [name: string]: object }): StackJson {
  return { resource: { hcloud_server: all } } as StackJson;
}

/** A stack of one such server `a` with a config. */
export function server(config: IgnitionConfig, more: object = {}): StackJson {
  return servers({ a: { name: "a", user_data: userData(config), ...more } });
}

/** A config that writes update.conf, and what else is given. */
export function updateConf(text: string, more: IgnitionConfig = {}): IgnitionConfig {
  const files = [{ path: "/etc/flatcar/update.conf", overwrite: true, contents: { source: dataUrl(text) } }];
  return { ...more, storage: { ...more.storage, files: [...files, ...(more.storage?.files ?? [])] } };
}
