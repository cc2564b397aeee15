import { FlatcarError } from "../errors";
import { IgnitionConfig } from "../ignition";

/** Where a machine's hostname stands. */
export const HOSTNAME_PATH = "/etc/hostname";

/**
 * Refuses what a config cannot say without taking the pool's own word away unnoticed.
 *
 * @throws FlatcarError `hostname-in-config` for a config that writes the hostname, which would give every node the same one, or one that
 * neither the manifest nor the network knows; `config-replaced` for a config that replaces the whole, keys and update settings included
 */
export function refuseReserved(config: IgnitionConfig): void {
  for (const kind of ["files", "links", "directories"] as const) {
    if (config.storage?.[kind]?.some((node) => node.path === HOSTNAME_PATH)) {
      throw new FlatcarError({
        code: "hostname-in-config",
        subject: `machineConfig: storage.${kind}`,
        received: HOSTNAME_PATH,
        allowed: "any path but the hostname's, which the pool writes for each node, and the platform gives to each machine of a group",
        mend: "give the node's 'hostname', or leave it out for the node's name",
      });
    }
  }
  const source = config.ignition?.config?.replace?.source;
  if (source !== undefined && source !== "") {
    throw new FlatcarError({
      code: "config-replaced",
      subject: "machineConfig: ignition.config.replace",
      received: source,
      allowed: "ignition.config.merge: a config that replaces would drop the hostname, the keys and the update settings of the pool",
      mend: "use ignition.config.merge, or fetch single files by 'contents.source'",
    });
  }
}
